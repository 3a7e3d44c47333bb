import type { Link } from '../pact/model/index.js';
import type { SqlDb } from '../derived/index.js';
import { TRUST } from '../trust-class.js';

/** Place in {@link TRUST} of what an author says of its own entry, which can only be lower than its own word; 0 for anything else. */
export const declaredTrust = (type: string, { trust }: { readonly trust?: unknown }): number =>
  type === 'knowledge' && (trust === 'imported' || trust === 'outside') ? TRUST.indexOf(trust) : 0;

const DERIVED = "select id from links where p = ? and target = ? and rel = 'derived_from'";

/** A row of `entries`, as far as trust depends on it. */
interface Entry {
  readonly id: string;
  readonly seq: number;
  /** Number of a name. */
  readonly author: number;
  readonly trust: number;
  readonly type: string;
  readonly val: string;
}

/**
 * Carries trust along `derived_from`: what was made from an entry is not more than that entry was, and of another node's entry it is a
 * member's word at best. Kept up with every row, so that a read walks nothing; rows may come in any order, as after a join or a reorder.
 */
export class Lineage {
  readonly #db: SqlDb;
  readonly #p: number;
  readonly #suspects = new Set<string>();
  /** No row at a later position was made from another one: rows that come in the order of the log cost nothing here. */
  #last: number;

  constructor(db: SqlDb, p: number) {
    this.#db = db;
    this.#p = p;
    this.#last = Number(db.prepare('select max(seq) seq from entries where p = ?').all([p])[0]?.seq ?? 0);
  }

  /** All rows were dropped. */
  clear(): void {
    this.#last = 0;
  }

  /** A row was written or moved: what it is trusted, and what was made from it is, has to be looked at again. */
  suspect(id: string, seq: number, links: readonly Link[]): void {
    if (seq <= this.#last) this.dropped(id);
    if (!links.some(({ rel }) => rel === 'derived_from')) return;
    this.#suspects.add(id);
    this.#last = Math.max(this.#last, seq);
  }

  /** A row was dropped. */
  dropped(id: string): void {
    for (const row of this.#db.prepare(DERIVED).all([this.#p, id])) this.#suspects.add(row.id as string);
  }

  /**
   * Ends a change. Sources stand before what was made from them in the order of the log, so in this order each is looked at about once, and
   * it ends whatever the links are; one that does not stand so yet will move, and is suspect then.
   */
  settle(): void {
    while (this.#suspects.size > 0) {
      const entries = [...this.#suspects].flatMap((id) => this.#entry(id) ?? []).sort((a, b) => a.seq - b.seq);
      this.#suspects.clear();
      for (const entry of entries) this.#look(entry);
    }
  }

  #look({ id, seq, author, type, val }: Entry): void {
    const { links = [], payload } = JSON.parse(val) as { links?: Link[]; payload: object };
    const sources = links.filter(({ rel }) => rel === 'derived_from').flatMap((link) => this.#entry(link.id) ?? []);
    const places = sources.map((source) => Math.max(source.trust, source.author === author ? 0 : 1));
    const trust = Math.max(declaredTrust(type, payload), ...places);
    const sql = 'update entries set trust = ? where p = ? and id = ? and trust <> ?';
    if (this.#db.prepare(sql).run([trust, this.#p, id, trust]) === 0) return;
    if (type === 'task')
      this.#db.prepare('update tasks set trust = ? where p = ? and id = ?').run([trust, this.#p, id]);
    for (const row of this.#db.prepare(DERIVED).all([this.#p, id])) {
      const derived = this.#entry(row.id as string);
      if (derived && derived.seq > seq) this.#suspects.add(derived.id);
    }
  }

  #entry(id: string): Entry | undefined {
    // What was refused has a row under the same id, and says nothing.
    const sql = "select id, seq, author, trust, type, val from entries where p = ? and id = ? and type <> 'rejection'";
    return this.#db.prepare(sql).all([this.#p, id])[0] as unknown as Entry | undefined;
  }
}
