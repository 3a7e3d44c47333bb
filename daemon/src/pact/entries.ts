import { ConcordatError } from '../errors.js';
import type { Caller } from '../node/index.js';
import type { Arrivals, PactQueries } from '../projection/index.js';
import type { SearchQuery } from '../search/types.js';
import { pageOfChanges } from './changes.js';
import type { Commit } from './commit-queue.js';
import { payloadFault } from './model/index.js';
import { checkSkill } from './skills.js';
import { agentOf, assertDone, assertFits } from './tasks.js';
import { type ChangesQuery, type EntriesApi, JsonText, type ListQuery, type NewEntry, type Receipt } from './types.js';

/** Writes entries through the log and reads them from the tables. */
export class Entries implements EntriesApi {
  readonly #commit: Commit;
  readonly #queries: PactQueries;
  readonly #arrivals: Arrivals;

  constructor(
    commit: Commit,
    queries: PactQueries,
    arrivals: Arrivals,
    readonly search: (query: SearchQuery) => Promise<JsonText>,
  ) {
    this.#commit = commit;
    this.#queries = queries;
    this.#arrivals = arrivals;
  }

  async post(caller: Caller, entry: NewEntry): Promise<JsonText> {
    const { type, payload, refs, ttl, op_id } = entry;
    assertFits('the payload', payload);
    // The rule that apply will use, asked first, so that a caller hears of a mistake before anything is written.
    const fault = payloadFault(type, payload);
    if (type === 'skill') checkSkill(payload);
    if (fault) throw new ConcordatError('BAD_ENTRY', `${type}: ${fault}`);
    const { outcome, confirmed } = await this.#commit({
      t: 'entry',
      type,
      payload,
      ...(refs?.length ? { refs } : {}),
      ...(ttl === undefined ? {} : { ttl }),
      ...(op_id === undefined ? {} : { op_id }),
      ...agentOf(caller),
    });
    assertDone(outcome);
    const receipt: Receipt = { durability: 'disk', confirmed: confirmed || this.#queries.confirmed(outcome.id) };
    const written = this.#queries.entry(outcome.id);
    if (!written) {
      throw new ConcordatError('NOT_A_MEMBER', 'the write came after the removal of this node in the order of the log');
    }
    return new JsonText(`${written.text.slice(0, -1)},${JSON.stringify(receipt).slice(1)}`);
  }

  list(query: ListQuery): JsonText {
    return this.#queries.list(query);
  }

  get(id: string): JsonText {
    const entry = this.#queries.entry(id);
    if (!entry) throw new ConcordatError('NOT_FOUND', `there is no entry ${id}`);
    return entry;
  }

  referencedBy(id: string): JsonText {
    this.get(id);
    return this.#queries.referencedBy(id);
  }

  changes(query: ChangesQuery): Promise<JsonText> {
    return pageOfChanges(this.#arrivals, this.#queries.pact, query);
  }

  rejections(query: { limit?: number; cursor?: string }): JsonText {
    return this.#queries.rejections(query);
  }
}
