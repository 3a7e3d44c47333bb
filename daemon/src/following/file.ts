import { type DerivedSchema, type DerivedSql, discardDerived, openDerived, type SqlDb } from '../derived/index.js';

/** Rows of one transaction. */
const UNKEPT_MAX = 2_000;
/** What was taken over is kept that soon. */
const KEPT_MS = 500;

/**
 * The file of a thread that follows the arrival feed, and how far it has come. What was taken over can be asked for at once; it is kept with more of
 * it in one transaction, since one for each few rows costs writers of the log a fifth of their rate (measured).
 */
export class FollowingFile {
  readonly db: SqlDb;
  /** Arrival up to which rows were taken over; 0 when the file begins anew. */
  indexed: number;
  /** Rows of the transaction that is open, and one for each time that some were taken over. */
  #unkept = 0;
  #keeping: NodeJS.Timeout | null = null;

  /**
   * @param file made anew when it is missing, older or damaged
   * @param follows incarnation of the tables whose arrivals are followed; made anew when it followed others
   */
  constructor(file: string, follows: string, schema: DerivedSchema) {
    let opened: DerivedSql = openDerived(file, schema);
    const followed = noted(opened.db, 'follows');
    if (followed !== undefined && followed !== follows) {
      opened.db.close();
      discardDerived(file);
      opened = openDerived(file, schema);
    }
    this.db = opened.db;
    void this.db.inspect();
    this.#note('follows', follows);
    this.indexed = Number(noted(this.db, 'indexed') ?? 0);
  }

  #note(key: string, value: string): void {
    this.db.prepare('insert or replace into meta values(?, ?)').run([key, value]);
  }

  /** Takes rows over, one after another. They are kept soon, by {@link FollowingFile.flush} at once. */
  take<Row>(rows: readonly Row[], to: number, one: (row: Row) => void): void {
    if (this.#unkept === 0) this.db.begin();
    this.#unkept += 1 + rows.length;
    for (const row of rows) one(row);
    this.indexed = to;
    if (this.#unkept >= UNKEPT_MAX) this.flush();
    else this.#keeping ??= setTimeout(() => this.flush(), KEPT_MS).unref();
  }

  /** Keeps what was taken over: another run of the process goes on from there. */
  flush(): void {
    clearTimeout(this.#keeping ?? undefined);
    this.#keeping = null;
    if (this.#unkept === 0) return;
    this.#note('indexed', String(this.indexed));
    this.db.commit();
    this.#unkept = 0;
  }

  close(): void {
    this.flush();
    this.db.close();
  }
}

const noted = (db: SqlDb, key: string): string | undefined =>
  db.prepare('select value from meta where key = ?').all([key])[0]?.value as string | undefined;
