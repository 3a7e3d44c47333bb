import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at, type Daemon, range, Room, until } from '../harness/index.js';

const room = new Room();
afterAll(() => room.close());

interface Link {
  rel: string;
  id: string;
}

/** Posts knowledge and answers its id. */
const know = async (node: Daemon, content: string, links: Link[] = [], topic = 'db'): Promise<string> =>
  (await node.host.must(201, 'POST', at('/knowledge'), { topic, content, links })).id;
const ids = (body: { entries: { id: string }[] }): string[] => body.entries.map(({ id }) => id);
const supersedes = (...of: string[]): Link[] => of.map((id) => ({ rel: 'supersedes', id }));

describe('knowledge of one node', () => {
  let node: Daemon;
  beforeAll(async () => {
    node = (await room.cluster(1)).node(0);
  });

  it('that was superseded stands behind include=superseded, with what took its place', async () => {
    const old = await know(node, 'The port is 5432', [], 'port');
    const mid = await know(node, 'The port is 5433', supersedes(old), 'port');
    const now = await know(node, 'The port is 5434', supersedes(mid), 'port');
    for (const path of ['/knowledge?topic=port', '/entries?topic=port', '/knowledge?topic=port&order=asc'])
      expect(ids(await node.host.must(200, 'GET', at(path)))).toEqual([now]);
    for (const path of ['/knowledge?topic=port&include=superseded', '/entries?topic=port&include=superseded']) {
      const { entries } = await node.host.must(200, 'GET', at(path));
      expect(
        entries.map(({ id, superseded_by }: { id: string; superseded_by?: string[] }) => [id, superseded_by]),
      ).toEqual([
        [now, undefined],
        [mid, [now]],
        [old, [mid]],
      ]);
    }
    expect(await node.host.must(200, 'GET', at(`/entries/${old}`))).toMatchObject({ superseded_by: [mid] });
    expect(await node.host.must(200, 'GET', at(`/entries/${now}`))).toMatchObject({ links: supersedes(mid) });
  });

  it('is walked through page by page, superseded entries in between', async () => {
    const written: string[] = [];
    for (const n of range(9)) {
      const before = written.at(-1);
      written.push(await know(node, `step ${n}`, n % 3 === 0 || !before ? [] : supersedes(before), 'steps'));
    }
    for (const [order, want] of [
      ['asc', written],
      ['desc', written.toReversed()],
    ] as const) {
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const query = `/knowledge?topic=steps&include=superseded&limit=2&order=${order}${cursor ? `&cursor=${cursor}` : ''}`;
        const page: { entries: { id: string }[]; cursor: string; has_more: boolean } = await node.host.must(
          200,
          'GET',
          at(query),
        );
        seen.push(...ids(page));
        cursor = page.has_more ? page.cursor : null;
      } while (cursor);
      expect(seen).toEqual(want);
    }
  });

  it('that is superseded already is superseded again only together with what is current', async () => {
    const old = await know(node, 'one');
    const now = await know(node, 'two', supersedes(old));
    const again = { topic: 'db', content: 'three', links: supersedes(old) };
    const refused = await node.host.request('POST', at('/knowledge'), { body: again });
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { error: 'ALREADY_SUPERSEDED', details: { id: old, heads: [now] } },
    ]);
    const both = await know(node, 'three', supersedes(old, now));
    expect(await node.host.must(200, 'GET', at(`/entries/${now}`))).toMatchObject({ superseded_by: [both] });
  });

  it('is superseded once by callers who try at the same time', async () => {
    const old = await know(node, 'before');
    const answers = await Promise.all(
      range(8).map((n) =>
        node.host.request('POST', at('/knowledge'), {
          body: { topic: 'db', content: `after ${n}`, links: supersedes(old) },
        }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...range(7).map(() => 409)]);
  });

  it('that supersedes can be sent again with its idempotency key', async () => {
    const old = await know(node, 'before');
    const post = () =>
      node.host.request('POST', at('/knowledge'), {
        body: { topic: 'db', content: 'after', links: supersedes(old) },
        headers: { 'idempotency-key': 'once' },
      });
    const [first, second] = [await post(), await post()];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.id).toBe(first.body.id);
  });

  it('with a link to nothing, or that supersedes another kind, is refused before it is written', async () => {
    const { body: mail } = await node.host.request('POST', at('/messages'), { body: { content: 'hello' } });
    const before = await node.host.must(200, 'GET', at('/rejections'));
    for (const [links, status, error] of [
      [[{ rel: 'related', id: 'ffffffff-1' }], 404, 'LINK_UNKNOWN'],
      [supersedes(mail.id), 400, 'BAD_ENTRY'],
      [[{ rel: 'replaces', id: mail.id }], 400, 'BAD_REQUEST'],
    ]) {
      const refused = await node.host.request('POST', at('/knowledge'), { body: { topic: 'db', content: 'x', links } });
      expect([refused.status, refused.body.error]).toEqual([status, error]);
    }
    expect(await node.host.must(200, 'GET', at('/rejections'))).toEqual(before);
  });
  it('carries the reactions of its readers, one each, which they can change and take back', async () => {
    const id = await know(node, 'The cache is warm after a minute');
    const [scout, scribe] = [await node.agent('scout'), await node.agent('scribe')];
    const path = at(`/entries/${id}/reaction`);
    await scout.must(200, 'PUT', path, { reaction: 'useful' });
    const two = await scribe.must(200, 'PUT', path, { reaction: 'useful' });
    expect(two).toMatchObject({ id, reactions: { useful: 2 }, durability: 'disk', confirmed: true });
    await scout.must(200, 'PUT', path, { reaction: 'outdated' });
    const listed = (await node.host.must(200, 'GET', at('/knowledge'))).entries.find(
      (entry: { id: string }) => entry.id === id,
    );
    expect(listed.reactions).toEqual({ useful: 1, outdated: 1 });
    const before = (await node.host.must(200, 'GET', at('/status'))).length;
    await scout.must(200, 'PUT', path, { reaction: 'outdated' });
    expect((await node.host.must(200, 'GET', at('/status'))).length).toBe(before);
    await scout.must(200, 'DELETE', path);
    expect(await scribe.must(200, 'DELETE', path)).not.toHaveProperty('reactions');
    const refused = await scout.put(at('/entries/ffffffff-1/reaction'), { reaction: 'useful' });
    expect([refused.status, refused.body.error]).toEqual([404, 'NOT_FOUND']);
  });

  it('is connected to what it links to and to what links to it, of which the newest are followed', async () => {
    const old = await know(node, 'The limit is 10', [], 'limit');
    const now = await know(node, 'The limit is 20', supersedes(old), 'limit');
    const links = range(35).map(() => ({ rel: 'supports', id: now }));
    const proofs: string[] = [];
    for (const [n, link] of links.entries()) proofs.push(await know(node, `measured ${n} times`, [link], 'proofs'));
    const read = (query: string) => node.host.must(200, 'GET', at(`/knowledge/graph?${query}`));
    const near = await read(`entry=${old}`);
    expect(near).toMatchObject({ edges: [{ source: now, target: old, rel: 'supersedes' }], truncated: false });
    expect(near.nodes).toMatchObject([{ id: old, superseded_by: [now] }, { id: now }]);
    const far = await read('topic=limit&limit=200');
    expect(far.nodes.map(({ id }: { id: string }) => id)).toEqual([now, old, ...proofs.slice(-32).toReversed()]);
    expect([far.edges.length, far.truncated]).toEqual([33, true]);
    expect(await read('topic=nothing')).toEqual({ nodes: [], edges: [], truncated: false });
    for (const [query, status, error] of [
      ['entry=ffffffff-1', 404, 'NOT_FOUND'],
      ['depth=1', 400, 'BAD_REQUEST'],
      [`entry=${old}&topic=limit`, 400, 'BAD_REQUEST'],
    ]) {
      const refused = await node.host.request('GET', at(`/knowledge/graph?${query}`));
      expect([refused.status, refused.body.error]).toEqual([status, error]);
    }
  });

  it('keeps its reactions and its place in history when the tables are built again', async () => {
    const old = await know(node, 'before', [], 'kept');
    const now = await know(node, 'after', supersedes(old), 'kept');
    await node.host.must(200, 'PUT', at(`/entries/${now}/reaction`), { reaction: 'wrong' });
    const read = () => node.host.must(200, 'GET', at('/knowledge?topic=kept&include=superseded'));
    const page = await read();
    expect(page.entries).toMatchObject([{ reactions: { wrong: 1 } }, { superseded_by: [now] }]);
    await node.host.must(200, 'POST', at('/reindex'));
    expect(await read()).toEqual(page);
  });
});

describe('knowledge of the past', () => {
  it('is listed and found as it was at a time, or when something had arrived', async () => {
    const node = (await room.cluster(1)).node(0);
    const read = (path: string) => node.host.must(200, 'GET', at(path));
    const old = await know(node, 'the gate opens at eight', [], 'gate');
    const { timestamp } = await read(`/entries/${old}`);
    const { cursor } = await read('/changes?from=head');
    const now = await know(node, 'the gate opens at nine', supersedes(old), 'gate');
    const { cursor: later } = await read('/changes?from=head');
    for (const moment of [timestamp, String(Date.parse(timestamp)), cursor]) {
      const page = await read(`/knowledge?topic=gate&as_of=${moment}`);
      expect(page).toMatchObject({ entries: [{ id: old, superseded_by: [now] }], has_more: false });
    }
    for (const moment of [new Date().toISOString(), later])
      expect(ids(await read(`/knowledge?as_of=${moment}`))).toEqual([now]);
    expect(ids(await read(`/knowledge?as_of=${later}&include=superseded`))).toEqual([now, old]);
    expect(await read('/knowledge?as_of=2020-01-01')).toEqual({ entries: [], cursor: null, has_more: false });
    expect(ids(await read(`/search?q=gate&as_of=${timestamp}`))).toEqual([old]);
    expect(ids(await read('/search?q=gate'))).toEqual([now]);
    expect(ids(await read('/search?q=gate&as_of=2020-01-01'))).toEqual([]);
    const posted = await node.host.must(200, 'POST', at('/search'), { q: 'gate', as_of: timestamp });
    expect(ids(posted)).toEqual([old]);
    for (const [path, error] of [
      ['/knowledge?as_of=00000000.1', 'BAD_CURSOR'],
      [`/knowledge?as_of=${cursor}9999`, 'BAD_CURSOR'],
      ['/knowledge?as_of=2026-13-01', 'BAD_REQUEST'],
      ['/knowledge?as_of=yesterday', 'BAD_REQUEST'],
      [`/search?q=gate&as_of=${cursor}`, 'BAD_REQUEST'],
    ] as const) {
      const refused = await node.host.get(at(path));
      expect([path, refused.status, refused.body.error]).toEqual([path, 400, error]);
    }
    await node.host.must(200, 'POST', at('/reindex'));
    expect(ids(await read(`/knowledge?as_of=${cursor}`))).toEqual([old]);
  });
});

describe('whose word an entry is', () => {
  interface Told {
    id: string;
    trust: string;
    role: string;
    confirmed: boolean;
  }

  it('is said by every read of every node, and goes along with what is derived from it', async () => {
    const cluster = await room.cluster(2);
    const [a, b] = [cluster.node(0), cluster.node(1)];
    const mine = await know(a, 'the port is 8080', [], 'port');
    const heard = { topic: 'port', content: 'a page says that the port is 9090', trust: 'outside' };
    const { id: page } = await b.host.must(201, 'POST', at('/knowledge'), heard);
    await cluster.same();
    const made = await know(a, 'the port is 9090, it seems', [{ rel: 'derived_from', id: page }], 'port');
    const said = await know(a, 'the port is one of two', [{ rel: 'derived_from', id: mine }], 'port');
    const { id: task } = await a.host.must(201, 'POST', at('/tasks'), {
      title: 'look which port it is',
      links: [{ rel: 'derived_from', id: made }],
    });
    await cluster.same();
    const reads: [path: string, entries: (body: any) => Told[]][] = [
      ['/knowledge', ({ entries }) => entries],
      ['/knowledge?as_of=2100-01-01', ({ entries }) => entries],
      ['/entries', ({ entries }) => entries],
      ['/tasks', ({ entries }) => entries],
      ['/changes', ({ entries }) => entries],
      ['/search?q=port', ({ entries }) => entries],
      ['/knowledge/graph?topic=port', ({ nodes }) => nodes],
      ...[mine, page, made, said].map((id): [string, (body: any) => Told[]] => [`/entries/${id}`, (body) => [body]]),
      [`/tasks/${task}`, (body) => [body]],
    ];
    for (const [node, own] of [
      [a, 'own'],
      [b, 'member'],
    ] as const) {
      const wanted = { [mine]: own, [said]: own, [page]: 'outside', [made]: 'outside', [task]: 'outside' };
      for (const [path, entries] of reads) {
        const told = await until(
          async () => {
            const found = entries(await node.host.must(200, 'GET', at(path)));
            return found.every(({ confirmed }) => confirmed) && found;
          },
          { what: `all of ${path} is confirmed` },
        );
        expect(told.length).toBeGreaterThan(0);
        for (const { id, trust, role } of told)
          expect([path, id, trust, role]).toEqual([path, id, wanted[id], id === page ? 'member' : 'creator']);
      }
      const { text } = await node.host.must(200, 'GET', at('/context'));
      expect(text).toMatch(new RegExp(`<data id="${made}" author="[^"]*" trust="outside"`));
      expect(text).toMatch(new RegExp(`<data id="${mine}" author="[^"]*" trust="${own}"`));
    }
    const refused = await a.host.post(at('/knowledge'), { ...heard, trust: 'own' });
    expect([refused.status, refused.body.error]).toEqual([400, 'BAD_REQUEST']);
    const key = (await b.host.must(200, 'GET', at('/status'))).public_key;
    await a.host.must(200, 'POST', at('/admin/remove'), { key, confirm: true });
    const kept = await a.host.must(200, 'GET', at(`/entries/${page}`));
    expect(kept).toMatchObject({ trust: 'outside', role: 'removed', confirmed: true });
  });
});

describe('knowledge of two nodes', () => {
  const conflicts = async (node: Daemon) => (await node.host.must(200, 'GET', at('/knowledge/conflicts'))).conflicts;
  const found = async (node: Daemon, query: string) => {
    const page = await node.host.must(200, 'GET', at(`/search?q=${query}`));
    return page.entries.map((entry: { id: string; score: number; superseded_by?: string[] }) => [
      entry.id,
      entry.score,
      entry.superseded_by,
    ]);
  };

  it('that was superseded apart is one visible conflict, ended by an entry that supersedes both; the same search answers in the same order', async () => {
    const cluster = await room.cluster(2);
    const [a, b] = [cluster.node(0), cluster.node(1)];
    const first = await know(a, 'the quota is ten requests');
    for (const n of range(6))
      await know(n % 2 ? a : b, `the quota of tenant ${n} is ${n} requests`, [], `tenants/${n}`);
    await cluster.same();
    await cluster.cut(b);
    const here = await know(a, 'the quota is twenty requests', supersedes(first));
    const there = await know(b, 'the quota is thirty requests', supersedes(first));
    // What the index holds by now has to follow.
    await Promise.all([found(a, 'quota'), found(b, 'quota')]);
    expect([await conflicts(a), await conflicts(b)]).toEqual([[], []]);
    await cluster.heal(b);
    await cluster.same();
    for (const node of [a, b]) {
      const [conflict, ...others] = await conflicts(node);
      expect(others).toEqual([]);
      expect(conflict).toMatchObject({ id: first, kind: 'supersedes', count: 2 });
      expect(ids(conflict).toSorted()).toEqual([here, there].toSorted());
      expect(await node.host.must(200, 'GET', at(`/entries/${here}`))).toMatchObject({ conflicts_with: [there] });
      expect((await found(node, 'quota')).map(([id]: [string]) => id)).not.toContain(first);
    }
    const wanted = await found(a, 'quota%20requests');
    expect(wanted).toHaveLength(8);
    expect(await found(b, 'quota%20requests')).toEqual(wanted);
    const all = '&include=superseded';
    expect(await found(b, `quota${all}`)).toEqual(await found(a, `quota${all}`));
    expect((await found(a, `quota${all}`)).find(([id]: [string]) => id === first)?.[2]?.toSorted()).toEqual(
      [here, there].toSorted(),
    );
    await b.host.must(200, 'POST', at('/reindex'));
    await until(async () => (await found(b, 'quota%20requests')).length === wanted.length, {
      what: 'the search of the other node has all entries again',
    });
    expect(await found(b, 'quota%20requests')).toEqual(wanted);
    // Whose word it is, is for each to say.
    const sides = async (node: Daemon) => (await conflicts(node)).map((one: any) => [one.id, one.kind, ids(one)]);
    expect(await sides(b)).toEqual(await sides(a));
    const settled = await know(b, 'the quota is forty requests', supersedes(here, there));
    await cluster.same();
    for (const node of [a, b]) {
      expect(await conflicts(node)).toEqual([]);
      expect(ids(await node.host.must(200, 'GET', at('/knowledge?topic=db')))).toEqual([settled]);
    }
    expect(await found(b, 'quota%20requests')).toEqual(await found(a, 'quota%20requests'));
  });

  it('that contradicts what is current is a conflict until either side is superseded', async () => {
    const node = (await room.cluster(1)).node(0);
    const yes = await know(node, 'the api is stable');
    const no = await know(node, 'the api is not stable', [{ rel: 'contradicts', id: yes }]);
    expect(await conflicts(node)).toMatchObject([{ id: no, kind: 'contradicts', count: 2 }]);
    const { entries } = await node.host.must(200, 'GET', at('/knowledge'));
    expect(entries).toMatchObject([{ conflicts_with: [yes] }, { conflicts_with: [no] }]);
    await know(node, 'the api is stable since 2.0', supersedes(yes));
    expect(await conflicts(node)).toEqual([]);
    expect(await node.host.must(200, 'GET', at(`/entries/${no}`))).not.toHaveProperty('conflicts_with');
  });
});
