import { closeSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { failpoint } from '../failpoints.js';

/** Replaces a file so that a crash leaves the old or the new one, never a part: written aside, synced, renamed, directory synced. Mode 0600. */
export function replaceFile(file: string, text: string): void {
  const aside = `${file}.tmp`;
  const fd = openSync(aside, 'w', 0o600);
  try {
    writeSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  failpoint('file-written');
  renameSync(aside, file);
  failpoint('file-replaced');
  syncDirectory(dirname(file));
}

/** Makes the directory's entries survive a power cut. */
function syncDirectory(directory: string): void {
  const fd = openSync(directory, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/**
 * A JSON file's content, or null when there is none. Disks and editors damage files, so what is read is held against `fits` before anybody
 * relies on it. Throws with the file's name when it cannot be read, is no JSON, or does not fit.
 */
export function readJsonFile<T>(file: string, fits: (value: unknown) => value is T): T | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Error(`${file} is not valid JSON; restore it from a backup or move it away`, { cause });
  }
  if (fits(value)) return value;
  throw new Error(`${file} is damaged: it does not hold what it should; restore it from a backup or move it away`);
}

/** Is it an object with names, no array? */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Is it a list in which everything is `of`? */
export const isListOf = <T>(value: unknown, of: (item: unknown) => item is T): value is T[] =>
  Array.isArray(value) && value.every(of);

/** Is it a text? */
export const isText = (value: unknown): value is string => typeof value === 'string';

/** Is it a text or null? */
export const isTextOrNull = (value: unknown): value is string | null => value === null || isText(value);

/** Is it a key or hash: 64 lower-case hex digits? */
export const isHex64 = (value: unknown): value is string => isText(value) && /^[0-9a-f]{64}$/.test(value);

/** Throws when others than the owner may read the file. */
export function assertPrivate(file: string): void {
  const mode = statSync(file).mode & 0o777;
  if (mode & 0o077)
    throw new Error(`${file} holds a secret but has mode ${mode.toString(8)}; run: chmod 600 '${file}'`);
}
