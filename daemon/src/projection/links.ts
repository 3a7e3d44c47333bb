import type { Link, Relation } from '../pact/model/index.js';
import type { SqlDb } from '../sql.js';
import { ASIDE } from './aside.js';

/** Tables of typed references, by what they lead to. What an entry leads to stands in the entry itself. */
export const LINK_TABLES = `
create table links(p integer not null, target text not null, rel text not null, ts integer not null, pos integer not null, id text not null,
  primary key (p, target, rel, ts, pos, id)) without rowid;
`;

/** Look-ups that one question may cost. */
const STEPS_MAX = 1_000;

/** An entry that links to others: its place in lists, and its links. */
export interface Linking {
  readonly id: string;
  readonly ts: number;
  readonly pos: number;
  readonly links: readonly Link[];
}

/**
 * The links between the entries of one pact, and which entries stand aside because another one supersedes them. Follows from the links that
 * are there, in whatever order they came: whether an entry is current never depends on more than the links that lead to it.
 */
export class Links {
  readonly #db: SqlDb;
  readonly #p: number;

  constructor(db: SqlDb, p: number) {
    this.#db = db;
    this.#p = p;
  }

  /** Notes the links of an entry; answers the entries that are not current any more. */
  add({ id, ts, pos, links }: Linking): string[] {
    for (const { rel, id: target } of links)
      this.#db.prepare('insert or ignore into links values(?, ?, ?, ?, ?, ?)').run([this.#p, target, rel, ts, pos, id]);
    return this.#settle(links);
  }

  /** Forgets the links of an entry; answers the entries that are current again. */
  drop({ id, ts, pos, links }: Linking): string[] {
    for (const { rel, id: target } of links)
      this.#db
        .prepare('delete from links where p = ? and target = ? and rel = ? and ts = ? and pos = ? and id = ?')
        .run([this.#p, target, rel, ts, pos, id]);
    return this.#settle(links);
  }

  /** Is there an entry that supersedes this one? */
  superseded(id: string): boolean {
    return this.from(id, 'supersedes', 1).length > 0;
  }

  /** Ids of the entries that link to this one so, oldest first. */
  from(id: string, rel: Relation, limit: number): string[] {
    return this.#db
      .prepare('select id from links where p = ? and target = ? and rel = ? order by ts, pos, id limit ?')
      .all([this.#p, id, rel, limit])
      .map((row) => row.id as string);
  }

  /**
   * What is current of what became of an entry: those that nothing supersedes, reached over what supersedes it; itself when nothing does.
   * Oldest first. Walks at most {@link STEPS_MAX} steps, so of a history that is longer it may know nothing.
   */
  heads(id: string): string[] {
    const seen = new Set([id]);
    const heads: string[] = [];
    for (const one of seen) {
      const next = seen.size > STEPS_MAX ? [] : this.from(one, 'supersedes', STEPS_MAX);
      if (next.length === 0 && !this.superseded(one)) heads.push(one);
      for (const later of next) seen.add(later);
    }
    return heads;
  }

  /** Puts what these links supersede aside, or back; answers what changed. */
  #settle(links: readonly Link[]): string[] {
    return links
      .filter(({ rel }) => rel === 'supersedes')
      .map((link) => link.id)
      .filter((id) => {
        const bit = this.superseded(id) ? ASIDE.superseded : 0;
        const sql = `update entries set aside = (aside & ~${ASIDE.superseded}) | ? where p = ? and id = ? and aside & ${ASIDE.superseded} <> ?`;
        return this.#db.prepare(sql).run([bit, this.#p, id, bit]) > 0;
      });
  }
}
