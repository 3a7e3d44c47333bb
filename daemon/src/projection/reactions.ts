import type { Reaction, ReactionRecord } from '../pact/model/index.js';
import type { SqlDb } from '../derived/index.js';

/** How many agents react to an entry in which way. Who it was stands among the records. */
export const REACTION_TABLES = `
create table reacted(p integer not null, target text not null, reaction text not null, n integer not null, primary key (p, target, reaction)) without rowid;
create index reacted_applied on reacted(p, n, target) where reaction = 'applied';
`;

/** Counts the reactions to the entries of one pact, so that an entry is read at the same cost however many agents reacted to it. */
export class Reactions {
  readonly #db: SqlDb;
  readonly #p: number;

  constructor(db: SqlDb, p: number) {
    this.#db = db;
    this.#p = p;
  }

  /**
   * Counts an agent's reaction in place of the one that it had; answers the entry, or null when it reads as before.
   * @param key of the record, `r/<entry>/<agent>`
   * @param before JSON of the record that was there; null: none
   */
  change(key: string, before: string | null, after: string | null): string | null {
    const [, target = ''] = key.split('/');
    const [from, to] = [reactionIn(before), reactionIn(after)];
    if (from === to) return null;
    if (from !== null) this.#add(target, from, -1);
    if (to !== null) this.#add(target, to, 1);
    this.#db.prepare('update entries set marked = 1 where p = ? and id = ?').run([this.#p, target]);
    return target;
  }

  #add(target: string, reaction: Reaction, by: 1 | -1): void {
    this.#db
      .prepare('insert into reacted values(?, ?, ?, ?) on conflict do update set n = n + excluded.n')
      .run([this.#p, target, reaction, by]);
    this.#db
      .prepare('delete from reacted where p = ? and target = ? and reaction = ? and n = 0')
      .run([this.#p, target, reaction]);
  }
}

const reactionIn = (json: string | null): Reaction | null =>
  json === null ? null : (JSON.parse(json) as ReactionRecord).reaction;
