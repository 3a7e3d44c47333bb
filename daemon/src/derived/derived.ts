import { randomBytes } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import { openSql, type SqlDb } from './sql.js';

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
 * Opens a derived database, or begins anew when the file is missing, older, damaged or no database. Nothing in it is synced to disk.
 * @param file created with mode 0600
 */
export function openDerived(file: string, schema: DerivedSchema): DerivedSql {
  const opened = openUsable(file, schema) ?? createDerived(file, schema);
  chmodSync(file, 0o600);
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
