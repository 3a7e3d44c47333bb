import { Room, at, writerKey, visible, until, range } from './index.js';
const room = new Room();
try {
  const mode = process.argv[2];
  const cluster = await room.cluster({ size: 3, daemon: { args: ['--log-level', 'debug'] } });
  const [a, b, c] = cluster.nodes as any;
  const show = async (label: string) => { for (const n of cluster.nodes) if (n.running) { const s = await n.host.must(200, 'GET', at('/status')); const d = await n.dump(cluster.pact_id); console.log(label, n.handle, 'len', s.length, 'conf', s.confirmed_length, 'signed', d.signed_length, 'idx', s.is_indexer, s.indexers, 'local', d.local_length, 'forks', s.forks); } };
  if (mode === 'recover') {
    await a.host.must(200, 'POST', at('/admin/promote'), { key: await writerKey(b), confirm: true, successor: true });
    const { id } = await a.host.must(201, 'POST', at('/tasks'), { title: 'x' });
    await visible([id], [b, c]); await cluster.same(); await a.kill();
    console.log((await b.host.request('POST', at('/admin/recover'), { body: { confirm: true } })).body);
    await show('after recover');
    const r = await b.host.put(at(`/tasks/${id}/claim?wait=3`), {}); console.log(r.status, r.took_ms);
    await show('after claim');
    await b.host.must(201, 'POST', at('/messages'), { content: 'kick' });
    await new Promise((r) => setTimeout(r, 1000)); await show('after kick');
  } else {
    await a.host.must(200, 'POST', at('/admin/promote'), { key: await writerKey(b), confirm: true });
    await a.host.must(200, 'POST', at('/admin/promote'), { key: await writerKey(c), confirm: true });
    await show('after promote');
    for (const node of [a, b, c]) await until(async () => { const s = await node.host.must(200, 'GET', at('/status')); return s.indexers === 3 && s.is_indexer; }, { what: 'idx' });
    await show('indexers');
    const { id } = await b.host.must(201, 'POST', at('/tasks'), { title: 'x' });
    const r = await b.host.put(at(`/tasks/${id}/claim?wait=3`), {}); console.log(r.status, r.took_ms);
    await show('after claim');
    for (let i = 0; i < 3; i++) { await b.host.must(201, 'POST', at('/messages'), { content: 'kick' }); await new Promise((r) => setTimeout(r, 1000)); await show('after kick ' + i); }
  }
  for (const n of cluster.nodes) console.log(n.handle, n.output.split('\n').filter((l: string) => /"level":(40|50|60)/.test(l)).slice(-5).join('\n'));
} finally { await room.close(); }
