import type { Link, Relation } from '../pact/model/index.js';
import type { SqlDb } from '../derived/index.js';
import { ASIDE } from './aside.js';
import { THREAD_TABLES, Threads } from './threads.js';

/** Tables of typed references, both ways, and of what follows from them. */
export const LINK_TABLES = `
create table links(p integer not null, target text not null, rel text not null, ts integer not null, pos integer not null, id text not null,
  primary key (p, target, rel, ts, pos, id)) without rowid;
create index links_from on links(p, id, rel, target);
create index links_contradicting on links(p, ts, pos, id) where rel = 'contradicts';
${THREAD_TABLES}`;

/** Look-ups that one question may cost. */
const STEPS_MAX = 1_000;
/** Heads that an answer names. */
const HEADS_MAX = 16;

const named = (links: readonly Link[], rel: Relation): string[] =>
  links.filter((link) => link.rel === rel).map(({ id }) => id);

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
  readonly threads: Threads;

  constructor(db: SqlDb, p: number) {
    this.#db = db;
    this.#p = p;
    this.threads = new Threads(db, p);
  }

  /** Notes the links of an entry; answers the entries that read differently from then on. */
  add({ id, ts, pos, links }: Linking): string[] {
    for (const { rel, id: target } of links)
      this.#db.prepare('insert or ignore into links values(?, ?, ?, ?, ?, ?)').run([this.#p, target, rel, ts, pos, id]);
    for (const target of named(links, 'supersedes')) this.threads.join({ id, target });
    const disputed = named(links, 'contradicts');
    for (const one of disputed.length > 0 ? [id, ...disputed] : [])
      this.#db.prepare('update entries set marked = 1 where p = ? and id = ?').run([this.#p, one]);
    return [...this.#settle(links), ...disputed];
  }

  /** Forgets the links of an entry; answers the entries that read differently from then on. */
  drop({ id, ts, pos, links }: Linking): string[] {
    for (const { rel, id: target } of links)
      this.#db
        .prepare('delete from links where p = ? and target = ? and rel = ? and ts = ? and pos = ? and id = ?')
        .run([this.#p, target, rel, ts, pos, id]);
    for (const target of named(links, 'supersedes')) this.threads.tear({ id, target });
    return [...this.#settle(links), ...named(links, 'contradicts')];
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
   * Where that takes more than {@link STEPS_MAX} steps, what is current of its whole thread, the newest first, at most {@link HEADS_MAX}.
   */
  heads(id: string): string[] {
    if (!this.superseded(id)) return [id];
    const only = this.threads.only(id);
    if (only !== null) return [only];
    const seen = new Set([id]);
    const heads: string[] = [];
    for (const one of seen) {
      const next = this.from(one, 'supersedes', STEPS_MAX);
      if (next.length === 0) heads.push(one);
      for (const later of next) seen.add(later);
      if (seen.size > STEPS_MAX) return this.threads.contested(id, HEADS_MAX);
    }
    return heads;
  }

  /** Puts what these links supersede aside, or back; answers all of it: also what was aside already names one more, or one less. */
  #settle(links: readonly Link[]): string[] {
    const superseded = named(links, 'supersedes');
    for (const id of superseded) {
      const bit = this.superseded(id) ? ASIDE.superseded : 0;
      const sql = `update entries set aside = (aside & ~${ASIDE.superseded}) | ? where p = ? and id = ? and aside & ${ASIDE.superseded} <> ?`;
      this.#db.prepare(sql).run([bit, this.#p, id, bit]);
    }
    return superseded;
  }
}
