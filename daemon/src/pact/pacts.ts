import crypto from 'hypercore-crypto';
import { ConcordatError, type Json } from '../errors.js';
import { failpoint } from '../failpoints.js';
import type { Connection } from '../network/index.js';
import type { Caller } from '../node/index.js';
import { requestAdmission, serveAdmissions, type AdmitRequest, type Admission } from './admission.js';
import { Events } from './events.js';
import { decodeInvite, type InviteToken } from './invite-token.js';
import { writerKeyOf } from './signers.js';
import { type NodeParts, Pact } from './pact.js';
import { joiningPact } from './joining.js';
import { Registry, type Registration } from './registry.js';
import type { EmbeddingStatus, SearchQuery } from '../search/types.js';
import type { Joined, JsonText, LiveEvent, LiveQuery, LiveStart, PactApi, PactsApi, PactSummary } from './types.js';

const WRITABLE_MS = 10_000;

/** All pacts of this node. Opens those that the registry knows, makes and joins new ones, and answers joiners. */
export class Pacts implements PactsApi {
  readonly #node: NodeParts;
  readonly #registry: Registry;
  readonly #open = new Map<string, Pact>();
  /** Pacts that are being opened: closing waits for them, since the store must not close underneath. */
  readonly #opening = new Set<Promise<Pact>>();
  readonly #events: Events;
  readonly #stops: (() => void)[];
  /** Joins under way: one at a time for a pact. */
  readonly #joining = new Set<string>();

  constructor(node: NodeParts) {
    this.#node = node;
    this.#registry = new Registry(node.directory.pactsFile);
    this.#events = new Events(
      node.arrivals,
      (pactId) => this.#registry.find(pactId)?.alias ?? '',
      (pactId, id) => this.#open.get(pactId)?.tasks.get(id) as unknown as Json,
    );
    this.#stops = [
      node.network.onConnection((connection) => this.#connected(connection)),
      node.network.onPeer((event, nodeKey) => this.#peer(event, nodeKey)),
    ];
  }

  /** Opens every pact of the registry; resolves when they are open. */
  async open(): Promise<void> {
    const members = this.#registry.all.filter((registration) => registration.encryption_key !== null);
    await Promise.all(members.map((registration) => this.#openPact(registration)));
  }

  async #openPact(registration: Registration, options: { created?: boolean; jumpTo?: string } = {}): Promise<Pact> {
    const opening = this.#openIt(registration, options);
    this.#opening.add(opening);
    try {
      return await opening;
    } finally {
      this.#opening.delete(opening);
    }
  }

  async #openIt(registration: Registration, options: { created?: boolean; jumpTo?: string }): Promise<Pact> {
    const id: { current: string } = { current: registration.pact_id };
    const pact = await Pact.open(
      this.#node,
      registration,
      {
        registration: () => this.#registry.find(id.current),
        onRegistration: (change) => void this.#registry.update(id.current, change),
        onMoved: (moved) => this.#moved(moved),
      },
      options,
    );
    id.current = pact.id;
    this.#open.set(pact.id, pact);
    for (const connection of this.#node.network.connections()) pact.connected(connection);
    return pact;
  }

  #connected(connection: Connection): void {
    serveAdmissions(connection, (request) => this.#admit(connection, request));
    for (const pact of this.#open.values()) pact.connected(connection);
    this.#node.store.replicate(connection.stream);
    this.#node.wakeup.addStream(connection.stream);
  }

  async #admit(connection: Connection, request: AdmitRequest): Promise<Admission> {
    const pact = [...this.#open.values()].find((candidate) => candidate.invites.knows(request.nonce));
    if (!pact) throw new ConcordatError('UNKNOWN_INVITE', 'this node knows no such invite');
    const admission = await pact.invites.admit(request);
    connection.admit();
    return admission;
  }

  #moved(pact: Pact): void {
    if (!this.#events.heard) return;
    const { length, confirmed_length } = pact.lengths;
    this.#events.tell({ event: 'update', data: { pactId: pact.id, alias: pact.alias, length, confirmed_length } });
  }

  #peer(event: 'peer-add' | 'peer-remove', nodeKey: string): void {
    for (const pactId of this.sharedWith(nodeKey)) {
      this.#events.tell({
        event,
        data: { pactId, alias: this.#registry.find(pactId)?.alias ?? '', node_key: nodeKey },
      });
    }
  }

  list(): PactSummary[] {
    return this.#registry.all.map((registration): PactSummary => {
      const { alias, pact_id, added_at, display_name } = registration;
      const summary = this.#open.get(pact_id)?.summary;
      return {
        alias,
        pact_id,
        added_at,
        data_dir: this.#node.directory.pact(pact_id),
        is_current: alias === this.#registry.current,
        pact_name: summary?.name ?? null,
        pact_purpose: summary?.purpose ?? null,
        display_name: summary?.display_name ?? display_name,
        role: summary?.role ?? null,
      };
    });
  }

  current(): string | null {
    return this.#registry.current;
  }

  #registration(ref: string): Registration {
    const registration = this.#registry.find(ref);
    if (!registration) throw new ConcordatError('UNKNOWN_PACT', `this node holds no pact "${ref.slice(0, 80)}"`);
    return registration;
  }

  async get(ref: string): Promise<PactApi> {
    const registration = this.#registration(ref);
    const open = this.#open.get(registration.pact_id);
    if (open) return open;
    const { writer } = await this.#writer(registration.namespace);
    return joiningPact(registration, this.#node.key.handle, writer, async (token) => {
      const invite = decodeInvite(token);
      if (invite.pactId !== registration.pact_id) throw new ConcordatError('INVITE_WRONG_PACT');
      await this.#admitted(invite, registration);
      return invite.nonce;
    });
  }

  /** An open pact, for tests. */
  opened(ref: string): Pact {
    const pact = this.#open.get(this.#registration(ref).pact_id);
    if (!pact) throw new ConcordatError('PACT_NOT_READY');
    return pact;
  }

  #freeAlias(wanted: string | undefined, fallback: string): string {
    if (wanted !== undefined) {
      if (this.#registry.find(wanted))
        throw new ConcordatError('PACT_ALIAS_EXISTS', `this node has a pact with the alias "${wanted}"`);
      return wanted;
    }
    const base =
      fallback
        .toLowerCase()
        .replaceAll(/[^a-z0-9._-]+/g, '-')
        .replaceAll(/^[^a-z0-9]+|-+$/g, '')
        .slice(0, 60) || 'pact';
    for (let n = 1; ; n++) {
      const alias = n === 1 ? base : `${base}-${n}`;
      if (!this.#registry.find(alias)) return alias;
    }
  }

  /** @param pactId the pact that is joined: the namespace follows from it, so joining again means the same writer. Empty for a new pact. */
  #newRegistration(alias: string, displayName: string | null, pactId = ''): Registration {
    return {
      alias,
      pact_id: pactId,
      namespace: pactId ? `joined/${pactId}` : crypto.randomBytes(16).toString('hex'),
      encryption_key: null,
      added_at: new Date().toISOString(),
      display_name: displayName,
      trusted: [],
      excluded_by: [],
    };
  }

  async create(input: {
    name: string;
    purpose?: string | null;
    display_name?: string | null;
    alias?: string;
  }): Promise<Joined> {
    const { name, purpose = null, display_name = null } = input;
    const alias = this.#freeAlias(input.alias, name);
    const registration = {
      ...this.#newRegistration(alias, display_name),
      encryption_key: crypto.randomBytes(32).toString('hex'),
    };
    const pact = await this.#openPact(registration, { created: true });
    await pact.begin({ t: 'genesis', node: this.#node.key.id, name, purpose, display_name });
    failpoint('pact-begun');
    this.#registry.add({ ...registration, pact_id: pact.id });
    return this.#joined(pact);
  }

  /** Registers by key alone, or joins with an invite. */
  async join(input: { key?: string; token?: string; alias?: string; display_name?: string | null }): Promise<Joined> {
    const invite = input.token === undefined ? null : decodeInvite(input.token);
    const pactId = invite?.pactId ?? input.key;
    if (pactId === undefined) throw new ConcordatError('BAD_REQUEST', 'give "token" (an invite) or "key" (a pact id)');
    if (invite && input.key !== undefined && input.key !== invite.pactId) throw new ConcordatError('INVITE_WRONG_PACT');
    const known = this.#registry.find(pactId);
    if (known && known.encryption_key !== null && known.excluded_by.length === 0)
      throw new ConcordatError('PACT_ALIAS_EXISTS', `this node is in that pact already, as "${known.alias}"`);
    const alias = known?.alias ?? this.#freeAlias(input.alias, invite?.pactName ?? 'pact');
    const registration = known ?? this.#newRegistration(alias, input.display_name ?? null, pactId);
    if (!invite) {
      if (!known) this.#registry.add(registration);
      return {
        ok: true,
        alias: registration.alias,
        pact_id: pactId,
        pact_name: null,
        pact_purpose: null,
        display_name: registration.display_name,
        peer_handle: this.#node.key.handle,
        role: null,
      };
    }
    return this.#joined(await this.#admitted(invite, registration));
  }

  /** The pair that signs, or will sign, the own log of a namespace, and the writer key that follows from it. */
  async #writer(
    namespace: string,
  ): Promise<{ pair: { publicKey: Buffer; secretKey: Buffer }; writer: string; manifest: number }> {
    const { store } = this.#node;
    // Autobase signs its local log with the pair of this name (checked: the key equals that of the opened log).
    const pair = await store.namespace(namespace).createKeyPair('local');
    return {
      pair,
      writer: writerKeyOf(pair.publicKey, store.manifestVersion).toString('hex'),
      manifest: store.manifestVersion,
    };
  }

  async #admitted(invite: InviteToken, registration: Registration): Promise<Pact> {
    if (invite.expiresAt < this.#node.now())
      throw new ConcordatError('INVITE_EXPIRED', `the invite expired at ${new Date(invite.expiresAt).toISOString()}`);
    if (this.#joining.has(registration.pact_id))
      throw new ConcordatError('PACT_NOT_READY', 'this node is joining that pact already');
    this.#joining.add(registration.pact_id);
    try {
      const { pair, writer, manifest } = await this.#writer(registration.namespace);
      const joiner = {
        nodeKeyPair: this.#node.key.keyPair,
        writerKeyPair: pair,
        writer,
        manifest,
        displayName: registration.display_name,
      };
      const admission = await requestAdmission(this.#node.network, invite, joiner);
      failpoint('join-admitted');
      const complete: Registration = {
        ...registration,
        encryption_key: admission.encryptionKey.toString('hex'),
        // The others, too: the admitter may be gone before it has told who the members are.
        trusted: [...new Set([admission.connection.remoteKey, ...admission.members.map(({ node }) => node)])],
        excluded_by: [],
      };
      for (const { node, addresses } of admission.members) {
        this.#node.book.remember(node, addresses);
        this.#node.network.want(node, registration.pact_id, addresses);
      }
      return await this.#enter(complete, this.#registry.find(registration.pact_id), admission.system);
    } finally {
      this.#joining.delete(registration.pact_id);
    }
  }

  /**
   * Opens a pact that this node was admitted to and waits for its first view. Puts everything back when none comes (the admitter
   * may have lied, or gone away); the same invite then admits the same writer again.
   */
  async #enter(complete: Registration, before: Registration | undefined, system: string): Promise<Pact> {
    const { pact_id } = complete;
    if (before) this.#registry.update(pact_id, complete);
    else this.#registry.add(complete);
    failpoint('join-registered');
    await this.#open.get(pact_id)?.close();
    const pact = await this.#openPact(complete, { jumpTo: system });
    try {
      await pact.waitForWritable(WRITABLE_MS);
      // A writer must have written before it can ever take over the order, so every member begins with a word about itself.
      // Nobody waits for it: a long pact is read into the tables first.
      pact.begin({ t: 'profile', display_name: complete.display_name }).catch((error: Error) => {
        this.#node.logger.warn({ pact: complete.alias, err: error }, 'the first op could not be written yet');
      });
      return pact;
    } catch (error) {
      // A daemon that stops keeps what it was admitted to, and its next start goes on from there, as after a kill.
      if (error instanceof ConcordatError && error.code === 'SHUTTING_DOWN') throw error;
      await this.#leave(pact_id);
      if (before) this.#registry.add(before);
      throw error;
    }
  }

  #joined(pact: Pact): Joined {
    const { name, purpose, display_name, role } = pact.summary;
    return {
      ok: true,
      alias: pact.alias,
      pact_id: pact.id,
      pact_name: name,
      pact_purpose: purpose,
      display_name,
      peer_handle: this.#node.key.handle,
      role,
    };
  }

  switch(alias: string): void {
    this.#registry.switch(this.#registration(alias).alias);
  }

  rename(ref: string, alias: string): { alias: string; pact_id: string } {
    const { pact_id, alias: before } = this.#registration(ref);
    if (alias !== before) {
      this.#registry.update(pact_id, { alias: this.#freeAlias(alias, alias) });
    }
    return { alias, pact_id };
  }

  /** Leaves the pact on this node: its keys and rows go; what other members hold is theirs. */
  async remove(ref: string): Promise<{ alias: string; pact_id: string }> {
    const { alias, pact_id } = this.#registration(ref);
    await this.#leave(pact_id);
    return { alias, pact_id };
  }

  async #leave(pactId: string): Promise<void> {
    const pact = this.#open.get(pactId);
    this.#open.delete(pactId);
    await pact?.close();
    this.#registry.remove(pactId);
    this.#node.tables.remove(pactId);
    this.#node.search.leave(pactId);
    this.#node.similar.forget(pactId);
  }

  async *events(query: LiveQuery): AsyncIterable<LiveStart | LiveEvent> {
    const registration = query.pact === undefined ? undefined : this.#registration(query.pact);
    const { type, agent_id } = query;
    yield* this.#events.listen(
      {
        ...(registration ? { p: this.#node.tables.pact(registration.pact_id).p, pactId: registration.pact_id } : {}),
        ...(type === undefined ? {} : { type }),
        ...(agent_id === undefined ? {} : { agent_id }),
      },
      query.since,
      query.signal,
    );
  }

  async search(query: SearchQuery, reader?: Caller): Promise<JsonText> {
    const open = [...this.#open.values()];
    const found = await this.#node.search.search(
      open.map(({ id, alias }) => ({ pact_id: id, alias })),
      query,
    );
    // Of another pact's ids a pact knows nothing, so each may be told all of them.
    if (reader) for (const pact of open) pact.entries.given(reader, found.ids);
    return found;
  }

  embeddings(): EmbeddingStatus {
    return this.#node.search.embeddings();
  }

  sharedWith(nodeKey: string): string[] {
    return [...this.#open.values()].filter((pact) => pact.nodes.has(nodeKey)).map((pact) => pact.id);
  }

  committing(): boolean {
    for (const pact of this.#open.values()) if (pact.committing) return true;
    return false;
  }

  ready(): boolean {
    return this.#open.size > 0;
  }

  agentCount(): number {
    return new Set([...this.#open.values()].flatMap((pact) => [...pact.nodes])).size;
  }

  async close(): Promise<void> {
    for (const stop of this.#stops) stop();
    await Promise.allSettled(this.#opening);
    await Promise.all([...this.#open.values()].map((pact) => pact.close()));
    this.#open.clear();
  }
}
