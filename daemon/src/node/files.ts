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

/** A JSON file's content, or null when there is none. Throws with the file's name when it cannot be read. */
export function readJsonFile(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${file} is not valid JSON; restore it from a backup or move it away`, { cause });
  }
}

/** Throws when others than the owner may read the file. */
export function assertPrivate(file: string): void {
  const mode = statSync(file).mode & 0o777;
  if (mode & 0o077)
    throw new Error(`${file} holds a secret but has mode ${mode.toString(8)}; run: chmod 600 '${file}'`);
}
