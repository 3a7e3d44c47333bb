import { ConcordatError, isErrorCode } from '../errors.js';
import type { Caller } from '../node/index.js';
import type { Arrivals, PactQueries } from '../projection/index.js';
import type { GivenEmbedding, SearchQuery } from '../search/types.js';
import { pageOfChanges } from './changes.js';
import type { Commit } from './commit-queue.js';
import { KEYS, linkFault, payloadFault, type Reaction, type ReactionRecord } from './model/index.js';
import { checkSkill } from './skills.js';
import { Succession } from './succession.js';
import { agentOf, assertDone, assertFits } from './tasks.js';
import {
  type ChangesQuery,
  type ConflictQuery,
  type EntriesApi,
  JsonText,
  type ListQuery,
  type NewEntry,
  type Receipt,
} from './types.js';

/** Writes entries through the log and reads them from the tables. */
export class Entries implements EntriesApi {
  readonly #commit: Commit;
  readonly #queries: PactQueries;
  readonly #arrivals: Arrivals;
  readonly #written: (agent: string, opId: string) => Promise<boolean>;
  readonly #succession: Succession;
  readonly #embed: (id: string, embedding: GivenEmbedding) => void;

  /** @param written has this node written an entry with this key for this agent? */
  constructor(
    commit: Commit,
    queries: PactQueries,
    arrivals: Arrivals,
    written: (agent: string, opId: string) => Promise<boolean>,
    readonly search: (query: SearchQuery) => Promise<JsonText>,
    embed: (id: string, embedding: GivenEmbedding) => void,
  ) {
    this.#embed = embed;
    this.#commit = commit;
    this.#queries = queries;
    this.#arrivals = arrivals;
    this.#written = written;
    this.#succession = new Succession(queries);
  }

  async post(caller: Caller, entry: NewEntry): Promise<JsonText> {
    const { type, payload, refs, links = [], ttl, embedding, op_id } = entry;
    assertFits('the payload', payload);
    // The rule that apply will use, asked first, so that a caller hears of a mistake before anything is written.
    const fault = payloadFault(type, payload);
    if (type === 'skill') checkSkill(payload);
    if (fault) throw new ConcordatError('BAD_ENTRY', `${type}: ${fault}`);
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
    const receipt: Receipt = { durability: 'disk', confirmed: confirmed || this.#queries.confirmed(outcome.id) };
    const written = this.#queries.entry(outcome.id, Date.now());
    if (!written) {
      throw new ConcordatError('NOT_A_MEMBER', 'the write came after the removal of this node in the order of the log');
    }
    if (embedding) this.#embed(outcome.id, embedding);
    return withReceipt(written, receipt);
  }

  list(query: ListQuery): JsonText {
    return this.#queries.list(query, Date.now());
  }

  get(id: string): JsonText {
    const entry = this.#queries.entry(id, Date.now());
    if (!entry) throw new ConcordatError('NOT_FOUND', `there is no entry ${id}`);
    return entry;
  }

  referencedBy(id: string): JsonText {
    this.get(id);
    return this.#queries.referencedBy(id, Date.now());
  }

  conflicts(query: ConflictQuery): JsonText {
    return this.#queries.conflicts(query, Date.now());
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
    const receipt: Receipt = { durability: 'disk', confirmed: confirmed || this.#queries.confirmedRecord(key) };
    return withReceipt(this.get(id), receipt);
  }

  changes(query: ChangesQuery): Promise<JsonText> {
    return pageOfChanges(this.#arrivals, this.#queries.pact, query);
  }

  rejections(query: { limit?: number; cursor?: string }): JsonText {
    return this.#queries.rejections(query);
  }
}

const withReceipt = (entry: JsonText, receipt: Receipt): JsonText =>
  new JsonText(`${entry.text.slice(0, -1)},${JSON.stringify(receipt).slice(1)}`);
