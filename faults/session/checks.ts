import { at, type Daemon, pooled, until } from '../../daemon/test/harness/index.js';
import type { Ledger } from './ledger.js';

const PAGE = 1000;
const LOOKED_AT_ONCE = 8;
/** Every node has everything when this long has passed after the last fault; on two busy cores that takes seconds. */
const ARRIVES_MS_MAX = 300_000;

interface Listed {
  readonly id: string;
  readonly payload: Record<string, unknown>;
}

/** All entries that a node lists, by id. */
async function listed(node: Daemon): Promise<Map<string, Listed>> {
  const found = new Map<string, Listed>();
  let cursor: string | null = null;
  do {
    const page: { entries: Listed[]; cursor: string | null; has_more: boolean } = await node.host.must(
      200,
      'GET',
      at(`/entries?limit=${PAGE}${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`),
    );
    for (const entry of page.entries) found.set(entry.id, entry);
    cursor = page.has_more ? page.cursor : null;
  } while (cursor !== null);
  return found;
}

/** Ids that a node's arrival feed has given and not taken back. */
async function fed(node: Daemon): Promise<Set<string>> {
  const found = new Set<string>();
  let since: string | null = null;
  for (;;) {
    const page: { entries: Listed[]; retracted: string[]; cursor: string | null; has_more: boolean } =
      await node.host.must(
        200,
        'GET',
        at(`/changes?limit=${PAGE}${since === null ? '' : `&since=${encodeURIComponent(since)}`}`),
      );
    for (const { id } of page.entries) found.add(id);
    for (const id of page.retracted) found.delete(id);
    since = page.cursor;
    if (!page.has_more) return found;
  }
}

/** The entry says what was acknowledged: each field of the draft, unchanged. */
const same = (entry: Listed, content: string): boolean =>
  Object.entries(JSON.parse(content) as Record<string, unknown>).every(
    ([name, value]) => JSON.stringify(entry.payload[name]) === JSON.stringify(value),
  );

/** Every acknowledged entry is at every node with its content, in its lists and in its feed; each grant and result stands. */
export async function check(nodes: readonly Daemon[], ledger: Ledger): Promise<void> {
  for (const node of nodes) {
    let missing: string[] = [];
    await until(
      async () => {
        const there = await listed(node);
        missing = [...ledger.entries].flatMap(([id, { content }]) => {
          const entry = there.get(id);
          return entry && same(entry, content) ? [] : [id];
        });
        return missing.length === 0;
      },
      { what: 'every acknowledged entry is listed', deadline_ms: ARRIVES_MS_MAX, every_ms: 250 },
    ).catch(() => {
      const shown = missing.slice(0, 20).map((id) => `${id} of ${ledger.entries.get(id)?.node}`);
      ledger.violate(
        'no acknowledged write disappears',
        `${missing.length} not at ${node.handle}: ${shown.join(', ')}`,
      );
    });
    const feed = await fed(node);
    const silent = [...ledger.entries.keys()].filter((id) => !feed.has(id));
    if (silent.length)
      ledger.violate(
        'the feed gives every entry',
        `${silent.length} not in the feed of ${node.handle}: ${silent.slice(0, 20)}`,
      );
    await checkTasks(node, ledger);
  }
}

interface Claim {
  readonly agent_id: string;
  readonly outcome: string;
  readonly fence: number | null;
}

async function checkTasks(node: Daemon, ledger: Ledger): Promise<void> {
  await pooled([...ledger.grants], LOOKED_AT_ONCE, async ([task, grants]) => {
    const { claims }: { claims: Claim[] } = await node.host.must(200, 'GET', at(`/tasks/${task}/explain`));
    for (const [fence, agent] of grants) {
      // Whoever holds a task and claims it again is granted it again.
      const granted = claims.filter((claim) => claim.outcome === 'granted' && claim.fence === fence);
      if (granted.length > 0 && granted.every(({ agent_id }) => agent_id === agent)) continue;
      const seen = `${task}, fence ${fence}: ${agent} was told so, ${node.handle} shows ${JSON.stringify(claims)}`;
      ledger.violate('one holder for each fence', seen);
    }
  });
  await pooled([...ledger.results], LOOKED_AT_ONCE, async ([task, { agent, result }]) => {
    const state = await node.host.must(200, 'GET', at(`/tasks/${task}`));
    if (state.status === 'complete' && state.result === result) return;
    const seen = `${task} of ${agent}: ${node.handle} shows ${state.status} with ${JSON.stringify(state.result)}`;
    ledger.violate('a confirmed result stands', seen);
  });
}
