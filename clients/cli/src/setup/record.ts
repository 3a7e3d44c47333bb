/** What a configuration file was before `concordat setup` changed it: with it, `--remove` can put back every byte. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Kept in the data directory, readable by its owner alone: a configuration may hold other programs' secrets. */
export interface SetupRecord {
  /** Text before the first change; null when there was no file. */
  readonly before: string | null;
  /** SHA-256 of the text that was written, hex. */
  readonly written_sha256: string;
  /** Folders that were made for the file, the outermost first. */
  readonly folders: readonly string[];
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const folderOf = (dataDir: string): string => join(dataDir, 'setup');
const fileOf = (dataDir: string, path: string): string => join(folderOf(dataDir), `${sha256(path).slice(0, 32)}.json`);

const isRecord = (value: unknown): value is SetupRecord => {
  if (typeof value !== 'object' || value === null) return false;
  const { before, written_sha256, folders } = value as Partial<SetupRecord>;
  return (
    (before === null || typeof before === 'string') &&
    typeof written_sha256 === 'string' &&
    Array.isArray(folders) &&
    folders.every((folder) => typeof folder === 'string')
  );
};

/** The record of a file, undefined when there is none that can be read. */
export const readRecord = (dataDir: string, path: string): SetupRecord | undefined => {
  try {
    const value: unknown = JSON.parse(readFileSync(fileOf(dataDir, path), 'utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** Keeps the record of a file, in the place of an older one. */
export const writeRecord = (
  dataDir: string,
  path: string,
  before: string | null,
  written: string,
  folders: readonly string[],
): void => {
  const record: SetupRecord = { before, written_sha256: sha256(written), folders };
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  mkdirSync(folderOf(dataDir), { recursive: true, mode: 0o700 });
  writeFileSync(fileOf(dataDir, path), JSON.stringify(record), { mode: 0o600 });
};

/** Forgets the record of a file. */
export const dropRecord = (dataDir: string, path: string): void => rmSync(fileOf(dataDir, path), { force: true });

/** Is the file still what was written? */
export const isUntouched = (record: SetupRecord, text: string): boolean => record.written_sha256 === sha256(text);
