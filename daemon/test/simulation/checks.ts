import type { Place } from './cluster.js';
import type { Outsider } from './outsider.js';

/** What clients were told in a history, to be held against what is there. */
export interface Facts {
  /** Stands in every text of the history, so that plain text can be found. */
  readonly secret: string;
  /** Texts so far. */
  posted: number;
  /** Acknowledged entries by id. */
  readonly acked: Map<string, { text: string; by: Place; confirmed: boolean }>;
  /** First entry of each op_id. */
  readonly once: Map<string, string>;
  /** Ids of acknowledged tasks. */
  readonly tasks: string[];
  /** Claims that were answered 200. */
  readonly grants: { task: string; fence: number; agent_id: string; recoveries: number }[];
  /** Recoveries so far. What a node that has not heard of the last one calls confirmed may be void: it asked an indexer that was given up. */
  recoveries: number;
  /** Completions that were answered 200. */
  readonly results: { task: string; result: string; by: Place }[];
  /** What each node's readers of the feed know, by the node's name. */
  readonly readers: Map<string, { cursor: string | undefined; ids: Set<string> }>;
  /** Highest confirmed fence of each task, and whether it was confirmed complete. */
  readonly confirmedTasks: Map<string, { fence: number; result: unknown; isComplete: boolean }>;
  /** Calls that were answered with an error. */
  refused: number;
  /** Log lines that say something failed and will be tried again. */
  complaints: number;
  packets: number;
  bytes: number;
}

/** Nothing was told yet. */
export const newFacts = (): Facts => ({
  secret: 'plain-text-of-this-history',
  posted: 0,
  acked: new Map(),
  once: new Map(),
  tasks: [],
  grants: [],
  recoveries: 0,
  results: [],
  readers: new Map(),
  confirmedTasks: new Map(),
  refused: 0,
  complaints: 0,
  packets: 0,
  bytes: 0,
});

type Broke = (violation: string) => void;

const KINDS = ['knowledge', 'task', 'skill', 'message'] as const;
const PAGE = 1000;

interface Changes {
  entries: { id: string }[];
  retracted: string[];
  cursor: string;
  has_more: boolean;
}

const incarnation = (cursor: string): string => cursor.slice(0, cursor.indexOf('.'));

/** Reads the arrival feed on, as a client does that keeps its cursor over restarts of the node. */
async function readFeed(place: Place, pactId: string, facts: Facts): Promise<Set<string>> {
  const { entries } = place.node.pact(pactId);
  const { name } = place.node;
  let reader = facts.readers.get(name);
  if (!reader) facts.readers.set(name, (reader = { cursor: undefined, ids: new Set() }));
  while (place.node.isUp) {
    const since = reader.cursor === undefined ? {} : { since: reader.cursor };
    const page = JSON.parse((await entries.changes({ ...since, limit: PAGE })).text) as Changes;
    // Tables that were built anew tell everything again, and the reader forgets what the old ones told.
    if (reader.cursor !== undefined && incarnation(reader.cursor) !== incarnation(page.cursor)) reader.ids.clear();
    for (const { id } of page.entries) reader.ids.add(id);
    for (const id of page.retracted) reader.ids.delete(id);
    reader.cursor = page.cursor;
    if (!page.has_more) break;
  }
  return reader.ids;
}

/** Ids of the entries that a node lists. */
function listed(place: Place, pactId: string): string[] {
  const page = JSON.parse(place.node.pact(pactId).entries.list({ types: KINDS, limit: PAGE }).text) as {
    entries: { id: string }[];
  };
  return page.entries.map(({ id }) => id);
}

function isThere(place: Place, pactId: string, id: string): boolean {
  try {
    place.node.pact(pactId).entries.get(id);
    return true;
  } catch {
    return false;
  }
}

/** What the feed left out, or shows though it is gone. */
async function feedFault(place: Place, pactId: string, facts: Facts): Promise<string | null> {
  const known = await readFeed(place, pactId, facts);
  if (!place.node.isUp) return null;
  const missing = listed(place, pactId).filter((id) => !known.has(id));
  if (missing.length) return `the feed of ${place.node.name} never told of ${missing.join(', ')}`;
  const gone = [...known].filter((id) => !isThere(place, pactId, id));
  if (gone.length) return `${gone.join(', ')} went from ${place.node.name} without a retraction`;
  return null;
}

/** Lists are in the order of time, and what one writer wrote in the order of its log. */
function listOrderFault(place: Place, pactId: string): string | null {
  const positions = new Map<string, number>();
  for (const id of listed(place, pactId)) {
    const [writer = '', position = ''] = id.split('-');
    const newer = positions.get(writer);
    if (newer !== undefined && newer < Number(position))
      return `${place.node.name} lists ${id} behind what came before it`;
    positions.set(writer, Number(position));
  }
  return null;
}

/** Looks at a node in the middle of a history: the feed covers what is there, and what was confirmed did not go back. */
export async function look(place: Place, pactId: string, facts: Facts, broke: Broke): Promise<void> {
  const { life } = place;
  const isSame = (): boolean => place.life === life && place.node.isUp && place.reindexing === 0;
  let fault: string | null = null;
  // The tables may move between the feed and the list; what is still wrong the second time is wrong.
  for (let attempt = 0; attempt < 2 && isSame(); attempt++) {
    fault = await feedFault(place, pactId, facts);
    if (fault === null) break;
  }
  if (!isSame()) return;
  if (fault !== null) broke(fault);
  const order = listOrderFault(place, pactId);
  if (order !== null) broke(order);
  const pact = place.node.pact(pactId);
  if (pact.status().forks < facts.recoveries) return;
  for (const id of facts.tasks) {
    if (!isThere(place, pactId, id)) continue;
    const { fence, status, confirmed, result } = pact.tasks.get(id);
    if (!confirmed) continue;
    const isComplete = status === 'complete';
    const before = facts.confirmedTasks.get(id);
    if (!before || fence > before.fence || isComplete) facts.confirmedTasks.set(id, { fence, result, isComplete });
    if (before?.isComplete && isComplete && JSON.stringify(result) !== JSON.stringify(before.result))
      broke(`task ${id} was confirmed with two results`);
  }
}

/** Holds what all members show in the end against each other and against what clients were told. */
export async function checkEnd(members: readonly Place[], pactId: string, facts: Facts, broke: Broke): Promise<void> {
  const dumps = await Promise.all(
    members.map(async (place) => ({ place, dump: await place.node.pact(pactId).dump() })),
  );
  const [first] = dumps;
  if (!first) return;
  for (const { place, dump } of dumps) {
    const { name } = place.node;
    if (dump.tree_hash !== first.dump.tree_hash) broke(`${first.place.node.name} and ${name} have different views`);
    else if (dump.projection !== first.dump.projection)
      broke(`${first.place.node.name} and ${name} have the same view and different tables`);
    await look(place, pactId, facts, broke);
    checkEntries(place, pactId, facts, broke);
    checkTasks(place, pactId, facts, broke);
    for (const value of place.node.disk.stored())
      if (value.includes(facts.secret)) broke(`an entry lies on the disk of ${name} in plain text`);
  }
}

/** Whoever is no member has nothing of the pact, sealed or not. */
export function checkOutsider({ name, blocks, disk }: Outsider, facts: Facts, broke: Broke): void {
  if (blocks > 0) broke(`${name} was given ${blocks} blocks`);
  for (const value of disk.stored()) if (value.includes(facts.secret)) broke(`${name} has an entry in plain text`);
}

function checkEntries(place: Place, pactId: string, facts: Facts, broke: Broke): void {
  const { entries } = place.node.pact(pactId);
  for (const [id, { text, by, confirmed }] of facts.acked) {
    // What a removed node wrote after its removal in the order is refused; what was confirmed before stays.
    if (by.isRemoved && !confirmed) continue;
    if (!isThere(place, pactId, id))
      broke(`${id} was acknowledged by ${by.node.name} and is missing at ${place.node.name}`);
    else if (!entries.get(id).text.includes(`"${text}"`)) broke(`${id} says something else at ${place.node.name}`);
  }
}

function checkTasks(place: Place, pactId: string, facts: Facts, broke: Broke): void {
  const { tasks } = place.node.pact(pactId);
  const { name } = place.node;
  for (const id of facts.tasks) {
    if (!isThere(place, pactId, id)) continue;
    const task = tasks.get(id);
    const granted = tasks.explain(id).claims.filter((event) => event.outcome === 'granted');
    const holders = new Map<number, string>();
    for (const { fence, agent_id } of granted) {
      if (fence === null) continue;
      const other = holders.get(fence);
      if (other !== undefined && other !== agent_id) broke(`fence ${fence} of task ${id} has two holders at ${name}`);
      holders.set(fence, agent_id);
    }
    for (const grant of facts.grants.filter((given) => given.task === id && given.recoveries === facts.recoveries))
      if (holders.get(grant.fence) !== grant.agent_id)
        broke(`${grant.agent_id} was told that it holds ${id} by fence ${grant.fence}, which ${name} does not know`);
    const before = facts.confirmedTasks.get(id);
    if (before && task.fence < before.fence) broke(`the fence of task ${id} went back at ${name}`);
    if (before?.isComplete && task.status !== 'complete')
      broke(`task ${id} was confirmed complete and is not at ${name}`);
    const kept = [task.result, ...task.late_results.map(({ result }) => result)];
    for (const { result, by } of facts.results.filter(({ task: of }) => of === id))
      if (!by.isRemoved && !kept.includes(result)) broke(`a result of task ${id} is lost at ${name}`);
  }
}
