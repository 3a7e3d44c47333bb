import { isTransient, pause, retryDelayMs } from './retry.js';
import { anySignal, type Transport } from './transport.js';
import type { BodyOf, ChangePage, EntryType, QueryOf } from './types.js';

/** How long the daemon may hold one poll of {@link Pact.changes}; the contract's limit. */
const POLL_WAIT_S = 30;

/** Where {@link Pact.changes} starts and what it keeps. */
export interface ChangesOptions {
  /** A page's cursor: what arrived after it. From the first entry when absent. */
  since?: string;
  /** `head`: only what arrives from now on. */
  from?: 'head';
  type?: EntryType;
  /** Entries a page, 1..1000. */
  limit?: number;
  /** Ends the iteration. */
  signal?: AbortSignal;
}

/** An option of every operation that writes an entry. */
export interface PostOptions {
  /** 1..64 of `A-Za-z0-9_.:-`: the same key again answers the first entry instead of writing another one. */
  idempotencyKey?: string;
}

/**
 * One pact. Every method but {@link Pact.changes} is one operation of the contract under `/v1/pacts/{pactId}`: it takes and gives the
 * fields that the daemon's `/docs` describes, and throws `ConcordatApiError`.
 */
export class Pact {
  readonly #transport: Transport;

  constructor(
    transport: Transport,
    /** Alias of the pact on the node, or its id (64 hex characters). */
    readonly ref: string,
  ) {
    this.#transport = transport;
  }

  status() {
    return this.#transport.call((http) => http.GET('/v1/pacts/{pactId}/status', { params: { path: this.#path } }));
  }

  /** This node first. */
  members(query: QueryOf<'listMembers'> = {}) {
    return this.#transport.call((http) =>
      http.GET('/v1/pacts/{pactId}/agents', { params: { path: this.#path, query } }),
    );
  }

  /** Entries of all types, or of those named. */
  entries(query: QueryOf<'listEntries'> = {}) {
    return this.#transport.call((http) =>
      http.GET('/v1/pacts/{pactId}/entries', { params: { path: this.#path, query } }),
    );
  }

  entry(id: string) {
    return this.#transport.call((http) => http.GET('/v1/pacts/{pactId}/entries/{id}', this.#at(id)));
  }

  recordKnowledge(body: BodyOf<'postKnowledge'>, options?: PostOptions) {
    return this.#transport.call((http) => http.POST('/v1/pacts/{pactId}/knowledge', { ...this.#post(options), body }));
  }

  postMessage(body: BodyOf<'postMessage'>, options?: PostOptions) {
    return this.#transport.call((http) => http.POST('/v1/pacts/{pactId}/messages', { ...this.#post(options), body }));
  }

  tasks(query: QueryOf<'listTasks'> = {}) {
    return this.#transport.call((http) =>
      http.GET('/v1/pacts/{pactId}/tasks', { params: { path: this.#path, query } }),
    );
  }

  task(id: string) {
    return this.#transport.call((http) => http.GET('/v1/pacts/{pactId}/tasks/{id}', this.#at(id)));
  }

  addTask(body: BodyOf<'postTask'>, options?: PostOptions) {
    return this.#transport.call((http) => http.POST('/v1/pacts/{pactId}/tasks', { ...this.#post(options), body }));
  }

  /**
   * Takes a task. A lost race is thrown as TASK_ALREADY_CLAIMED; an answer with `pending: true` is not settled yet.
   * @param wait seconds to wait for the pact to settle it, 0..30, 2 when left out
   */
  claimTask(id: string, body: BodyOf<'claimTask'> = {}, wait?: number) {
    const query = wait === undefined ? {} : { wait };
    return this.#transport.call((http) =>
      http.PUT('/v1/pacts/{pactId}/tasks/{id}/claim', { params: { path: { ...this.#path, id }, query }, body }),
    );
  }

  renewTask(id: string, body: BodyOf<'renewTask'> = {}) {
    return this.#transport.call((http) => http.PUT('/v1/pacts/{pactId}/tasks/{id}/renew', { ...this.#at(id), body }));
  }

  releaseTask(id: string, body: BodyOf<'releaseTask'> = {}) {
    return this.#transport.call((http) => http.PUT('/v1/pacts/{pactId}/tasks/{id}/release', { ...this.#at(id), body }));
  }

  completeTask(id: string, body: BodyOf<'completeTask'> = {}) {
    return this.#transport.call((http) =>
      http.PUT('/v1/pacts/{pactId}/tasks/{id}/complete', { ...this.#at(id), body }),
    );
  }

  explainTask(id: string) {
    return this.#transport.call((http) => http.GET('/v1/pacts/{pactId}/tasks/{id}/explain', this.#at(id)));
  }

  skills(query: QueryOf<'listSkills'> = {}) {
    return this.#transport.call((http) =>
      http.GET('/v1/pacts/{pactId}/skills', { params: { path: this.#path, query } }),
    );
  }

  installedSkills() {
    return this.#transport.call((http) =>
      http.GET('/v1/pacts/{pactId}/skills/installed', { params: { path: this.#path } }),
    );
  }

  /** Shares a skill; its checksum is computed here, as the contract defines it. */
  async shareSkill(skill: Omit<BodyOf<'postSkill'>, 'checksum'>, options?: PostOptions) {
    const body = { ...skill, checksum: await skillChecksum(skill.content) };
    return this.#transport.call((http) => http.POST('/v1/pacts/{pactId}/skills', { ...this.#post(options), body }));
  }

  /** Writes the skill into the data directory of the daemon; nothing is run. */
  installSkill(id: string) {
    return this.#transport.call((http) =>
      http.POST('/v1/pacts/{pactId}/skills/{id}/install', { ...this.#at(id), body: { confirm: true } }),
    );
  }

  /** Mints an invite for one node. */
  createInvite(body: Omit<BodyOf<'createInvite'>, 'confirm'> = {}) {
    return this.#transport.call((http) =>
      http.POST('/v1/pacts/{pactId}/invites', { params: { path: this.#path }, body: { ...body, confirm: true } }),
    );
  }

  invites() {
    return this.#transport.call((http) => http.GET('/v1/pacts/{pactId}/invites', { params: { path: this.#path } }));
  }

  revokeInvite(nonce: string) {
    return this.#transport.call((http) =>
      http.DELETE('/v1/pacts/{pactId}/invites/{nonce}', {
        params: { path: { ...this.#path, nonce } },
        body: { confirm: nonce },
      }),
    );
  }

  /** Makes a member an indexer, or names it as a successor; `key` is its writer key. */
  promoteMember(body: Omit<BodyOf<'promoteMember'>, 'confirm'>) {
    return this.#transport.call((http) =>
      http.POST('/v1/pacts/{pactId}/admin/promote', { params: { path: this.#path }, body: { ...body, confirm: true } }),
    );
  }

  /** Removes a member for good; `key` is its writer key. */
  removeMember(key: string) {
    return this.#transport.call((http) =>
      http.POST('/v1/pacts/{pactId}/admin/remove', { params: { path: this.#path }, body: { key, confirm: true } }),
    );
  }

  /** Replaces a lost indexer, or votes for it. */
  recover(body: Omit<BodyOf<'recoverPact'>, 'confirm'> = {}) {
    return this.#transport.call((http) =>
      http.POST('/v1/pacts/{pactId}/admin/recover', { params: { path: this.#path }, body: { ...body, confirm: true } }),
    );
  }

  reindex() {
    return this.#transport.call((http) => http.POST('/v1/pacts/{pactId}/reindex', { params: { path: this.#path } }));
  }

  /** One page of what arrived; with `wait` the daemon holds the answer until something does. */
  listChanges(query: QueryOf<'listChanges'> = {}, signal?: AbortSignal) {
    return this.#transport.call((http) =>
      http.GET('/v1/pacts/{pactId}/changes', { params: { path: this.#path, query }, signal }),
    );
  }

  /**
   * Everything that arrives, oldest first, one page at a time, for as long as the caller reads. Keep a page's `cursor` and pass it as
   * `since` to go on exactly there. A daemon that is away is waited for; anything the caller has to mend is thrown.
   */
  async *changes(options: ChangesOptions = {}): AsyncGenerator<ChangePage, void, undefined> {
    const { since, from, signal, ...filter } = options;
    const ended = anySignal(signal, this.#transport.signal);
    let cursor = since;
    let failures = 0;
    while (!ended.aborted) {
      // The head's cursor is fetched without waiting: while it is unknown, a broken connection would lose what arrives meanwhile.
      const start = cursor === undefined ? { from } : { since: cursor };
      const wait = cursor === undefined && from === 'head' ? 0 : POLL_WAIT_S;
      try {
        const page = await this.listChanges({ ...filter, ...start, wait }, ended);
        failures = 0;
        cursor = page.cursor ?? cursor;
        if (page.entries.length > 0 || page.retracted.length > 0) yield page;
      } catch (error) {
        if (ended.aborted) return;
        if (!isTransient(error)) throw error;
        failures += 1;
        await pause(retryDelayMs(failures), ended);
      }
    }
  }

  get #path() {
    return { pactId: this.ref };
  }

  #at(id: string) {
    return { params: { path: { pactId: this.ref, id } } };
  }

  #post(options: PostOptions | undefined) {
    const key = options?.idempotencyKey;
    return { params: { path: this.#path, ...(key === undefined ? {} : { header: { 'Idempotency-Key': key } }) } };
  }
}

/** The label line that opens the hashed text of a skill, from the OpenPact REST surface. */
const SKILL_LABEL = 'openpact-skill-content:v1\n';

/** `sha256:` and the hex of SHA-256 over the label line and the content. */
export async function skillChecksum(content: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(SKILL_LABEL + content));
  return `sha256:${Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
