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

/** One open database: the little of SQLite that the projection needs, the same over both drivers. */
export interface SqlDb {
  exec(sql: string): void;
  /** Prepares once per SQL text. */
  prepare(sql: string): Statement;
  /** Runs `work` in one transaction; rolls back when it throws. */
  transaction<T>(work: () => T): T;
  close(): void;
}

interface DriverStatement extends Statement {
  finalize(): void;
}
interface Driver {
  exec(sql: string): void;
  prepare(sql: string): DriverStatement;
  close(): void;
}

const require = createRequire(import.meta.url);

/** Opens the database with Node's own SQLite where there is one (Node 22.13 and later), else with the WebAssembly build. */
export function openSql(file: string): SqlDb {
  const driver = hasNodeSqlite() ? openNode(file) : openWasm(file);
  const statements = new Map<string, DriverStatement>();
  return {
    exec: (sql) => driver.exec(sql),
    prepare(sql) {
      let statement = statements.get(sql);
      if (!statement) {
        statement = recovering(driver, sql);
        statements.set(sql, statement);
      }
      return statement;
    },
    transaction(work) {
      driver.exec('begin');
      try {
        const result = work();
        driver.exec('commit');
        return result;
      } catch (error) {
        driver.exec('rollback');
        throw error;
      }
    },
    close() {
      for (const statement of statements.values()) statement.finalize();
      driver.close();
    },
  };
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
