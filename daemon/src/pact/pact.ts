import crypto from 'hypercore-crypto';
import type ProtomuxWakeup from 'protomux-wakeup';
import type { Logger } from 'pino';
import { ConcordatError, type Json } from '../errors.js';
import type { Connection, Gate, GatedStore, Network } from '../network/index.js';
import type { Caller, DataDirectory, LogSync, NodeKey, StartState } from '../node/index.js';
import { type Arrivals, Follower, PactQueries, type PactTables, type Tables } from '../projection/index.js';
import type { Admission, AdmitRequest } from './admission.js';
import type { AddressBook } from './address-book.js';
import { pageOfChanges } from './changes.js';
import { CommitQueue, type Committed } from './commit-queue.js';
import { deadline } from './deadline.js';
import { encodeInvite } from './invite-token.js';
import { PactLog } from './log.js';
import {
  agentIdOf,
  type InviteRecord,
  inviteFault,
  KEYS,
  limits,
  type MemberRecord,
  type NewOp,
  type PactRecord,
  payloadFault,
} from './model/index.js';
import { OpEncoder } from './ops.js';
import { OwnLogCheck } from './own-log.js';
import type { Registration } from './registry.js';
import { checkSkill, InstalledSkills } from './skills.js';
import { Standing } from './standing.js';
import { assertDone, Tasks } from './tasks.js';
import type {
  ChangesQuery,
  ClaimOutcome,
  Entry,
  InstalledSkill,
  Invite,
  InviteSummary,
  JsonText,
  ListQuery,
  Member,
  NewEntry,
  PactApi,
  PactStatus,
  Receipt,
  TaskExplanation,
  TaskState,
} from './types.js';

/** What all pacts of a node share. */
export interface NodeParts {
  readonly store: GatedStore;
  readonly wakeup: ProtomuxWakeup;
  readonly sync: LogSync;
  readonly tables: Tables;
  readonly arrivals: Arrivals;
  readonly network: Network;
  readonly book: AddressBook;
  readonly key: NodeKey;
  readonly directory: DataDirectory;
  readonly state: StartState;
  readonly logger: Logger;
}

/** What a pact tells the node's registry and its listeners. */
export interface PactListeners {
  onRegistration(change: Partial<Registration>): void;
  onMoved(pact: Pact): void;
}

const WRITE_MS = 10_000;
const ADMIT_SIGNED_MS = 5_000;
const TICK_MS = limits.WATERMARK_STEP_MS;
const SHARE_URL = 'https://concordat.invalid/join';

/**
 * One pact of this node: its log, the tables that follow it, its commit queue and where this node stands in it, put together.
 * Everything that the API asks of a pact ends here.
 */
export class Pact implements PactApi {
  readonly id: string;
  alias: string;
  readonly #node: NodeParts;
  readonly #listeners: PactListeners;
  readonly #encryptionKey: Buffer;
  readonly #gate: Gate;
  readonly #log: PactLog;
  readonly #queue: CommitQueue;
  readonly #rows: PactTables;
  readonly #follower: Follower;
  readonly #standing: Standing;
  readonly #tasks: Tasks;
  readonly #skills: InstalledSkills;
  readonly #encoder = new OpEncoder();
  readonly #ownLog: OwnLogCheck;
  readonly queries: PactQueries;
  #interrupted: string | null = null;
  #fault: Error | null = null;
  #roster = -1;
  #lastTick = 0;
  #leaseTimer: NodeJS.Timeout | null = null;
  #leaseAt = 0;
  #closed = false;

  private constructor(
    node: NodeParts,
    registration: Registration,
    listeners: PactListeners,
    opened: { log: PactLog; gate: Gate; encryptionKey: Buffer },
  ) {
    const { log, encryptionKey } = opened;
    this.#node = node;
    this.#listeners = listeners;
    this.#log = log;
    this.#gate = opened.gate;
    this.#encryptionKey = encryptionKey;
    this.id = log.id;
    this.alias = registration.alias;
    this.#rows = node.tables.pact(this.id);
    this.#follower = new Follower(log, this.#rows, log.length, (arrivals) => {
      node.arrivals.announce();
      if (arrivals.some((arrival) => arrival.type === 'task')) this.#watchLeases();
    });
    this.#standing = new Standing({
      network: node.network,
      encryptionKey,
      writer: () => log.writer,
      indexer: () => log.indexer,
      roster: () => ({ members: this.#members(), pact: this.#pact() }),
      trusted: registration.trusted,
      excludedBy: registration.excluded_by,
      onExcluded: (nodes) => listeners.onRegistration({ excluded_by: nodes }),
      onAddresses: (member, addresses) => {
        node.book.remember(member, addresses);
        node.network.want(member, this.id, addresses);
      },
      onVouched: () => log.emit('signed'),
    });
    this.queries = new PactQueries(this.#rows, () =>
      this.#standing.vouched ? Math.min(log.signedLength, this.#follower.trusted) : 0,
    );
    this.#queue = new CommitQueue({
      log,
      sync: () => node.sync.sync(),
      muxes: () => node.store.muxes(),
      follow: () => this.#follower.follow(),
      tick: () => this.#tick(),
      vouched: () => this.#standing.vouched,
    });
    this.#tasks = new Tasks({
      queries: this.queries,
      commit: (op) => this.#commit(op),
      nextSigned: (until) => this.#nextSigned(until),
      rules: () => log.indexer && this.#standing.vouched,
      indexerOnline: () =>
        log.indexer || this.#members().some((member) => member.indexer && !member.gone && this.#online(member.node)),
      now: Date.now,
    });
    this.#skills = new InstalledSkills(node.directory.pact(this.id));
    this.#ownLog = new OwnLogCheck(log, this.#queue, node.logger);
  }

  /**
   * Opens a pact that the registry knows.
   * @param created the pact is being made now, by this node
   */
  static async open(
    node: NodeParts,
    registration: Registration,
    listeners: PactListeners,
    created = false,
  ): Promise<Pact> {
    if (registration.encryption_key === null) throw new ConcordatError('PACT_NOT_READY');
    const encryptionKey = Buffer.from(registration.encryption_key, 'hex');
    let pact: Pact | null = null;
    const gate: Gate = { allows: (remote) => (pact ? pact.allows(remote) : registration.trusted.includes(remote)) };
    const log = new PactLog({
      store: node.store.namespaceFor(registration.namespace, gate),
      key: registration.pact_id ? Buffer.from(registration.pact_id, 'hex') : null,
      encryptionKey,
      wakeup: node.wakeup,
      // What moves before there is a pact is met by its first pass over the view.
      onMove: (move) => {
        if (pact) pact.#follower.moved(move);
      },
    });
    await log.open();
    pact = new Pact(node, registration, listeners, { log, gate, encryptionKey });
    await pact.#start(created);
    return pact;
  }

  async #start(created: boolean): Promise<void> {
    const log = this.#log;
    log.on('update', () => this.#moved());
    log.on('jump', () => log.download());
    log.on('interrupt', (reason) => {
      this.#interrupted = reason;
      this.#node.logger.warn({ pact: this.alias, reason }, 'the pact needs a newer daemon');
    });
    log.on('fault', (error) => {
      this.#fault = error;
      this.#queue.hold(`the pact's log failed: ${error.message}`);
      this.#node.logger.error({ pact: this.alias, err: error }, 'the log of the pact failed');
    });
    if (created) this.#standing.startAlone();
    this.#ownLog.start(
      this.#node.state.started,
      this.#node.state.mark(log.writer),
      () => this.#follower.current && this.#members().length <= 1,
    );
    log.download();
    await this.#follower.follow();
    this.#refreshRoster();
    this.#standing.reconsider();
    this.#watchLeases();
    this.#queue.acknowledge();
  }

  /** The log moved, or more of it was signed. */
  #moved(): void {
    if (this.#closed) return;
    this.#queue.acknowledge();
    this.#follower
      .follow()
      .then(() => {
        if (this.#closed) return;
        this.#refreshRoster();
        this.#listeners.onMoved(this);
        if (!this.#log.complete) this.#log.download();
      })
      .catch((error: Error) => {
        if (!this.#closed)
          this.#node.logger.error({ pact: this.alias, err: error }, 'the tables could not follow the log');
      });
  }

  /** Members changed: who may replicate, which writer cores belong to the pact, whom to dial. */
  #refreshRoster(): void {
    if (this.#rows.rosterVersion === this.#roster) return;
    this.#roster = this.#rows.rosterVersion;
    const { network, store, key, book } = this.#node;
    const owner = this.id;
    const members = this.#members();
    for (const member of members) store.own(crypto.discoveryKey(Buffer.from(member.writer, 'hex')), this.#gate);
    const current = new Set(members.filter((member) => !member.gone).map((member) => member.node));
    for (const { node } of members) {
      if (node === key.id) continue;
      if (current.has(node)) network.want(node, owner, book.get(node));
      else network.unwant(node, owner);
    }
    // A removed peer hears of it before the gate closes on it.
    this.#standing.refresh();
    store.regate();
    this.#watchLeases();
  }

  /** May the node with this key exchange the pact's cores? */
  allows(nodeKey: string): boolean {
    return this.#standing.allows(nodeKey);
  }

  get nodes(): ReadonlySet<string> {
    return this.#standing.nodes;
  }

  /** A connection to some node was made. */
  connected(connection: Connection): void {
    this.#standing.greet(connection);
  }

  /** Roster rows as the tables have them. */
  #members(): MemberRecord[] {
    return this.queries.records<MemberRecord>('a/');
  }

  #pact(): PactRecord | undefined {
    return this.queries.record<PactRecord>(KEYS.pact);
  }

  #self(): MemberRecord | undefined {
    return this.queries.record<MemberRecord>(KEYS.member(this.#log.writer));
  }

  #online(node: string): boolean {
    return node === this.#node.key.id || this.#node.network.connection(node) !== undefined;
  }

  /** How long the view is and how much of it is confirmed. */
  get lengths(): { length: number; confirmed_length: number } {
    return { length: this.#log.length, confirmed_length: this.#standing.vouched ? this.#log.signedLength : 0 };
  }

  // ---- writing

  async #commit(op: NewOp): Promise<Committed> {
    if (this.#interrupted !== null) throw new ConcordatError('UPGRADE_NEEDED', this.#interrupted);
    const excludedBy = this.#standing.excludedBy;
    if (excludedBy !== null)
      throw new ConcordatError(
        'NOT_A_MEMBER',
        `this node was removed from the pact: ${excludedBy} says so, and no member lets it in`,
      );
    return this.#queue.commit(this.#encoder.encode(op), WRITE_MS);
  }

  /** Commits an op that is done or refused, and throws the refusal. */
  async #act(op: NewOp): Promise<Committed> {
    const committed = await this.#commit(op);
    assertDone(committed.outcome);
    return committed;
  }

  /** Commits the first op of a new pact. */
  async begin(genesis: Extract<NewOp, { t: 'genesis' }>): Promise<void> {
    await this.#act(genesis);
  }

  waitForWritable(ms: number): Promise<boolean> {
    return deadline(this.#log.waitForWritable(), ms, 'the first view of the pact');
  }

  /** Appends bytes as they are: only for tests of hostile members. */
  async appendRaw(blocks: readonly Buffer[]): Promise<void> {
    await Promise.all(blocks.map((block) => this.#queue.commit(block, WRITE_MS)));
  }

  async post(caller: Caller, entry: NewEntry): Promise<Entry & Receipt> {
    const { type, payload, refs, ttl, op_id } = entry;
    const fault = payloadFault(type, payload);
    if (type === 'skill') checkSkill(payload);
    if (fault)
      throw new ConcordatError(
        fault.startsWith('the payload is larger') ? 'PAYLOAD_TOO_LARGE' : 'BAD_ENTRY',
        `${type}: ${fault}`,
      );
    const { outcome, confirmed } = await this.#commit({
      t: 'entry',
      type,
      payload,
      ...(refs?.length ? { refs } : {}),
      ...(ttl === undefined ? {} : { ttl }),
      ...(op_id === undefined ? {} : { op_id }),
      ...(caller.name === null ? {} : { agent: caller.name }),
    });
    assertDone(outcome);
    const written = JSON.parse((await this.entry(outcome.id)).text) as Entry;
    return { ...written, durability: 'disk', confirmed: confirmed || this.queries.confirmed(outcome.id) };
  }

  claim(caller: Caller, id: string, options: { wait_s: number; ttl_ms?: number }): Promise<ClaimOutcome> {
    return this.#tasks.claim(caller, id, options);
  }
  renew(caller: Caller, id: string, options: { fence?: number; ttl_ms?: number }): Promise<TaskState & Receipt> {
    return this.#tasks.renew(caller, id, options);
  }
  release(caller: Caller, id: string, options: { fence?: number }): Promise<TaskState & Receipt> {
    return this.#tasks.release(caller, id, options);
  }
  async complete(caller: Caller, id: string, options: { fence?: number; result?: Json }): Promise<TaskState & Receipt> {
    return this.#tasks.complete(caller, id, options);
  }

  // ---- reading

  async list(query: ListQuery): Promise<JsonText> {
    return this.queries.list(query);
  }
  async listTasks(query: ListQuery): Promise<JsonText> {
    return this.queries.listTasks(query, Date.now());
  }
  async rejections(query: { limit?: number; cursor?: string }): Promise<JsonText> {
    return this.queries.rejections(query);
  }
  async referencedBy(id: string): Promise<JsonText> {
    await this.entry(id);
    return this.queries.referencedBy(id);
  }
  async task(id: string): Promise<TaskState> {
    return this.#tasks.get(id);
  }
  async explain(id: string): Promise<TaskExplanation> {
    return this.#tasks.explain(id);
  }
  async entry(id: string): Promise<JsonText> {
    const entry = this.queries.entry(id);
    if (!entry) throw new ConcordatError('NOT_FOUND', `there is no entry ${id}`);
    return entry;
  }
  async changes(query: ChangesQuery): Promise<JsonText> {
    return pageOfChanges(this.#node.arrivals, this.#rows.p, query);
  }

  async status(): Promise<PactStatus> {
    const log = this.#log;
    const pact = this.#pact();
    const self = this.#self();
    const members = this.#members().filter((member) => !member.gone);
    const excludedBy = this.#standing.excludedBy;
    return {
      pact_id: this.id,
      pact_name: pact?.name ?? null,
      pact_purpose: pact?.purpose ?? null,
      peer_handle: this.#node.key.handle,
      display_name: self?.name ?? null,
      role: roleOf(self),
      public_key: log.writer,
      agents: members.length,
      entries: this.#rows.entries,
      is_member: self !== undefined && !self.gone && excludedBy === null,
      is_indexer: log.indexer,
      synced: this.#follower.current && !log.fastForwarding && this.#fault === null,
      offline_ready: log.complete,
      writes_held: this.#queue.held !== null,
      excluded_by: excludedBy,
      protocol: {
        version: pact?.v ?? limits.PROTOCOL_VERSION,
        supported: limits.PROTOCOL_VERSION,
        needs_upgrade: this.#interrupted !== null,
      },
      length: log.length,
      confirmed_length: this.#standing.vouched ? log.signedLength : 0,
      indexers: members.filter((member) => member.indexer).length,
      standby: self?.standby ?? false,
      successors: pact?.successors ?? [],
      forks: pact?.forks ?? 0,
      rejections: this.#rows.rejections,
    };
  }

  /** Name, purpose and own display name, for lists of pacts. */
  get summary(): { name: string | null; purpose: string | null; display_name: string | null; role: Member['role'] } {
    const pact = this.#pact();
    const self = this.#self();
    return {
      name: pact?.name ?? null,
      purpose: pact?.purpose ?? null,
      display_name: self?.name ?? null,
      role: roleOf(self),
    };
  }

  // ---- members and invites

  async members(online?: boolean): Promise<Member[]> {
    const successors = this.#pact()?.successors ?? [];
    const members = this.#members()
      .filter((member) => !member.gone)
      .map(
        (member): Member => ({
          id: member.writer,
          remote_key: member.node,
          node_key: member.node,
          agent_id: agentIdOf(null, member.handle),
          online: this.#online(member.node),
          role: roleOf(member),
          display_name: member.name,
          is_self: member.writer === this.#log.writer,
          is_successor: successors.includes(member.writer),
          standby: member.standby,
        }),
      )
      .sort((a, b) => Number(b.is_self) - Number(a.is_self));
    return online === undefined ? members : members.filter((member) => member.online === online);
  }

  async createInvite({ ttl_ms = limits.INVITE_TTL_MS_DEFAULT }: { ttl_ms?: number }): Promise<Invite> {
    const seed = crypto.randomBytes(32);
    const nonce = crypto.keyPair(seed).publicKey.toString('hex');
    const expiresAt = Date.now() + ttl_ms;
    await this.#act({ t: 'invite', nonce, exp: expiresAt });
    const token = encodeInvite({
      pactId: this.id,
      nonce,
      expiresAt,
      pactName: this.#pact()?.name ?? null,
      seed: seed.toString('hex'),
      admitters: this.#admitters(),
    });
    return { token, share_url: `${SHARE_URL}?invite=${token}`, nonce, expires_at: new Date(expiresAt).toISOString() };
  }

  /** This node and the other members, indexers first, with the addresses that this node knows. */
  #admitters(): { node: string; addresses: { host: string; port: number }[] }[] {
    const { network, key, book } = this.#node;
    const others = this.#members().filter((member) => !member.gone && member.node !== key.id);
    others.sort((a, b) => Number(b.indexer) - Number(a.indexer));
    return [
      { node: key.id, addresses: network.addresses() },
      ...others.map(({ node }) => ({ node, addresses: book.get(node) })),
    ];
  }

  async invites(): Promise<InviteSummary[]> {
    const now = Date.now();
    const name = this.#pact()?.name ?? null;
    return this.queries.records<InviteRecord>('i/').map((invite) => ({
      nonce: invite.nonce,
      expires_at: new Date(invite.exp).toISOString(),
      created_at: new Date(invite.at).toISOString(),
      pact_name: name,
      issuer_display: invite.issuer,
      revoked: invite.state === 'revoked',
      spent_at: invite.spent_at === null ? null : new Date(invite.spent_at).toISOString(),
      spent_by: invite.spent_by,
      dead: inviteFault(invite, now) !== null,
    }));
  }

  async revokeInvite(nonce: string): Promise<void> {
    if (!this.queries.record(KEYS.invite(nonce)))
      throw new ConcordatError('UNKNOWN_INVITE', `the pact knows no invite ${nonce.slice(0, 16)}`);
    await this.#act({ t: 'revoke', nonce });
  }

  /** Does the pact know this invite? */
  knowsInvite(nonce: string): boolean {
    return this.queries.record(KEYS.invite(nonce)) !== undefined;
  }

  /**
   * Decides about a joiner: appends its proofs and hands out keys only when the indexers have signed the admission. A joiner
   * whose answer was lost asks again and is told again. Throws the refusal.
   */
  async admit(request: AdmitRequest): Promise<Admission> {
    const member = this.queries.record<MemberRecord>(KEYS.member(request.writer));
    if (!member || member.gone || member.node !== request.node) {
      const fault = inviteFault(this.queries.record<InviteRecord>(KEYS.invite(request.nonce)) ?? null, Date.now());
      if (fault) throw new ConcordatError(fault.code as 'UNKNOWN_INVITE', fault.message);
      await this.#act({ t: 'admit', ...request });
    }
    const until = Date.now() + ADMIT_SIGNED_MS;
    while (!this.queries.confirmedRecord(KEYS.member(request.writer))) {
      if (!(await this.#nextSigned(until)))
        throw new ConcordatError(
          'NO_INDEXER_REACHABLE',
          'the admission was written, but no indexer has confirmed it yet; join again with the same invite',
        );
    }
    return { pactId: this.id, encryptionKey: this.#encryptionKey, members: this.#admitters() };
  }

  async redeem(): Promise<string> {
    throw new ConcordatError('BAD_REQUEST', 'this node is a member already');
  }

  async addMember(key: string, indexer: boolean): Promise<void> {
    const member = this.queries.record<MemberRecord>(KEYS.member(key));
    if (!member || member.gone)
      throw new ConcordatError('NOT_A_MEMBER', 'a key alone proves nothing: new members join with an invite');
    if (indexer) await this.promote(key, false);
  }

  async removeMember(key: string): Promise<void> {
    await this.#act({ t: 'remove', writer: key });
  }

  async promote(key: string, successor: boolean): Promise<{ role: Member['role']; standby: boolean }> {
    await this.#act({ t: 'promote', writer: key, successor });
    const member = this.queries.record<MemberRecord>(KEYS.member(key));
    return { role: roleOf(member), standby: member?.standby ?? false };
  }

  /** Replaces lost indexers by `indexer` (default: the candidate others voted for, else this node). */
  async recover(indexer?: string): Promise<{ recovered: boolean; votes: number; needed: number; indexer: string }> {
    const candidate = indexer ?? this.#candidate() ?? this.#log.writer;
    const { outcome } = await this.#act({ t: 'recover', indexer: candidate, ...this.#log.system });
    const { recovered = false, votes = 1, needed = 1 } = outcome.ok ? outcome : {};
    return { recovered, votes, needed, indexer: candidate };
  }

  /** Whom another member voted for since the last recovery. */
  #candidate(): string | undefined {
    const forks = this.#pact()?.forks ?? 0;
    return this.queries.records<{ indexer: string }>(KEYS.vote(forks, ''))[0]?.indexer;
  }

  async setInfo(info: {
    name?: string | null;
    purpose?: string | null;
  }): Promise<{ name: string | null; purpose: string | null }> {
    await this.#act({ t: 'info', ...info });
    return { name: this.#pact()?.name ?? null, purpose: this.#pact()?.purpose ?? null };
  }

  async setMe(displayName: string): Promise<{ display_name: string | null }> {
    await this.#act({ t: 'profile', display_name: displayName });
    this.#listeners.onRegistration({ display_name: displayName });
    return { display_name: this.#self()?.name ?? null };
  }

  // ---- skills

  async skillContent(
    id: string,
  ): Promise<{ id: string; name: string; version: string; format: string; checksum: string; content: string }> {
    const { type, payload } = JSON.parse((await this.entry(id)).text) as Entry;
    if (type !== 'skill') throw new ConcordatError('NOT_FOUND', `${id} is not a skill`);
    checkSkill(payload);
    const { name, version, format, checksum, content } = payload as Record<string, string>;
    return { id, name, version, format, checksum, content } as {
      id: string;
      name: string;
      version: string;
      format: string;
      checksum: string;
      content: string;
    };
  }

  async installSkill(id: string): Promise<{ ok: true; id: string; path: string; installed_at: string }> {
    const { path, installed_at } = this.#skills.install(id, await this.skillContent(id));
    return { ok: true, id, path, installed_at };
  }

  async installedSkills(): Promise<InstalledSkill[]> {
    return this.#skills.list();
  }

  // ---- upkeep

  async reindex(): Promise<{ entries: number; took_ms: number }> {
    const start = performance.now();
    await this.#follower.rebuild();
    return { entries: this.#rows.entries, took_ms: Math.round(performance.now() - start) };
  }

  /** Resolves to true once something more was signed and the tables show it, to false at `until` (ms since 1970). */
  async #nextSigned(until: number): Promise<boolean> {
    const ms = until - Date.now();
    if (ms <= 0 || this.#closed) return false;
    const signed = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(done, ms, false);
      const listener = () => done(true);
      const log = this.#log;
      function done(result: boolean): void {
        clearTimeout(timer);
        log.off('signed', listener);
        resolve(result);
      }
      log.on('signed', listener);
    });
    if (signed) await this.#follower.follow();
    return signed;
  }

  /** An indexer says what time it has at most once a minute, in place of an empty acknowledgement. */
  #tick(): Buffer | null {
    if (Date.now() < this.#lastTick + TICK_MS) return null;
    this.#lastTick = Date.now();
    return this.#encoder.encode({ t: 'tick' });
  }

  /** As an indexer, ends leases when they run out. */
  #watchLeases(): void {
    if (this.#closed || !this.#log.indexer) return;
    const next = this.queries.leases(1)[0];
    const at = next ? (next.claimed_at > Date.now() + limits.CLOCK_SKEW_MS_MAX ? Date.now() : next.lease_until) : 0;
    if (at === this.#leaseAt && this.#leaseTimer) return;
    if (this.#leaseTimer) clearTimeout(this.#leaseTimer);
    this.#leaseAt = at;
    if (at === 0) return;
    this.#leaseTimer = setTimeout(() => this.#reap(), Math.max(0, at - Date.now()) + 1);
    this.#leaseTimer.unref();
  }

  #reap(): void {
    this.#leaseTimer = null;
    if (!this.#standing.vouched) return;
    this.#tasks
      .reap()
      .then(() => this.#watchLeases())
      .catch((error: Error) =>
        this.#node.logger.debug({ pact: this.alias, err: error }, 'leases could not be ended now'),
      );
  }

  /** What must be equal on all nodes that hold the same log, and how far this node is: for tests. */
  async dump(): Promise<{
    tree_hash: string | null;
    signed_length: number;
    length: number;
    projection: string;
    local_length: number;
    remote_local_length: number;
  }> {
    const { local } = this.#log;
    return {
      tree_hash: await this.#log.treeHash(),
      signed_length: this.#log.signedLength,
      length: this.#log.length,
      projection: this.queries.dump(),
      local_length: local.length,
      remote_local_length: Math.max(0, ...local.core.replicator.peers.map((peer) => peer.remoteLength)),
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#leaseTimer) clearTimeout(this.#leaseTimer);
    this.#ownLog.close();
    await this.#queue.close();
    await this.#follower.close();
    this.#standing.close();
    this.#node.state.setMark(this.#log.writer, this.#log.local.length);
    for (const node of this.#standing.nodes) this.#node.network.unwant(node, this.id);
    await this.#log.close();
  }
}

function roleOf(member: MemberRecord | undefined): Member['role'] {
  if (member?.creator) return 'creator';
  return member?.indexer ? 'indexer' : 'member';
}
