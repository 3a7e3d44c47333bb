import type { SqlDb } from '../derived/index.js';

/** Agent ids and handles, which come in many rows: those hold the number of the name. */
export const NAMES_SCHEMA = `
create table names(n integer primary key, name text not null unique);
`;

/** Names that are kept in memory. */
const KEPT_MAX = 10_000;
/** No name has this number. */
const NOBODY = 0;

/** The names of all pacts of the node by their numbers, which are of this file alone. */
export class Names {
  readonly #db: SqlDb;
  readonly #numbers = new Map<string, number>();
  readonly #names = new Map<number, string>();

  constructor(db: SqlDb) {
    this.#db = db;
  }

  /** The number of a name, which it gets if it has none; only inside a transaction. */
  numberOf(name: string): number {
    const known = this.find(name);
    if (known !== NOBODY) return known;
    this.#db.prepare('insert into names(name) values(?)').run([name]);
    return this.find(name);
  }

  /** The number of a name that may not be asked for, else undefined. */
  asked(name: string | undefined): number | undefined {
    return name === undefined ? undefined : this.find(name);
  }

  /** The number of a name; one that no row has when there is no such name. */
  find(name: string): number {
    const kept = this.#numbers.get(name);
    if (kept !== undefined) return kept;
    const [row] = this.#db.prepare('select n from names where name = ?').all([name]);
    return row ? this.#keep(row.n as number, name) : NOBODY;
  }

  /** The name of a number that a row has. */
  nameOf(n: number): string {
    const kept = this.#names.get(n);
    if (kept !== undefined) return kept;
    const name = this.#db.prepare('select name from names where n = ?').all([n])[0]?.name as string;
    this.#keep(n, name);
    return name;
  }

  #keep(n: number, name: string): number {
    if (this.#names.size >= KEPT_MAX) this.forget();
    this.#numbers.set(name, n);
    this.#names.set(n, name);
    return n;
  }

  /** What is in memory may not be in the file: a transaction was rolled back. */
  forget(): void {
    this.#numbers.clear();
    this.#names.clear();
  }
}
