import { randomBytes } from 'node:crypto';
import { assertPrivate, readJsonFile, replaceFile } from './files.js';

/** daemon.json: how the agents of this machine find the daemon and prove themselves to it. Mode 0600. */
export interface DaemonFile {
  /** Host token, 64 hex; kept over restarts. */
  apiToken: string;
  url: string | null;
  pid: number | null;
  node_key: string;
  handle: string;
  started_at: string | null;
  version: string;
}

/** The host token of the last run, or a new one. Throws when the file is readable by others. */
export function hostToken(file: string): string {
  const stored = readJsonFile(file) as Partial<DaemonFile> | null;
  if (stored) assertPrivate(file);
  return stored && /^[0-9a-f]{64}$/.test(stored.apiToken ?? '')
    ? (stored.apiToken as string)
    : randomBytes(32).toString('hex');
}

/** Replaces daemon.json; a crash leaves the old or the new one. */
export function writeDaemonFile(file: string, content: DaemonFile): void {
  replaceFile(file, `${JSON.stringify(content, null, 2)}\n`);
}
