import { ConcordatError } from '../errors.js';
import type { PactQueries } from '../projection/index.js';
import type { Link } from './model/index.js';

/**
 * Lets entries take the place of others, for each of these one at a time, so that two callers of this node never do it unawares of each other.
 * Two nodes apart can; that is a conflict, which the pact keeps and shows.
 */
export class Succession {
  readonly #queries: PactQueries;
  readonly #taking = new Map<string, Promise<unknown>>();

  constructor(queries: PactQueries) {
    this.#queries = queries;
  }

  /**
   * Runs `write` once nobody else is taking the place of what these links supersede.
   * Throws ALREADY_SUPERSEDED when something else has, as far as this node knows, and the links do not name that as well.
   * @param repeated is this a retry of a write that was done? Its own entry is no reason to refuse it.
   */
  async take<T>(links: readonly Link[], repeated: () => Promise<boolean>, write: () => Promise<T>): Promise<T> {
    const targets = links.filter(({ rel }) => rel === 'supersedes').map(({ id }) => id);
    if (targets.length === 0) return write();
    for (let other = this.#other(targets); other; other = this.#other(targets)) await other;
    const refusal = this.#refusal(targets);
    if (refusal && !(await repeated())) throw refusal;
    const writing = write();
    const ended = writing
      .then(
        () => {},
        () => {},
      )
      .finally(() => {
        for (const id of targets) this.#taking.delete(id);
      });
    for (const id of targets) this.#taking.set(id, ended);
    return writing;
  }

  #other(targets: readonly string[]): Promise<unknown> | undefined {
    return targets.map((id) => this.#taking.get(id)).find((taking) => taking !== undefined);
  }

  #refusal(targets: readonly string[]): ConcordatError | null {
    for (const id of targets) {
      const heads = this.#queries.heads(id);
      if (heads.every((head) => head === id || targets.includes(head))) continue;
      const message = `${id} was superseded by then; current is ${heads.join(', ')}`;
      return new ConcordatError('ALREADY_SUPERSEDED', message, { id, heads });
    }
    return null;
  }
}
