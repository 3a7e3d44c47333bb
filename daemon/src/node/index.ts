/**
 * The node: its data directory and lock, its key, its agents and their tokens, how its last run ended, and putting logs on disk.
 */
export { AgentRegistry } from './agents.js';
export { lastRun, newHostToken, writeDaemonFile } from './daemon-file.js';
export { type DataDirectory, openDataDirectory } from './data-directory.js';
export {
  assertPrivate,
  isHex64,
  isListOf,
  isRecord,
  isText,
  isTextOrNull,
  readJsonFile,
  replaceFile,
} from './files.js';
export { LogSync } from './log-sync.js';
export { type NodeKey, openNodeKey } from './node-key.js';
export { StartState } from './start-state.js';
export type { Caller } from './types.js';
