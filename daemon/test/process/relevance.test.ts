import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreed, at, type Daemon, range, Room, until, visible } from '../harness/index.js';

interface Found {
  id: string;
  score: number;
  explain?: Record<string, number | boolean>;
}

const room = new Room();
let a: Daemon;
let b: Daemon;
beforeAll(async () => {
  [a, b] = (await room.cluster(2)).nodes as [Daemon, Daemon];
});
afterAll(() => room.close());

const know = async (content: string, links: { rel: string; id: string }[] = []): Promise<string> =>
  (await a.host.must(201, 'POST', at('/knowledge'), { topic: 'sea', content, links })).id;
const search = async (node: Daemon, q: string, more = ''): Promise<Found[]> =>
  (await node.host.must(200, 'GET', at(`/search?q=${q}&explain=true${more}`))).entries;
const ids = (entries: readonly { id: string }[]): string[] => entries.map(({ id }) => id);

/** What both nodes answer, once the other one has heard of all that happened on the first. */
async function alike(q: string, more = ''): Promise<Found[]> {
  const answer = async (node: Daemon): Promise<string> => JSON.stringify((await search(node, q, more)).map(agreed));
  const expected = await answer(a);
  await until(async () => (await answer(b)) === expected, {
    what: `the same answer to ${q} on both nodes`,
  });
  return JSON.parse(expected) as Found[];
}

describe('relevance', () => {
  it('orders what says the same by what agents make of it, alike on two nodes', async () => {
    const [first, second, third] = [await know('buoy red'), await know('buoy red'), await know('buoy red')];
    await visible([first, second, third], [b]);
    expect(ids(await alike('buoy'))).toEqual([third, second, first]);
    await a.host.must(200, 'PUT', at(`/entries/${third}/reaction`), { reaction: 'outdated' });
    await b.host.must(200, 'PUT', at(`/entries/${first}/reaction`), { reaction: 'applied' });
    await know('the third is wrong', [{ rel: 'contradicts', id: third }]);
    await know('it is wrong indeed', [{ rel: 'contradicts', id: third }]);
    await until(async () => (await search(a, 'buoy')).some(({ explain }) => explain?.good === 2), {
      what: 'the reaction of the other node',
    });
    const entries = await alike('buoy');
    expect(ids(entries)).toEqual([second, first, third]);
    expect(entries[1]?.explain).toMatchObject({
      good: 2,
      bad: 0,
      relevance: 1,
      factor: 1,
      half_life_days: 90 * (1 + Math.log2(3)),
    });
    expect(entries[2]?.explain).toMatchObject({ good: 0, bad: 2, standing: 0.5, relevance: 0.5, factor: 0.9 });
    await a.host.must(200, 'DELETE', at(`/entries/${third}/reaction`));
    expect((await alike('buoy')).find(({ id }) => id === third)?.explain).toMatchObject({ bad: 1 });
  });

  it('archives what counts next to nothing: it leaves search, and nothing else', async () => {
    const id = await know('the lighthouse is blue');
    const agents = await Promise.all(range(20).map((n) => a.agent(`judge${n}`)));
    for (const agent of agents) await agent.must(200, 'PUT', at(`/entries/${id}/reaction`), { reaction: 'wrong' });
    await visible([id], [b]);
    expect(await alike('lighthouse')).toEqual([]);
    expect(ids(await alike('lighthouse', '&include=archived'))).toEqual([id]);
    const draft = { q: 'lighthouse', include: ['archived'], explain: true };
    expect((await a.host.must(200, 'POST', at('/search'), draft)).entries).toMatchObject([
      { id, explain: { bad: 40 } },
    ]);
    expect(ids((await a.host.must(200, 'GET', at('/knowledge?topic=sea'))).entries)).toContain(id);
    await a.host.must(200, 'GET', at(`/entries/${id}`));
    for (const agent of agents.slice(0, 5))
      await agent.must(200, 'PUT', at(`/entries/${id}/reaction`), { reaction: 'useful' });
    expect(ids(await alike('lighthouse'))).toEqual([id]);
  });

  it('does not fade tasks and messages', async () => {
    await a.host.must(201, 'POST', at('/tasks'), { title: 'paint the mole' });
    expect(await alike('mole')).toMatchObject([{ explain: { factor: 1 } }]);
  });
});
