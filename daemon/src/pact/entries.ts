import { ConcordatError, isErrorCode } from '../errors.js';
import { namedTime } from '../named-time.js';
import type { Caller } from '../node/index.js';
import type { Arrivals, Moment, PactQueries } from '../projection/index.js';
import type { GivenEmbedding, SearchQuery } from '../search/types.js';
import { pageOfChanges } from './changes.js';
import type { Commit } from './commit-queue.js';
import type { Duplicates, Shown } from './duplicates.js';
import { KEYS, linkFault, payloadFault, type Reaction, type ReactionRecord } from './model/index.js';
import { checkSkill } from './skills.js';
import { Succession } from './succession.js';
import { agentOf, assertDone, assertFits } from './tasks.js';
import {
  type ChangesQuery,
  type ConflictQuery,
  type GraphQuery,
  type EntriesApi,
  type Entry,
  JsonText,
  type Learnt,
  type ListQuery,
  type NewEntry,
  type OnDuplicate,
  type Receipt,
} from './types.js';

/** How long a write that the log is applying again may take to be readable. */
const SHOWN_MS = 10_000;

/** Writes entries through the log and reads them from the tables. */
export class Entries implements EntriesApi {
  readonly #commit: Commit;
  readonly #queries: PactQueries;
  readonly #arrivals: Arrivals;
  readonly #written: (agent: string, opId: string) => Promise<boolean>;
  readonly #succession: Succession;
  readonly #embed: (id: string, embedding: GivenEmbedding) => void;
  readonly #duplicates: Duplicates;
  readonly #search: (query: SearchQuery) => Promise<JsonText>;
  readonly #gone: () => boolean;

  /**
   * @param written has this node written an entry with this key for this agent?
   * @param gone was this node removed from the pact?
   */
  constructor(
    commit: Commit,
    queries: PactQueries,
    arrivals: Arrivals,
    written: (agent: string, opId: string) => Promise<boolean>,
    duplicates: Duplicates,
    search: (query: SearchQuery) => Promise<JsonText>,
    embed: (id: string, embedding: GivenEmbedding) => void,
    gone: () => boolean,
  ) {
    this.#gone = gone;
    this.#search = search;
    this.#duplicates = duplicates;
    this.#embed = embed;
    this.#commit = commit;
    this.#queries = queries;
    this.#arrivals = arrivals;
    this.#written = written;
    this.#succession = new Succession(queries);
  }

  async post(caller: Caller, entry: NewEntry): Promise<JsonText> {
    return (await this.#write(caller, entry)).body;
  }

  async learn(caller: Caller, entry: NewEntry, onDuplicate: OnDuplicate): Promise<Learnt> {
    if (onDuplicate === 'support') return this.#duplicates.oneByOne(entry, () => this.#supportOrStore(caller, entry));
    // Looked up while the log is written, so that nobody waits for it.
    const looking = this.#duplicates.find(caller.agent_id, entry, true);
    const { id, body } = await this.#write(caller, entry);
    return { stored: true, body: withSimilar(id, body, await looking) };
  }

  async #supportOrStore(caller: Caller, entry: NewEntry): Promise<Learnt> {
    assertValid(entry);
    const { op_id } = entry;
    const again = op_id !== undefined && (await this.#written(agentOf(caller).agent ?? '', op_id));
    const found = await this.#duplicates.find(caller.agent_id, entry, false);
    const copied = again ? null : this.#duplicates.copyOf(entry, found);
    if (!copied) {
      const { id, body } = await this.#write(caller, entry);
      return { stored: true, body: withSimilar(id, body, found) };
    }
    const similar = found?.map((one) => one.similar);
    const body = extended(await this.#support(caller, copied), { similar, duplicate_of: copied.id });
    return { stored: false, body };
  }

  /** Counts an agent for an entry, unless it is its own or the agent has spoken for it already. */
  async #support(caller: Caller, { id, agent_id }: Entry): Promise<JsonText> {
    const own = this.#queries.record<ReactionRecord>(KEYS.reaction(id, caller.agent_id))?.reaction;
    if (agent_id !== caller.agent_id && own !== 'useful' && own !== 'applied')
      return this.react(caller, id, 'supports');
    return this.#receipt(id, this.#queries.confirmed(id)) ?? this.get(id);
  }

  async #write(caller: Caller, entry: NewEntry): Promise<{ id: string; body: JsonText }> {
    const { type, payload, refs, links = [], ttl, embedding, op_id } = entry;
    assertValid(entry);
    const unlinked = await linkFault(type, links, (id) => this.#queries.typeOf(id) ?? null);
    if (unlinked) throw new ConcordatError(isErrorCode(unlinked.code) ? unlinked.code : 'BAD_ENTRY', unlinked.message);
    const agent = agentOf(caller);
    const { outcome, confirmed } = await this.#succession.take(
      links,
      async () => op_id !== undefined && this.#written(agent.agent ?? '', op_id),
      () =>
        this.#commit({
          t: 'entry',
          type,
          payload,
          ...(refs?.length ? { refs } : {}),
          ...(links.length ? { links } : {}),
          ...(ttl === undefined ? {} : { ttl }),
          ...(op_id === undefined ? {} : { op_id }),
          ...agent,
        }),
    );
    assertDone(outcome);
    const body = await this.#shown(outcome.id, confirmed);
    if (embedding) this.#embed(outcome.id, embedding);
    return { id: outcome.id, body };
  }

  /** An entry with the receipt of what was written of it; undefined when it is not there. */
  #receipt(id: string, confirmed: boolean): JsonText | undefined {
    const entry = this.#queries.entry(id, Date.now(), confirmed);
    return entry && extended(entry, { durability: 'disk' } satisfies Partial<Receipt>);
  }

  /**
   * The receipt of an entry that was just written. When the log jumps at that moment to what others signed, the entry is not there until the log has
   * applied it again on top.
   */
  async #shown(id: string, confirmed: boolean): Promise<JsonText> {
    const until = performance.now() + SHOWN_MS;
    for (;;) {
      const body = this.#receipt(id, confirmed || this.#queries.confirmed(id));
      if (body) return body;
      if (this.#gone())
        throw new ConcordatError(
          'NOT_A_MEMBER',
          'the write came after the removal of this node in the order of the log',
        );
      if (!(await this.#arrivals.next(undefined, until - performance.now())))
        throw new ConcordatError(
          'VIEW_TIMEOUT',
          `the write is on disk, but could not be read again within ${SHOWN_MS} ms`,
        );
    }
  }

  list(query: ListQuery, reader?: Caller): JsonText {
    const { as_of } = query;
    const page =
      as_of === undefined
        ? this.#queries.list(query, Date.now())
        : this.#queries.asOf(query, this.#momentOf(as_of), Date.now());
    if (reader) this.given(reader, page.ids);
    return page;
  }

  #momentOf(asOf: string): Moment {
    if (/^[0-9a-f]{8}\./.test(asOf)) return { arrival: this.#arrivals.parsePast(asOf) };
    return { ms: namedTime('as_of', asOf) };
  }

  get(id: string, reader?: Caller): JsonText {
    const entry = this.#queries.entry(id, Date.now());
    if (!entry) throw new ConcordatError('NOT_FOUND', `there is no entry ${id}`);
    if (reader) this.given(reader, id);
    return entry;
  }

  async search(query: SearchQuery, reader?: Caller): Promise<JsonText> {
    const found = await this.#search(query);
    if (reader) this.given(reader, found.ids);
    return found;
  }

  given(reader: Caller, ids: string): void {
    this.#duplicates.recalls.note(reader.agent_id, ids);
  }

  referencedBy(id: string): JsonText {
    this.get(id);
    return this.#queries.referencedBy(id, Date.now());
  }

  conflicts(query: ConflictQuery): JsonText {
    return this.#queries.conflicts(query, Date.now());
  }

  graph(query: GraphQuery, reader?: Caller): JsonText {
    const graph = this.#queries.graph(query, Date.now());
    if (!graph) throw new ConcordatError('NOT_FOUND', `there is no entry ${query.entry}`);
    if (reader) this.given(reader, graph.ids);
    return graph;
  }

  async react(caller: Caller, id: string, reaction: Reaction | null): Promise<JsonText> {
    this.get(id);
    const key = KEYS.reaction(id, caller.agent_id);
    let confirmed = false;
    // What it is already is not written again, so that a hook that says it at each session costs nothing.
    if ((this.#queries.record<ReactionRecord>(key)?.reaction ?? null) !== reaction) {
      const committed = await this.#commit({ t: 'react', target: id, reaction, ...agentOf(caller) });
      assertDone(committed.outcome);
      confirmed = committed.confirmed;
    }
    return this.#receipt(id, confirmed || this.#queries.confirmedRecord(key)) ?? this.get(id);
  }

  changes(query: ChangesQuery): Promise<JsonText> {
    return pageOfChanges(this.#arrivals, this.#queries.pact, query);
  }

  rejections(query: { limit?: number; cursor?: string }): JsonText {
    return this.#queries.rejections(query);
  }
}

/** The rules that apply will use, asked first, so that a caller hears of a mistake before anything is written. */
function assertValid({ type, payload }: NewEntry): void {
  assertFits('the payload', payload);
  const fault = payloadFault(type, payload);
  if (type === 'skill') checkSkill(payload);
  if (fault) throw new ConcordatError('BAD_ENTRY', `${type}: ${fault}`);
}

/** An entry with what it is like. A retry finds its own entry, which is no news. */
const withSimilar = (id: string, body: JsonText, found: readonly Shown[] | null): JsonText =>
  found ? extended(body, { similar: found.map(({ similar }) => similar).filter((one) => one.id !== id) }) : body;

/** JSON of an object with more fields. */
const extended = (json: JsonText, fields: object): JsonText =>
  new JsonText(`${json.text.slice(0, -1)},${JSON.stringify(fields).slice(1)}`);
