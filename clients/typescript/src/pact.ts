import { everyItem } from './pages.js';
import { isTransient, pause, retryDelayMs } from './retry.js';
import { anySignal, type CallOptions, type Transport } from './transport.js';
import type { BodyOf, ChangePage, Entry, EntryType, Letter, QueryOf, Rejection, Task } from './types.js';

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

/** Options of {@link Pact.claimTask}. */
export interface ClaimOptions extends CallOptions {
  /** Seconds to wait for the pact to settle it, 0..30; 2 when left out. */
  wait?: number;
}

/** Options of every operation that writes an entry. */
export interface PostOptions extends CallOptions {
  /** 1..64 of `A-Za-z0-9_.:-`: the same key again answers the first entry instead of writing another one. */
  idempotencyKey?: string;
}

/**
 * One pact. Every method is one operation of the contract under `/v1/pacts/{pactId}`: it takes and gives the fields that the daemon's
 * `/docs` describes, and throws `ConcordatApiError`. The `each…` methods walk through a list, and {@link Pact.changes} follows the pact.
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

  status(options?: CallOptions) {
    return this.#transport.call(
      (http, init) => http.GET('/v1/pacts/{pactId}/status', { ...init, params: { path: this.#path } }),
      options,
    );
  }

  /** Names the pact and its purpose for all members; null clears, what is left out stays. */
  setInfo(body: BodyOf<'setPactInfo'>, options?: CallOptions) {
    return this.#transport.call(
      (http, init) => http.PUT('/v1/pacts/{pactId}/info', { ...init, params: { path: this.#path }, body }),
      options,
    );
  }

  /** Sets this node's display name in the pact. */
  setMe(body: BodyOf<'setMe'>, options?: CallOptions) {
    return this.#transport.call(
      (http, init) => http.PUT('/v1/pacts/{pactId}/me', { ...init, params: { path: this.#path }, body }),
      options,
    );
  }

  /** This node first. */
  members(query: QueryOf<'listMembers'> = {}, options?: CallOptions) {
    return this.#transport.call(
      (http, init) => http.GET('/v1/pacts/{pactId}/agents', { ...init, params: { path: this.#path, query } }),
      options,
    );
  }

  /** One page of entries of all types, or of those named. */
  entries(query: QueryOf<'listEntries'> = {}, options?: CallOptions) {
    return this.#transport.call(
      (http, init) => http.GET('/v1/pacts/{pactId}/entries', { ...init, params: { path: this.#path, query } }),
      options,
    );
  }

  /** Every entry, page after page; `limit` is the size of a page. */
  eachEntry(query: QueryOf<'listEntries'> = {}, options?: CallOptions): AsyncGenerator<Entry, void, undefined> {
    return everyItem((cursor) => this.entries({ ...query, cursor }, options), query.cursor);
  }

  /** One page of open conflicts, newest first: what is current and does not agree. */
  conflicts(query: QueryOf<'listConflicts'> = {}, options?: CallOptions) {
    return this.#transport.call(
      (http, init) =>
        http.GET('/v1/pacts/{pactId}/knowledge/conflicts', { ...init, params: { path: this.#path, query } }),
      options,
    );
  }

  /** What an entry or a topic is connected to, nearest first; name exactly one of them. */
  graph(query: QueryOf<'readGraph'>, options?: CallOptions) {
    return this.#transport.call(
      (http, init) => http.GET('/v1/pacts/{pactId}/knowledge/graph', { ...init, params: { path: this.#path, query } }),
      options,
    );
  }

  /** Finds entries by what they say, the best first; `q` may be any text. */
  search(query: QueryOf<'searchPact'>, options?: CallOptions) {
    return this.#transport.call(
      (http, init) => http.GET('/v1/pacts/{pactId}/search', { ...init, params: { path: this.#path, query } }),
      options,
    );
  }

  /** As {@link search}, for a question that carries an embedding: what is near to it counts beside what says the words. */
  searchEntries(body: BodyOf<'searchEntries'>, options?: CallOptions) {
    return this.#transport.call(
      (http, init) => http.POST('/v1/pacts/{pactId}/search', { ...init, params: { path: this.#path }, body }),
      options,
    );
  }

  entry(id: string, options?: CallOptions) {
    return this.#transport.call(
      (http, init) => http.GET('/v1/pacts/{pactId}/entries/{id}', { ...init, params: { path: { ...this.#path, id } } }),
      options,
    );
  }

  /** Entries that refer to an entry. */
  references(id: string, options?: CallOptions) {
    return this.#transport.call(
      (http, init) =>
        http.GET('/v1/pacts/{pactId}/entries/{id}/referenced-by', { ...init, params: { path: { ...this.#path, id } } }),
      options,
    );
  }

  /** Says what this agent makes of an entry; its next reaction takes this one's place. */
  react(id: string, reaction: BodyOf<'setReaction'>['reaction'], options?: CallOptions) {
    return this.#transport.call(
      (http, init) =>
        http.PUT('/v1/pacts/{pactId}/entries/{id}/reaction', {
          ...init,
          params: { path: { ...this.#path, id } },
          body: { reaction },
        }),
      options,
    );
  }

  /** Takes this agent's reaction to an entry back. */
  clearReaction(id: string, options?: CallOptions) {
    return this.#transport.call(
      (http, init) =>
        http.DELETE('/v1/pacts/{pactId}/entries/{id}/reaction', { ...init, params: { path: { ...this.#path, id } } }),
      options,
    );
  }

  /** One page of what the pact refused, newest first. */
  rejections(query: QueryOf<'listRejections'> = {}, options?: CallOptions) {
    return this.#transport.call(
      (http, init) => http.GET('/v1/pacts/{pactId}/rejections', { ...init, params: { path: this.#path, query } }),
      options,
    );
  }

  /** Everything that the pact refused, newest first. */
  eachRejection(
    query: QueryOf<'listRejections'> = {},
    options?: CallOptions,
  ): AsyncGenerator<Rejection, void, undefined> {
    return everyItem((cursor) => this.rejections({ ...query, cursor }, options), query.cursor);
  }

  /** One page of knowledge. */
  knowledge(query: QueryOf<'listKnowledge'> = {}, options?: CallOptions) {
    return this.#transport.call(
      (http, init) => http.GET('/v1/pacts/{pactId}/knowledge', { ...init, params: { path: this.#path, query } }),
      options,
    );
  }

  /** All knowledge, page after page. */
  eachKnowledge(query: QueryOf<'listKnowledge'> = {}, options?: CallOptions): AsyncGenerator<Entry, void, undefined> {
    return everyItem((cursor) => this.knowledge({ ...query, cursor }, options), query.cursor);
  }

  recordKnowledge(body: BodyOf<'postKnowledge'>, options?: PostOptions) {
    return this.#transport.call(
      (http, init) =>
        http.POST('/v1/pacts/{pactId}/knowledge', {
          ...init,
          params: { path: this.#path, header: keyOf(options) },
          body,
        }),
      options,
    );
  }

  /** One page of messages. */
  messages(query: QueryOf<'listMessages'> = {}, options?: CallOptions) {
    return this.#transport.call(
      (http, init) => http.GET('/v1/pacts/{pactId}/messages', { ...init, params: { path: this.#path, query } }),
      options,
    );
  }

  /** All messages, page after page. */
  eachMessage(query: QueryOf<'listMessages'> = {}, options?: CallOptions): AsyncGenerator<Entry, void, undefined> {
    return everyItem((cursor) => this.messages({ ...query, cursor }, options), query.cursor);
  }

  postMessage(body: BodyOf<'postMessage'>, options?: PostOptions) {
    return this.#transport.call(
      (http, init) =>
        http.POST('/v1/pacts/{pactId}/messages', {
          ...init,
          params: { path: this.#path, header: keyOf(options) },
          body,
        }),
      options,
    );
  }

  /** One page of the caller's inbox, unread messages first; read them and they count as delivered. */
  inbox(query: QueryOf<'listInbox'> = {}, options?: CallOptions) {
    return this.#transport.call(
      (http, init) => http.GET('/v1/pacts/{pactId}/inbox', { ...init, params: { path: this.#path, query } }),
      options,
    );
  }

  /** Every message of the inbox, page after page. */
  eachLetter(query: QueryOf<'listInbox'> = {}, options?: CallOptions): AsyncGenerator<Letter, void, undefined> {
    return everyItem((cursor) => this.inbox({ ...query, cursor }, options), query.cursor);
  }

  /** What the caller needs at the start of its work, cut to a budget; `text` is made for a model. */
  context(query: QueryOf<'readContext'> = {}, options?: CallOptions) {
    return this.#transport.call(
      (http, init) => http.GET('/v1/pacts/{pactId}/context', { ...init, params: { path: this.#path, query } }),
      options,
    );
  }

  /** Says that these messages of the inbox have been dealt with: they are unread no more, and their senders see it. */
  acknowledge(ids: readonly string[], options?: CallOptions) {
    return this.#transport.call(
      (http, init) =>
        http.POST('/v1/pacts/{pactId}/inbox/ack', { ...init, params: { path: this.#path }, body: { ids: [...ids] } }),
      options,
    );
  }

  /** One page of tasks. */
  tasks(query: QueryOf<'listTasks'> = {}, options?: CallOptions) {
    return this.#transport.call(
      (http, init) => http.GET('/v1/pacts/{pactId}/tasks', { ...init, params: { path: this.#path, query } }),
      options,
    );
  }

  /** All tasks, page after page. */
  eachTask(query: QueryOf<'listTasks'> = {}, options?: CallOptions): AsyncGenerator<Task, void, undefined> {
    return everyItem((cursor) => this.tasks({ ...query, cursor }, options), query.cursor);
  }

  task(id: string, options?: CallOptions) {
    return this.#transport.call(
      (http, init) => http.GET('/v1/pacts/{pactId}/tasks/{id}', { ...init, params: { path: { ...this.#path, id } } }),
      options,
    );
  }

  addTask(body: BodyOf<'postTask'>, options?: PostOptions) {
    return this.#transport.call(
      (http, init) =>
        http.POST('/v1/pacts/{pactId}/tasks', { ...init, params: { path: this.#path, header: keyOf(options) }, body }),
      options,
    );
  }

  /** Takes a task. A lost race is thrown as `TaskAlreadyClaimedError`; an answer with `pending: true` is not settled yet. */
  claimTask(id: string, body: BodyOf<'claimTask'> = {}, options?: ClaimOptions) {
    return this.#transport.call(
      (http, init) =>
        http.PUT('/v1/pacts/{pactId}/tasks/{id}/claim', {
          ...init,
          params: { path: { ...this.#path, id }, query: { wait: options?.wait } },
          body,
        }),
      options,
    );
  }

  renewTask(id: string, body: BodyOf<'renewTask'> = {}, options?: CallOptions) {
    return this.#transport.call(
      (http, init) =>
        http.PUT('/v1/pacts/{pactId}/tasks/{id}/renew', { ...init, params: { path: { ...this.#path, id } }, body }),
      options,
    );
  }

  releaseTask(id: string, body: BodyOf<'releaseTask'> = {}, options?: CallOptions) {
    return this.#transport.call(
      (http, init) =>
        http.PUT('/v1/pacts/{pactId}/tasks/{id}/release', { ...init, params: { path: { ...this.#path, id } }, body }),
      options,
    );
  }

  completeTask(id: string, body: BodyOf<'completeTask'> = {}, options?: CallOptions) {
    return this.#transport.call(
      (http, init) =>
        http.PUT('/v1/pacts/{pactId}/tasks/{id}/complete', { ...init, params: { path: { ...this.#path, id } }, body }),
      options,
    );
  }

  /** Every claim of a task in the order of the log, and which won. */
  explainTask(id: string, options?: CallOptions) {
    return this.#transport.call(
      (http, init) =>
        http.GET('/v1/pacts/{pactId}/tasks/{id}/explain', { ...init, params: { path: { ...this.#path, id } } }),
      options,
    );
  }

  /** One page of skills. */
  skills(query: QueryOf<'listSkills'> = {}, options?: CallOptions) {
    return this.#transport.call(
      (http, init) => http.GET('/v1/pacts/{pactId}/skills', { ...init, params: { path: this.#path, query } }),
      options,
    );
  }

  /** All skills, page after page. */
  eachSkill(query: QueryOf<'listSkills'> = {}, options?: CallOptions): AsyncGenerator<Entry, void, undefined> {
    return everyItem((cursor) => this.skills({ ...query, cursor }, options), query.cursor);
  }

  /** Skills that were installed on this machine. */
  installedSkills(options?: CallOptions) {
    return this.#transport.call(
      (http, init) => http.GET('/v1/pacts/{pactId}/skills/installed', { ...init, params: { path: this.#path } }),
      options,
    );
  }

  /** The text of a skill; the daemon has held it against its checksum. */
  skillContent(id: string, options?: CallOptions) {
    return this.#transport.call(
      (http, init) =>
        http.GET('/v1/pacts/{pactId}/skills/{id}/content', { ...init, params: { path: { ...this.#path, id } } }),
      options,
    );
  }

  /** Shares a skill; its checksum is computed here, as the contract defines it. */
  async shareSkill(skill: Omit<BodyOf<'postSkill'>, 'checksum'>, options?: PostOptions) {
    const body = { ...skill, checksum: await skillChecksum(skill.content) };
    return this.#transport.call(
      (http, init) =>
        http.POST('/v1/pacts/{pactId}/skills', { ...init, params: { path: this.#path, header: keyOf(options) }, body }),
      options,
    );
  }

  /** Writes the skill into the data directory of the daemon; nothing is run. */
  installSkill(id: string, options?: CallOptions) {
    return this.#transport.call(
      (http, init) =>
        http.POST('/v1/pacts/{pactId}/skills/{id}/install', {
          ...init,
          params: { path: { ...this.#path, id } },
          body: { confirm: true },
        }),
      options,
    );
  }

  /** Mints an invite for one node. */
  createInvite(body: Omit<BodyOf<'createInvite'>, 'confirm'> = {}, options?: CallOptions) {
    return this.#transport.call(
      (http, init) =>
        http.POST('/v1/pacts/{pactId}/invites', {
          ...init,
          params: { path: this.#path },
          body: { ...body, confirm: true },
        }),
      options,
    );
  }

  invites(options?: CallOptions) {
    return this.#transport.call(
      (http, init) => http.GET('/v1/pacts/{pactId}/invites', { ...init, params: { path: this.#path } }),
      options,
    );
  }

  revokeInvite(nonce: string, options?: CallOptions) {
    return this.#transport.call(
      (http, init) =>
        http.DELETE('/v1/pacts/{pactId}/invites/{nonce}', {
          ...init,
          params: { path: { ...this.#path, nonce } },
          body: { confirm: nonce },
        }),
      options,
    );
  }

  /** Second step after joining with a key; `writer_key` is the `public_key` of {@link Pact.status}. */
  redeemInvite(body: Omit<BodyOf<'redeemInvite'>, 'confirm'>, options?: CallOptions) {
    return this.#transport.call(
      (http, init) =>
        http.POST('/v1/pacts/{pactId}/invites/redeem', {
          ...init,
          params: { path: this.#path },
          body: { ...body, confirm: true },
        }),
      options,
    );
  }

  /** Admits a writer by its key, without an invite. */
  addMember(body: BodyOf<'addMember'>, options?: CallOptions) {
    return this.#transport.call(
      (http, init) => http.POST('/v1/pacts/{pactId}/admin/members', { ...init, params: { path: this.#path }, body }),
      options,
    );
  }

  /** Makes a member an indexer, or names it as a successor; `key` is its writer key. */
  promoteMember(body: Omit<BodyOf<'promoteMember'>, 'confirm'>, options?: CallOptions) {
    return this.#transport.call(
      (http, init) =>
        http.POST('/v1/pacts/{pactId}/admin/promote', {
          ...init,
          params: { path: this.#path },
          body: { ...body, confirm: true },
        }),
      options,
    );
  }

  /** Removes a member for good; `key` is its writer key. */
  removeMember(key: string, options?: CallOptions) {
    return this.#transport.call(
      (http, init) =>
        http.POST('/v1/pacts/{pactId}/admin/remove', {
          ...init,
          params: { path: this.#path },
          body: { key, confirm: true },
        }),
      options,
    );
  }

  /** The same as {@link Pact.removeMember}, by the route that takes no confirmation. */
  deleteMember(key: string, options?: CallOptions) {
    return this.#transport.call(
      (http, init) =>
        http.DELETE('/v1/pacts/{pactId}/admin/members/{key}', { ...init, params: { path: { ...this.#path, key } } }),
      options,
    );
  }

  /** Replaces a lost indexer, or votes for it. */
  recover(body: Omit<BodyOf<'recoverPact'>, 'confirm'> = {}, options?: CallOptions) {
    return this.#transport.call(
      (http, init) =>
        http.POST('/v1/pacts/{pactId}/admin/recover', {
          ...init,
          params: { path: this.#path },
          body: { ...body, confirm: true },
        }),
      options,
    );
  }

  /** Reads the log into the tables of this node again. */
  reindex(options?: CallOptions) {
    return this.#transport.call(
      (http, init) => http.POST('/v1/pacts/{pactId}/reindex', { ...init, params: { path: this.#path } }),
      options,
    );
  }

  /** One page of what arrived; with `wait` the daemon holds the answer until something does. */
  listChanges(query: QueryOf<'listChanges'> = {}, options?: CallOptions) {
    return this.#transport.call(
      (http, init) => http.GET('/v1/pacts/{pactId}/changes', { ...init, params: { path: this.#path, query } }),
      options,
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
        const page = await this.listChanges({ ...filter, ...start, wait }, { signal: ended });
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
}

const keyOf = (options: PostOptions | undefined) =>
  options?.idempotencyKey === undefined ? {} : { 'Idempotency-Key': options.idempotencyKey };

/** The label line that opens the hashed text of a skill, from the OpenPact REST surface. */
const SKILL_LABEL = 'openpact-skill-content:v1\n';

/** `sha256:` and the hex of SHA-256 over the label line and the content. */
export async function skillChecksum(content: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(SKILL_LABEL + content));
  return `sha256:${Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
