/** Names for the shapes of the contract; the shapes themselves are generated from `openapi.yaml`. */
import type { components, operations } from './generated/openapi.js';

type Schemas = components['schemas'];

type JsonOf<T> = T extends { content: { 'application/json': infer Body } } ? Body : never;

/** The JSON body that an operation takes, by its operation id. */
export type BodyOf<Operation extends keyof operations> = operations[Operation] extends { requestBody?: infer Body }
  ? JsonOf<NonNullable<Body>>
  : never;

/** The query that an operation takes, by its operation id. */
export type QueryOf<Operation extends keyof operations> = operations[Operation] extends {
  parameters: { query?: infer Query };
}
  ? NonNullable<Query>
  : never;

/** The JSON body of an operation's 200 answer, by its operation id. */
export type AnswerOf<Operation extends keyof operations> = operations[Operation] extends {
  responses: { 200: infer Ok };
}
  ? JsonOf<Ok>
  : never;

/** The kinds of entry. */
export type EntryType = Schemas['EntryType'];
/** An entry as every surface shows it. */
export type Entry = Schemas['Entry'];
/** An entry just posted, with how firm it is. */
export type WrittenEntry = Schemas['WrittenEntry'];
/** Entries and where the next page starts. */
export type EntryPage = Schemas['EntryPage'];
/** A message of an inbox, with what became of it there. */
export type Letter = Schemas['Letter'];
/** A task with its holder, lease, fence and results. */
export type Task = Schemas['Task'];
/** A task after a verb, with how firm that is. */
export type WrittenTask = Schemas['WrittenTask'];
/** A claim that the pact has not settled yet: HTTP 202. */
export type PendingClaim = Schemas['PendingClaim'];
/** Every claim of a task, in the order of the log, and which won. */
export type TaskExplanation = Schemas['TaskExplanation'];
/** A member of a pact: one node. */
export type Member = Schemas['Member'];
/** State of a pact on this node. */
export type PactStatus = Schemas['PactStatus'];
/** A pact in the list of this node's pacts. */
export type PactSummary = Schemas['PactSummary'];
/** A pact that was just created or joined. */
export type Joined = Schemas['Joined'];
/** Whether the daemon can serve a pact, and why not. */
export type Readiness = Schemas['Readiness'];
/** An op that the pact refused, and why. */
export type Rejection = Schemas['Rejection'];
/** A skill with its text, checked against its checksum. */
export type SkillContent = Schemas['SkillContent'];
/** State of the node. */
export type HostStatus = Schemas['HostStatus'];
/** The node's addresses, and the nodes it knows. */
export type Peers = Schemas['Peers'];
/** One node that this node knows. */
export type Peer = Schemas['Peer'];
/** An agent of this node. */
export type Agent = Schemas['Agent'];
/** What a token allows. */
export type Scope = Schemas['Scope'];
/** An invite and its state. */
export type InviteSummary = Schemas['InviteSummary'];
/** A skill on this machine. */
export type InstalledSkill = Schemas['InstalledSkill'];
/** A page of the change feed. */
export type ChangePage = AnswerOf<'listChanges'>;

/** One thing that happened at the node, from `GET /v1/events`. */
export interface LiveEvent {
  /** Resume after it with `since`; undefined for events that are not stored: `update`, `peer-add`, `peer-remove`. */
  id: string | undefined;
  event: 'entry-applied' | 'entry-retracted' | 'task-updated' | 'update' | 'peer-add' | 'peer-remove' | 'lagged';
  data: Schemas['LiveEventData'];
}
