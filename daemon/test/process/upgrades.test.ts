import { afterAll, expect, test } from 'vitest';
import { fixtureVersions, unpackFixture } from '../harness/store-fixture.js';
import { at, type Daemon, introduce, invite, join, PACT, Room, until, visible } from '../harness/index.js';

const room = new Room();
afterAll(() => room.close());

/** What an answer may say another time without anything being lost: where a list goes on, and who is there. */
const PASSING = /^(cursor|online|connected|last_seen|last_active|length|confirmed_length|delivery|expires_in)$/;

/**
 * As it reads now, however old the store is: a task whose lease has run out is open again and says when that was, and an invite whose time is over lets
 * nobody in.
 */
function asOfNow(value: object): object {
  const { status, lease_until, expires_at } = value as Record<string, unknown>;
  const over = (time: unknown): boolean => typeof time === 'string' && Date.parse(time) <= Date.now();
  if ('dead' in value && over(expires_at)) return { ...value, dead: true };
  if (status !== 'claimed' || !over(lease_until)) return value;
  return { ...value, status: 'open', claimed_by: null, claimed_at: null, expired_at: lease_until, lease_until: null };
}

/** Everything that was answered once, as it has to be found again: new fields may stand beside it. */
function lasting(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lasting);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(asOfNow(value)).filter(([name]) => !PASSING.test(name));
  return expect.objectContaining(Object.fromEntries(kept.map(([name, part]) => [name, lasting(part)])));
}

const versions = fixtureVersions();

test('there are stores of released versions to open', () => {
  expect(versions).toContain('0.1.0');
});

test.each(versions)(
  'stores that %s wrote open with everything in them, go on, and let a new node join',
  async (version) => {
    const { dirs, answers } = unpackFixture(room, version);
    const nodes = dirs.map((dir) => room.unstarted({ dir }));
    const [creator] = nodes as [Daemon, Daemon];
    for (const node of nodes) await node.start();
    await introduce(nodes);
    for (const [route, answer] of Object.entries(answers)) {
      for (const node of nodes) {
        await until(async () => (await node.host.get(at(route))).status === 200, {
          what: `${node.handle} knows ${route}`,
        });
      }
      expect(await creator.host.must(200, 'GET', at(route)), route).toEqual(lasting(answer));
    }
    // Both directories are copies, so each asks the other before it writes on.
    for (const node of nodes) {
      await until(async () => !(await node.host.must(200, 'GET', at('/status'))).writes_held, {
        what: `${node.handle} may write`,
      });
    }
    const joiner = await room.daemon();
    await join(joiner, await invite(creator));
    const all = [...nodes, joiner];
    await introduce(all);
    const written: string[] = [];
    for (const node of all) {
      const draft = { topic: 'afterwards', content: `${node.handle} goes on` };
      written.push((await node.host.must(201, 'POST', at('/knowledge'), draft)).id);
    }
    const { id } = await creator.host.must(201, 'POST', at('/tasks'), { title: 'afterwards' });
    await visible([...written, id], all);
    await joiner.host.must(200, 'PUT', at(`/tasks/${id}/claim?wait=20`), {});
    const { pact_id } = await creator.host.must(200, 'GET', at('/status', PACT));
    await until(
      async () => {
        const dumps = await Promise.all(all.map((node) => node.dump(pact_id)));
        return dumps.every(({ projection, tree_hash }) => {
          const [first] = dumps;
          return projection === first?.projection && tree_hash === first.tree_hash;
        });
      },
      { what: 'old stores and a new one show the same', deadline_ms: 20_000, every_ms: 50 },
    );
  },
);
