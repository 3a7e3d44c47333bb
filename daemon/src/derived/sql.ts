import { randomBytes } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PageSums } from './page-sums.js';

/** A value that SQLite stores. */
export type SqlValue = string | number | null | Uint8Array;
/** A row, by column name. */
export type Row = Record<string, SqlValue>;

/** A prepared statement. */
export interface Statement {
  /** All rows. */
  all(params?: readonly SqlValue[]): Row[];
  /** Answers how many rows it inserted, changed or deleted. */
  run(params?: readonly SqlValue[]): number;
}

/** One open database: the little of SQLite that is needed, the same over both drivers. */
export interface SqlDb {
  exec(sql: string): void;
  /** Prepares once per SQL text. */
  prepare(sql: string): Statement;
  /** Runs `work` in one transaction; rolls back when it throws. */
  transaction<T>(work: () => T): T;
  /** Is called when the file turns out to be damaged; whoever met it gets the error as well. */
  ondamage: ((error: Error) => void) | null;
  /** Looks through the whole file for damage that nobody would meet. Throws when there is some and no {@link SqlDb.ondamage}. */
  inspect(): Promise<void>;
  close(): void;
}

/** Says SQLite that the file is damaged? Both drivers pass its own words on. */
export const isDamage = (error: unknown): boolean =>
  error instanceof Error && /database disk image is malformed|file is not a database/.test(error.message);

/** Could SQLite not write? The WebAssembly build does not tell a full disk from one that fails. */
export const isFull = (error: unknown): boolean =>
  error instanceof Error && /database or disk is full|disk I\/O error/.test(error.message);

interface DriverStatement extends Statement {
  finalize(): void;
}
interface Driver {
  exec(sql: string): void;
  prepare(sql: string): DriverStatement;
  close(): void;
}

const require = createRequire(import.meta.url);

/** Of a page of 4 KiB a tenth stays empty, since most rows hold an entry of some hundred bytes (measured). */
const PAGE_BYTES = 8192;

/** Opens the database with Node's own SQLite where there is one (Node 22.13 and later), else with the WebAssembly build. */
function openSql(file: string, cache_kib: number): SqlDb {
  const sums = new PageSums(file, PAGE_BYTES);
  const driver = hasNodeSqlite() ? openNode(file) : openWasm(file);
  const statements = new Map<string, DriverStatement>();
  const watched = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (isDamage(error)) sql.ondamage?.(error as Error);
      throw error;
    }
  };
  const checkpoint = (): void => {
    try {
      sums.note();
      driver.exec('pragma wal_checkpoint(passive)');
    } catch {
      // A full disk, mostly: all is in the write-ahead log, and goes to the file when there is room.
    }
  };
  const sql: SqlDb = {
    ondamage: null,
    exec(text) {
      watched(() => driver.exec(text));
      if (text === 'commit' && sums.due) checkpoint();
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
      driver.exec('begin');
      try {
        const result = work();
        sql.exec('commit');
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
        // Closed before it began, and maybe gone.
        (error: Error) => (sums.closed ? null : error.message),
      );
      if (found === null) return;
      const error = new Error(`database disk image is malformed: ${found}`);
      if (sql.ondamage === null) throw error;
      sql.ondamage(error);
    },
    close() {
      checkpoint();
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
  checkpoint();
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

function hasNodeSqlite(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 13);
}

interface NodeSqlite {
  DatabaseSync: new (
    file: string,
  ) => {
    exec(sql: string): void;
    prepare(sql: string): { all(...params: SqlValue[]): Row[]; run(...params: SqlValue[]): { changes: number } };
    close(): void;
  };
}

function openNode(file: string): Driver {
  const { DatabaseSync } = require('node:sqlite') as NodeSqlite;
  const db = new DatabaseSync(file);
  return {
    exec: (sql) => db.exec(sql),
    prepare(sql) {
      const statement = db.prepare(sql);
      return {
        all: (params = []) => statement.all(...params),
        run: (params = []) => statement.run(...params).changes,
        finalize: () => {},
      };
    },
    close: () => db.close(),
  };
}

interface WasmSqlite {
  Database: new (
    file: string,
  ) => {
    exec(sql: string): void;
    prepare(sql: string): {
      all(params: readonly SqlValue[]): Row[];
      run(params: readonly SqlValue[]): { changes: number };
      finalize(): void;
    };
    close(): void;
  };
}

function openWasm(file: string): Driver {
  // This driver locks with a directory that outlives a killed process; the data directory's own lock guards the file.
  rmSync(`${file}.lock`, { recursive: true, force: true });
  const { Database } = require('node-sqlite3-wasm') as WasmSqlite;
  const db = new Database(file);
  return {
    exec: (sql) => db.exec(sql),
    prepare(sql) {
      const statement = db.prepare(sql);
      // Never `Statement.get`: it leaves the statement in progress, and commits fail from then on (measured).
      return {
        all: (params = []) => statement.all(params),
        run: (params = []) => statement.run(params).changes,
        finalize: () => statement.finalize(),
      };
    },
    close: () => db.close(),
  };
}

/** A database that can be made again from something else at any time. */
export interface DerivedSql {
  readonly db: SqlDb;
  /** Names this file's content: 8 hex characters, others whenever it begins anew. */
  readonly incarnation: string;
}

/** What {@link openDerived} opens. */
export interface DerivedSchema {
  /** Raised when tables or their meaning change: an older file is thrown away. */
  readonly version: number;
  /** SQL that makes the tables. A table `meta(key, value)` stands beside them. */
  readonly tables: string;
  /** Page cache in KiB. */
  readonly cache_kib: number;
}

/**
 * Opens a derived database, or begins anew when the file is missing, older, damaged or no database. Nothing in it is synced to disk. One that was there
 * is looked through while it is used.
 * @param file created with mode 0600
 */
export function openDerived(file: string, schema: DerivedSchema): DerivedSql {
  const usable = openUsable(file, schema);
  const opened = usable ?? createDerived(file, schema);
  chmodSync(file, 0o600);
  if (usable) void opened.db.inspect();
  return opened;
}

/** Deletes a derived database and what SQLite keeps beside it; after a power cut it may be damaged. */
export function discardDerived(file: string): void {
  for (const suffix of ['', '-sums', '-wal', '-shm', '-journal']) rmSync(file + suffix, { force: true });
}

/** The database of a file, or null when there is none that can be used: another schema, damage, something else entirely. */
function openUsable(file: string, schema: DerivedSchema): DerivedSql | null {
  let db: SqlDb | undefined;
  try {
    db = openSql(file, schema.cache_kib);
    const rows = db.prepare('select key, value from meta').all();
    const meta = new Map(rows.map((row) => [row.key as string, row.value as string]));
    const incarnation = meta.get('incarnation');
    if (incarnation !== undefined && meta.get('schema') === String(schema.version)) return { db, incarnation };
  } catch {
    // Not a database, or one that is damaged: made again like one that is missing.
  }
  try {
    db?.close();
  } catch {
    // It is thrown away in any case.
  }
  return null;
}

function createDerived(file: string, schema: DerivedSchema): DerivedSql {
  discardDerived(file);
  const db = openSql(file, schema.cache_kib);
  const incarnation = randomBytes(4).toString('hex');
  db.transaction(() => {
    db.exec('create table meta(key text primary key, value text not null) without rowid');
    db.exec(schema.tables);
    db.prepare('insert into meta values(?, ?)').run(['schema', String(schema.version)]);
    db.prepare('insert into meta values(?, ?)').run(['incarnation', incarnation]);
  });
  return { db, incarnation };
}
