import { type Driver, type DriverStatement, openDriver, type Statement } from './driver.js';
import { PAGE_BYTES, PageSums } from './page-sums.js';

/** One open database: the little of SQLite that is needed, the same over both drivers. */
export interface SqlDb {
  exec(sql: string): void;
  /** Prepares once per SQL text. */
  prepare(sql: string): Statement;
  begin(): void;
  commit(): void;
  /** Runs `work` in one transaction; rolls back when it throws. */
  transaction<T>(work: () => T): T;
  /** Is called when the file turns out to be damaged; whoever met it gets the error as well. */
  ondamage: ((error: Error) => void) | null;
  /**
   * Looks through the whole file for damage that nobody would meet, while it is used. Without {@link SqlDb.ondamage} it rejects, which ends a thread
   * whose file it is.
   */
  inspect(): Promise<void>;
  close(): void;
}

/** Says SQLite that the file is damaged? Both drivers pass its own words on. */
export const isDamage = (error: unknown): boolean =>
  error instanceof Error && /database disk image is malformed|file is not a database/.test(error.message);

/** Could SQLite not write? The WebAssembly build does not tell a full disk from one that fails. */
export const isFull = (error: unknown): boolean =>
  error instanceof Error && /database or disk is full|disk I\/O error/.test(error.message);

/**
 * Opens a database, and makes it when there is none. Nobody else may have it open. Throws when the file is something else.
 * @param cache_kib pages that are kept in memory
 */
export function openSql(file: string, cache_kib: number): SqlDb {
  const sums = new PageSums(file);
  const driver = openDriver(file);
  const statements = new Map<string, DriverStatement>();
  const watched = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (isDamage(error)) sql.ondamage?.(error as Error);
      throw error;
    }
  };
  const checkpoint = (when: 'now' | 'due'): void => {
    try {
      if (when === 'due' && !sums.due) return;
      sums.note();
      driver.exec('pragma wal_checkpoint(passive)');
    } catch {
      // A full disk, mostly: all is in the write-ahead log, and goes to the file when there is room. What was committed stays so.
    }
  };
  const sql: SqlDb = {
    ondamage: null,
    exec: (text) => watched(() => driver.exec(text)),
    begin: () => sql.exec('begin'),
    commit() {
      sql.exec('commit');
      checkpoint('due');
    },
    prepare(text) {
      let statement = statements.get(text);
      if (!statement) {
        const made = watched(() => recovering(driver, text));
        statement = {
          all: (params) => watched(() => made.all(params)),
          run: (params) => watched(() => made.run(params)),
          finalize: () => made.finalize(),
        };
        statements.set(text, statement);
      }
      return statement;
    },
    transaction(work) {
      sql.begin();
      try {
        const result = work();
        sql.commit();
        return result;
      } catch (error) {
        try {
          driver.exec('rollback');
        } catch {
          // SQLite did that itself, as it does when it cannot write; the first error says why.
        }
        throw error;
      }
    },
    async inspect() {
      const found = await sums.damaged().then(
        (page) => page && `page ${page} is not what was written`,
        (error: Error) => error.message,
      );
      if (found === null) return;
      const error = new Error(`database disk image is malformed: ${found}`);
      if (sql.ondamage === null) throw error;
      sql.ondamage(error);
    },
    close() {
      checkpoint('now');
      sums.close();
      for (const statement of statements.values()) statement.finalize();
      driver.close();
    },
  };
  try {
    // synchronous off: everything here can be built again from logs that are synced.
    for (const pragma of [
      `page_size = ${PAGE_BYTES}`,
      'locking_mode = exclusive',
      'journal_mode = wal',
      'wal_autocheckpoint = 0',
      'synchronous = off',
      `cache_size = -${cache_kib}`,
    ])
      driver.exec(`pragma ${pragma}`);
  } catch (error) {
    sums.close();
    driver.close();
    throw error;
  }
  // What a process that was killed has left in the write-ahead log.
  checkpoint('now');
  return sql;
}

/** A statement that is prepared anew after a fault: one that failed half-way cannot be used again (measured with the WebAssembly driver). */
function recovering(driver: Driver, sql: string): DriverStatement {
  let statement: DriverStatement | null = driver.prepare(sql);
  const using = <T>(use: (statement: DriverStatement) => T): T => {
    statement ??= driver.prepare(sql);
    try {
      return use(statement);
    } catch (error) {
      const failed = statement;
      statement = null;
      failed.finalize();
      throw error;
    }
  };
  return {
    all: (params) => using((usable) => usable.all(params)),
    run: (params) => using((usable) => usable.run(params)),
    finalize: () => statement?.finalize(),
  };
}
