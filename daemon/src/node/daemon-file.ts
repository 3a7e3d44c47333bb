import { randomBytes } from 'node:crypto';
import { assertPrivate, isHex64, isRecord, readJsonFile, replaceFile } from './files.js';

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

type Kept = Pick<DaemonFile, 'apiToken' | 'node_key'>;

const isKept = (value: unknown): value is Kept => isRecord(value) && isHex64(value.apiToken) && isHex64(value.node_key);

/** What the last run left: the host token and the node's key; null before the first. Throws when the file is readable by others, or damaged. */
export function lastRun(file: string): Kept | null {
  const kept = readJsonFile(file, isKept);
  if (kept) assertPrivate(file);
  return kept;
}

/** A host token for a first run. */
export const newHostToken = (): string => randomBytes(32).toString('hex');

/** Replaces daemon.json; a crash leaves the old or the new one. */
export function writeDaemonFile(file: string, content: DaemonFile): void {
  replaceFile(file, `${JSON.stringify(content, null, 2)}\n`);
}
