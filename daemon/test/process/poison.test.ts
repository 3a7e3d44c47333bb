import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, type Cluster, type Daemon, pooled, Room, range, until, visible, writerKey } from '../harness/index.js';

const DAY_MS = 86_400_000;
const room = new Room();
let cluster: Cluster;
let a: Daemon;
let poisoner: Daemon;

beforeAll(async () => {
  cluster = await room.cluster(3);
  [a, poisoner] = cluster.nodes as [Daemon, Daemon];
});
afterAll(() => room.close());

const op = (fields: Record<string, unknown>): string =>
  JSON.stringify({
    v: 1,
    t: 'entry',
    at: Date.now(),
    type: 'knowledge',
    payload: { topic: 'poison', content: 'x' },
    ...fields,
  });
const nested = (depth: number): unknown => (depth === 0 ? 'x' : { deeper: nested(depth - 1) });

/** Blocks that every node must refuse, with the code that its rejection carries. */
const REFUSED: [name: string, code: string, block: () => Promise<string | Buffer> | string | Buffer][] = [
  ['not JSON', 'BAD_ENTRY', () => 'this is {{{ not JSON'],
  ['not UTF-8', 'BAD_ENTRY', () => Buffer.from([0xff, 0xfe, 0x80, 0xc0, 0x00])],
  ['zero bytes only', 'BAD_ENTRY', () => Buffer.alloc(64)],
  ['a number', 'BAD_ENTRY', () => '42'],
  ['null', 'BAD_ENTRY', () => 'null'],
  ['an array', 'BAD_ENTRY', () => '[{"v":1}]'],
  ['brackets a hundred thousand deep', 'BAD_ENTRY', () => '['.repeat(100_000)],
  [
    'a payload nested too deep',
    'BAD_ENTRY',
    () => op({ payload: { topic: 'poison', content: 'x', more: nested(64) } }),
  ],
  ['one mebibyte', 'PAYLOAD_TOO_LARGE', () => op({ payload: { topic: 'poison', content: 'x'.repeat(1024 * 1024) } })],
  ['six mebibytes', 'PAYLOAD_TOO_LARGE', () => 'x'.repeat(6 * 1024 * 1024)],
  [
    'a payload just over the limit',
    'BAD_ENTRY',
    () => op({ payload: { topic: 'poison', content: 'x'.repeat(64 * 1024) } }),
  ],
  ['the next protocol version', 'UPGRADE_NEEDED', () => op({ v: 2 })],
  ['a protocol version far away', 'UPGRADE_NEEDED', () => op({ v: 999_999 })],
  [
    'a key given twice, the second time with a version from the future',
    'UPGRADE_NEEDED',
    () => op({}).replace('{"v":1,', '{"v":1,"v":2,'),
  ],
  ['version zero', 'BAD_ENTRY', () => op({ v: 0 })],
  ['a version that is text', 'BAD_ENTRY', () => op({ v: '1' })],
  ['no version', 'BAD_ENTRY', () => op({ v: undefined })],
  ['a time two years ahead', 'BAD_ENTRY', () => op({ at: Date.now() + 730 * DAY_MS })],
  ['a time at the end of the calendar', 'BAD_ENTRY', () => op({ at: 8.64e15 })],
  ['a time before computers', 'BAD_ENTRY', () => op({ at: -1 })],
  ['a time that is text', 'BAD_ENTRY', () => op({ at: 'soon' })],
  ['a time with a fraction', 'BAD_ENTRY', () => op({ at: Date.now() + 0.5 })],
  ['a kind nobody knows', 'BAD_ENTRY', () => op({ t: 'format-disk' })],
  ['a kind that every object has', 'BAD_ENTRY', () => op({ t: 'constructor' })],
  ['the prototype as kind', 'BAD_ENTRY', () => op({ t: '__proto__' })],
  ['an id of its own', 'BAD_ENTRY', () => op({ id: '00000000-1' })],
  ['an agent of another node', 'BAD_ENTRY', () => op({ agent: `ann@${a.handle}` })],
  ['a payload that is an array', 'BAD_ENTRY', () => op({ payload: [] })],
  ['a type nobody knows', 'BAD_ENTRY', () => op({ type: 'secret' })],
  ['refs without end', 'BAD_ENTRY', () => op({ refs: range(1000).map((i) => `00000000-${i}`) })],
  [
    'a second beginning of the pact',
    'FORBIDDEN',
    () =>
      JSON.stringify({
        v: 1,
        t: 'genesis',
        at: Date.now(),
        node: poisoner.node_key,
        name: 'mine now',
        purpose: null,
        display_name: null,
      }),
  ],
  [
    'an invite by somebody who may not',
    'NOT_INDEXER',
    () => JSON.stringify({ v: 1, t: 'invite', at: Date.now(), nonce: 'ab'.repeat(32), exp: Date.now() + DAY_MS }),
  ],
  [
    'a promotion of itself',
    'NOT_INDEXER',
    async () =>
      JSON.stringify({ v: 1, t: 'promote', at: Date.now(), writer: await writerKey(poisoner), successor: false }),
  ],
  [
    'itself as successor',
    'NOT_CREATOR',
    async () =>
      JSON.stringify({ v: 1, t: 'promote', at: Date.now(), writer: await writerKey(poisoner), successor: true }),
  ],
  [
    'the removal of the creator',
    'NOT_INDEXER',
    async () => JSON.stringify({ v: 1, t: 'remove', at: Date.now(), writer: await writerKey(a) }),
  ],
  [
    'a protocol upgrade by somebody who may not',
    'NOT_INDEXER',
    () => JSON.stringify({ v: 1, t: 'upgrade', at: Date.now(), to: 999 }),
  ],
  [
    'an admission with made-up proofs',
    'UNKNOWN_INVITE',
    () =>
      JSON.stringify({
        v: 1,
        t: 'admit',
        at: Date.now(),
        nonce: 'cd'.repeat(32),
        node: 'ab'.repeat(32),
        writer: 'ef'.repeat(32),
        signer: '12'.repeat(32),
        manifest: 1,
        handshake: '34'.repeat(64),
        sig_invite: '56'.repeat(64),
        sig_node: '56'.repeat(64),
        sig_writer: '56'.repeat(64),
        display_name: null,
      }),
  ],
];

/** Entries that are odd and valid: every node shows them, and shows the same. */
const ODD: [name: string, fields: () => Record<string, unknown>][] = [
  ['a zero byte in a topic', () => ({ payload: { topic: 'a\u0000b', content: 'zero' } })],
  ['half a surrogate pair', () => ({ payload: { topic: '\ud800', content: '\udfff' } })],
  [
    'a key named __proto__',
    () => ({ payload: JSON.parse('{"topic":"odd","content":"x","__proto__":{"admin":true}}') }),
  ],
  ['a time an hour ahead', () => ({ at: Date.now() + 3_600_000 })],
  ['a time years ago', () => ({ at: Date.UTC(2021, 0, 1) })],
  ['refs to entries that do not exist', () => ({ refs: ['00000000-1', 'ffffffff-999999999999'] })],
  ['a payload at the limit', () => ({ payload: { topic: 't', content: 'x'.repeat(64 * 1024 - 26) } })],
];

/** Cases after which one more round of {@link everybodyWorks} is due: a node that stopped stays stopped, so none is missed. */
const CASES_A_ROUND = 4;

/** Everybody is alive, takes writes, and shows the others' writes. */
async function everybodyWorks(label: string): Promise<void> {
  const ids = await Promise.all(
    cluster.nodes.map(async (node) => {
      expect(node.running, `${node.handle} ended: ${node.tail()}`).toBe(true);
      return (await node.host.must(201, 'POST', at('/knowledge'), { topic: 'after', content: label })).id as string;
    }),
  );
  await visible(ids, cluster.nodes);
}

const rejections = async (node: Daemon): Promise<{ id: string; code: string; message: string }[]> =>
  (await node.host.must(200, 'GET', at('/rejections?limit=1000'))).entries;

describe('a member writes blocks that no honest daemon writes', () => {
  let cases = 0;

  test.each(REFUSED)('%s: refused as %s, visible to everybody, and nobody stops', async (name, code, block) => {
    const known = new Set((await rejections(a)).map((rejection) => rejection.id));
    await poisoner.appendRaw(cluster.pact_id, [await block()]);
    const seen = await until(async () => (await rejections(a)).find((rejection) => !known.has(rejection.id)), {
      what: `A shows the rejection of ${name}`,
    });
    expect(seen.code, seen.message).toBe(code);
    expect(seen.message.length).toBeGreaterThan(5);
    for (const node of cluster.nodes) {
      await until(
        async () => (await rejections(node)).some((rejection) => rejection.id === seen.id && rejection.code === code),
        { what: `${node.handle} shows the rejection of ${name}` },
      );
    }
    for (const node of cluster.nodes) expect(node.running, `${node.handle} ended: ${node.tail()}`).toBe(true);
    if (++cases % CASES_A_ROUND === 0 || cases === REFUSED.length) await everybodyWorks(name);
  });

  test.each(ODD)('%s: accepted, and the same on every node', async (name, fields) => {
    const before = (await rejections(a)).length;
    await poisoner.appendRaw(cluster.pact_id, [op({ payload: { topic: 'odd', content: name }, ...fields() })]);
    await everybodyWorks(name);
    await cluster.same();
    expect((await rejections(a)).length).toBe(before);
    for (const node of cluster.nodes) expect((await node.host.get(at('/entries?limit=5'))).status).toBe(200);
  });

  test('a thousand bad blocks at once among good ones: the good ones are there, the bad ones are counted, all nodes agree', async () => {
    const before = (await a.host.must(200, 'GET', at('/status'))).rejections;
    const writing = pooled(
      range(100),
      16,
      async (i) =>
        (await cluster.node(i % 3).host.must(201, 'POST', at('/knowledge'), { topic: 'among', content: `${i}` }))
          .id as string,
    );
    for (const _ of range(10))
      await poisoner.appendRaw(
        cluster.pact_id,
        range(100).map((i) => `bad ${i}`),
      );
    const ids = await writing;
    await visible(ids, cluster.nodes);
    for (const node of cluster.nodes) {
      await until(async () => (await node.host.must(200, 'GET', at('/status'))).rejections === before + 1000, {
        what: `${node.handle} counts a thousand rejections`,
      });
    }
    await everybodyWorks('a thousand bad blocks');
    await cluster.same();
  });

  test('rejections are paged, newest first', async () => {
    const first = await a.host.must(200, 'GET', at('/rejections?limit=10'));
    expect(first.entries).toHaveLength(10);
    expect(first.has_more).toBe(true);
    const second = await a.host.must(200, 'GET', at(`/rejections?limit=10&cursor=${encodeURIComponent(first.cursor)}`));
    const ids = [...first.entries, ...second.entries].map((rejection: { id: string }) => rejection.id);
    expect(new Set(ids).size).toBe(20);
  });

  test('after a restart of everybody it is all the same', async () => {
    const before = await cluster.same();
    for (const node of cluster.nodes) {
      expect(await node.stop()).toMatchObject({ code: 0 });
      await cluster.start(node);
    }
    await everybodyWorks('after the restart');
    expect((await cluster.same()).signed_length).toBeGreaterThan(before.signed_length);
  });

  test('an empty block harms nobody', async () => {
    await poisoner.appendRaw(cluster.pact_id, [Buffer.alloc(0)]);
    await everybodyWorks('an empty block');
    await cluster.same();
  });
});

test('an upgrade by a newer daemon stops only that pact on an older one, which says so and goes on reading, also after a restart', async () => {
  const mixed = await room.cluster({ size: 1, daemon: { env: { CONCORDAT_TEST_PROTOCOL: '2' } } });
  const newer = mixed.node(0);
  const older = await mixed.grow(newer, {});
  await older.host.must(200, 'POST', '/v1/pacts', { name: 'Untouched', alias: 'untouched', confirm: true });
  const { id } = await newer.host.must(201, 'POST', at('/knowledge'), { topic: 'old', content: 'still readable' });
  await visible([id], mixed.nodes);
  await newer.appendRaw(mixed.pact_id, [JSON.stringify({ v: 1, t: 'upgrade', at: Date.now(), to: 2 })]);
  const stopped = async () => {
    await until(async () => (await older.host.must(200, 'GET', at('/status'))).protocol.needs_upgrade === true, {
      what: 'the older daemon says that it needs an upgrade',
    });
    const refused = await older.host.post(at('/knowledge'), { topic: 'new', content: 'x' });
    expect([refused.status, refused.body.error], refused.text).toEqual([409, 'UPGRADE_NEEDED']);
    expect((await older.host.get(at(`/entries/${id}`))).status).toBe(200);
    await older.host.must(201, 'POST', at('/knowledge', 'untouched'), { topic: 'new', content: 'works' });
  };
  await stopped();
  await older.stop();
  await mixed.start(older);
  await stopped();
  expect((await newer.host.must(200, 'GET', at('/status'))).protocol).toMatchObject({
    version: 2,
    needs_upgrade: false,
  });
  await newer.host.must(201, 'POST', at('/knowledge'), { topic: 'new', content: 'the newer daemon goes on' });
});
