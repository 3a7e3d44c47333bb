/**
 * The rules of a pact as pure functions of the view and an op: no clock, randomness, locale, I/O, or order of arrival.
 * Readable in one sitting and tested without a daemon. Imports nothing outside this folder.
 */
export { applyBlocks, type Block } from './apply.js';
export { handleOf } from './handle.js';
export type { Host, Outcome, View } from './ledger.js';
export { linkFault } from './links.js';
export * as limits from './limits.js';
export { inviteFault, votesNeeded } from './membership.js';
export {
  type AdmitOp,
  admitMessage,
  type EntryKind,
  type Link,
  type NewOp,
  payloadFault,
  type Reaction,
  type Relation,
  RELATIONS,
} from './op.js';
export {
  type InviteRecord,
  KEYS,
  type MemberRecord,
  type PactRecord,
  type ReactionRecord,
  type ReceiptRecord,
  type RejectionRecord,
  roleOf,
  type TaskEventRecord,
  type TaskRecord,
} from './records.js';
