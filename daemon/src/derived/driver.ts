import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';

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

/** A statement of a driver, which keeps memory until it is finalized. */
export interface DriverStatement extends Statement {
  finalize(): void;
}

/** One of the two builds of SQLite, with one file open. */
export interface Driver {
  exec(sql: string): void;
  prepare(sql: string): DriverStatement;
  close(): void;
}

const require = createRequire(import.meta.url);

/** Opens a file with Node's own SQLite where there is one (Node 22.13 and later), else with the WebAssembly build. */
export const openDriver = (file: string): Driver => (hasNodeSqlite() ? openNode(file) : openWasm(file));

function hasNodeSqlite(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 13);
}

/** What a build has open. */
interface Opened<Prepared> {
  exec(sql: string): void;
  prepare(sql: string): Prepared;
  close(): void;
}

interface NodeStatement {
  all(...params: SqlValue[]): Row[];
  run(...params: SqlValue[]): { changes: number };
}

interface WasmStatement {
  all(params: readonly SqlValue[]): Row[];
  run(params: readonly SqlValue[]): { changes: number };
  finalize(): void;
}

const driverOf = <Prepared>(db: Opened<Prepared>, adapt: (prepared: Prepared) => DriverStatement): Driver => ({
  exec: (sql) => db.exec(sql),
  prepare: (sql) => adapt(db.prepare(sql)),
  close: () => db.close(),
});

function openNode(file: string): Driver {
  const { DatabaseSync } = require('node:sqlite') as { DatabaseSync: new (file: string) => Opened<NodeStatement> };
  return driverOf(new DatabaseSync(file), (statement) => ({
    all: (params = []) => statement.all(...params),
    run: (params = []) => statement.run(...params).changes,
    finalize: () => {},
  }));
}

function openWasm(file: string): Driver {
  // This driver locks with a directory that outlives a killed process; the data directory's own lock guards the file.
  rmSync(`${file}.lock`, { recursive: true, force: true });
  const { Database } = require('node-sqlite3-wasm') as { Database: new (file: string) => Opened<WasmStatement> };
  // Never `Statement.get`: it leaves the statement in progress, and commits fail from then on (measured).
  return driverOf(new Database(file), (statement) => ({
    all: (params = []) => statement.all(params),
    run: (params = []) => statement.run(params).changes,
    finalize: () => statement.finalize(),
  }));
}
