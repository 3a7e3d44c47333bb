import crypto from 'hypercore-crypto';
import type { Logger } from 'pino';
import type ProtomuxWakeup from 'protomux-wakeup';
import { ConcordatError } from '../errors.js';
import type { Connection, Gate, GatedStore, Network } from '../network/index.js';
import type { DataDirectory, LogSync, NodeKey, StartState } from '../node/index.js';
import { type Arrivals, Follower, PactQueries, type PactTables, type Tables } from '../projection/index.js';
import type { SearchApi } from '../search/types.js';
import type { SimilarApi } from '../similar/types.js';
import type { AddressBook } from './address-book.js';
import { CommitQueue, type Committed } from './commit-queue.js';
import { deadline } from './deadline.js';
import { PactContexts } from './context.js';
import { storageFault, TablesHold } from './disk-faults.js';
import { Duplicates } from './duplicates.js';
import { Entries } from './entries.js';
import { Inbox } from './inbox.js';
import { Invites } from './invites.js';
import { LastBlocks } from './last-blocks.js';
import { Leases } from './leases.js';
import { PactLog } from './log.js';
import { Members, Roster } from './members.js';
import { KEYS, limits, type NewOp, roleOf } from './model/index.js';
import { OpEncoder } from './ops.js';
import { OwnLogCheck } from './own-log.js';
import type { Registration } from './registry.js';
import { Skills } from './skills.js';
import { Standing } from './standing.js';
import { assertDone, Tasks } from './tasks.js';
import type { Member, PactApi, PactStatus } from './types.js';

/** What all pacts of a node share. */
export interface NodeParts {
  readonly store: GatedStore;
  readonly wakeup: ProtomuxWakeup;
  readonly sync: Pick<LogSync, 'sync'>;
  readonly tables: Tables;
  readonly arrivals: Arrivals;
  readonly search: SearchApi;
  readonly similar: SimilarApi;
  readonly network: Network;
  readonly book: AddressBook;
  readonly key: NodeKey;
  readonly directory: DataDirectory;
  readonly state: StartState;
  readonly logger: Logger;
  /** This node's clock, ms since 1970: it dates ops and ends leases and invites. Pauses and deadlines of the code itself do not depend on it. */
  readonly now: () => number;
  /** Newest protocol version that this daemon knows. */
  readonly protocol: number;
}

/** What a pact tells the node's registry and its listeners. */
export interface PactListeners {
  /** What the registry keeps of this pact by now. */
  registration(): Registration | undefined;
  onRegistration(change: Partial<Registration>): void;
  onMoved(pact: Pact): void;
}

const WRITE_MS = 10_000;
/** How long a start waits for the tables; blocks that only peers have may be missing. */
const START_MS = 2_000;
/** Puts that a start does not wait for. */
const FAR_BEHIND = 10_000;
/** Pause before the tables try again to follow a view that could not be read. */
const RETRY_MS = 1_000;

/**
 * One pact of this node: its log, the tables that follow it, its commit queue and where this node stands in it, put together.
 * What the API asks of a pact is in its parts: entries, tasks, skills, members, invites.
 */
export class Pact implements PactApi {
  readonly id: string;
  readonly entries: Entries;
  readonly tasks: Tasks;
  readonly inbox: Inbox;
  readonly context: PactContexts;
  readonly skills: Skills;
  readonly members: Members;
  readonly invites: Invites;
  readonly #node: NodeParts;
  readonly #registration: () => Registration;
  readonly #listeners: PactListeners;
  readonly #gate: Gate;
  readonly #log: PactLog;
  readonly #rows: PactTables;
  readonly #queries: PactQueries;
  readonly #follower: Follower;
  readonly #roster: Roster;
  readonly #standing: Standing;
  readonly #lastBlocks: LastBlocks;
  readonly #queue: CommitQueue;
  readonly #tablesHold: TablesHold;
  readonly #encoder: OpEncoder;
  readonly #leases: Leases;
  readonly #ownLog: OwnLogCheck;
  #fault: Error | null = null;
  #rosterVersion = -1;
  #completing = false;
  #ownsOldViews = false;
  #closed = false;

  private constructor(
    node: NodeParts,
    registration: Registration,
    listeners: PactListeners,
    opened: { log: PactLog; gate: Gate; encryptionKey: Buffer },
  ) {
    const { log, encryptionKey } = opened;
    this.id = log.id;
    this.#node = node;
    this.#encoder = new OpEncoder(node.now);
    this.#registration = () => listeners.registration() ?? registration;
    this.#listeners = listeners;
    this.#log = log;
    this.#gate = opened.gate;
    this.#lastBlocks = new LastBlocks({
      missing: (core) => node.store.missing(core),
      regate: () => node.store.regate(),
    });
    this.#rows = node.tables.pact(this.id);
    this.#follower = new Follower(log, this.#rows, log.length, (arrivals) => {
      node.arrivals.announce();
      if (arrivals.some((arrival) => arrival.type === 'task')) this.#leases.watch();
    });
    const queries = new PactQueries(this.#rows, () => Math.min(this.#confirmedLength, this.#follower.trusted));
    const roster = new Roster(queries, () => log.writer);
    this.#queries = queries;
    this.#roster = roster;
    this.#standing = new Standing({
      network: node.network,
      encryptionKey,
      writer: () => log.writer,
      indexer: () => log.indexer,
      roster: () => ({ members: roster.all(), pact: roster.pact(), complete: this.#follower.current }),
      trusted: registration.trusted,
      excludedBy: registration.excluded_by,
      onExcluded: (nodes) => listeners.onRegistration({ excluded_by: nodes }),
      onAddresses: (member, addresses) => {
        node.book.remember(member, addresses);
        node.network.want(member, this.id, addresses);
      },
      onBehind: (writers) => log.wake(writers),
      onVouched: () => log.emit('signed'),
    });
    this.#queue = new CommitQueue({
      log,
      sync: () => node.sync.sync(),
      hold: () => node.store.hold(),
      // Whoever waits for something to be confirmed looks again.
      onSynced: () => log.emit('signed'),
      readable: async () => {
        await this.#follower.showWritten().catch((error: unknown) => {
          throw this.#tablesHold.failed(error);
        });
      },
      tick: () => this.#encoder.tick(),
      vouched: () => this.#standing.vouched,
    });
    this.#tablesHold = new TablesHold(this.#queue);
    const commit = (op: NewOp): Promise<Committed> => this.#commit(op);
    const nextSigned = (until: number): Promise<boolean> => this.#nextSigned(until);
    const rules = (): boolean => log.indexer && this.#standing.vouched;
    const online = (nodeKey: string): boolean => this.#online(nodeKey);
    this.entries = new Entries(
      commit,
      queries,
      node.arrivals,
      (agent, opId) => log.has(KEYS.idempotency(log.writer, agent, opId)),
      new Duplicates(this.id, node.similar, queries),
      (query) => node.search.search([{ pact_id: this.id, alias: this.alias }], query),
      (id, embedding) => node.search.embed(this.id, id, embedding),
      () => roster.self()?.gone === true || this.#standing.excludedBy !== null,
    );
    this.tasks = new Tasks({
      queries,
      commit,
      nextSigned,
      rules,
      indexerOnline: () => roster.current().some((member) => member.indexer && online(member.node)),
      now: node.now,
    });
    this.inbox = new Inbox({
      queries,
      commit,
      handles: () => roster.current().map((member) => member.handle),
      now: Date.now,
    });
    this.context = new PactContexts({ queries, now: Date.now });
    this.skills = new Skills(queries, node.directory.pact(this.id));
    this.members = new Members({
      commit,
      roster,
      queries,
      log,
      online,
      onDisplayName: (name) => listeners.onRegistration({ display_name: name }),
      farewell: (member) => this.#standing.farewell(member),
      nextSigned,
    });
    const { network, book } = node;
    this.invites = new Invites({
      pactId: this.id,
      encryptionKey,
      system: () => log.system.key,
      commit,
      roster,
      queries,
      network,
      book,
      nextSigned,
      now: node.now,
    });
    this.#leases = new Leases(queries, commit, rules, node.now);
    this.#ownLog = new OwnLogCheck(log, this.#queue, node.logger);
  }

  /**
   * Opens a pact that the registry knows.
   * @param options `created`: the pact is being made now, by this node; `jumpTo`: system core that a joiner begins from
   */
  static async open(
    node: NodeParts,
    registration: Registration,
    listeners: PactListeners,
    { created = false, jumpTo }: { created?: boolean; jumpTo?: string } = {},
  ): Promise<Pact> {
    if (registration.encryption_key === null) throw new ConcordatError('PACT_NOT_READY');
    const encryptionKey = Buffer.from(registration.encryption_key, 'hex');
    let pact: Pact | null = null;
    const gate: Gate = {
      allows: (remote) => (pact ? pact.allows(remote) : registration.trusted.includes(remote)),
      spares: (remote, core) => pact?.spares(remote, core) === true,
      asked: (key) => pact?.asked(key),
    };
    const log = new PactLog({
      store: node.store.namespaceFor(registration.namespace, gate),
      key: registration.pact_id ? Buffer.from(registration.pact_id, 'hex') : null,
      encryptionKey,
      wakeup: node.wakeup,
      jumpTo: jumpTo === undefined ? undefined : Buffer.from(jumpTo, 'hex'),
      supported: node.protocol,
      onOwnBlocks: () => pact?.ownBlocks(),
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
      this.#node.logger.warn({ pact: this.alias, reason }, 'the pact needs a newer daemon');
    });
    log.on('fault', (error) => {
      this.#fault = error;
      this.#queue.hold(`writes are held: ${storageFault(error)}`);
      this.#node.logger.error({ pact: this.alias, err: error }, 'the log of the pact failed');
    });
    if (created) this.#standing.startAlone();
    this.#ownLog.start(
      this.#node.state,
      () => this.#follower.current && this.#roster.all().length === 1,
      () => [...this.#standing.nodes].some((node) => node !== this.#node.key.id && this.#online(node)),
    );
    log.download();
    // A long way to go (the tables are being built, or a join was cut off) is gone in the background; `synced` is false meanwhile.
    this.#moved();
    if (log.length - this.#rows.cursor <= FAR_BEHIND) await this.#follower.settled(START_MS);
    this.#encoder.notBefore(this.#newestOwn);
    this.#refreshRoster();
    this.#wantTrusted();
    this.#standing.reconsider();
    this.#leases.watch();
    this.#queue.acknowledge();
  }

  /** A node whose join was cut off knows nobody but those who let it in, and they may not know where it is. */
  #wantTrusted(): void {
    const { network, book } = this.#node;
    for (const node of this.#registration().trusted) if (this.allows(node)) network.want(node, this.id, book.get(node));
  }

  /** The log moved, or more of it was signed. */
  #moved(): void {
    if (this.#closed) return;
    this.#queue.acknowledge();
    this.#follower
      .follow()
      .then(() => {
        if (this.#closed) return;
        this.#tablesHold.followed();
        this.#refreshRoster();
        this.#lastBlocks.moved();
        this.#completeQuorum();
        this.#listeners.onMoved(this);
        if (!this.#log.complete) this.#log.download();
      })
      .catch((error: Error) => {
        if (this.#closed) return;
        this.#tablesHold.failed(error);
        this.#node.logger.error({ pact: this.alias, err: error }, 'the tables could not follow the log; trying again');
        setTimeout(() => this.#moved(), RETRY_MS).unref();
      });
  }

  /** Whoever has not heard of a recovery yet may need what the order was before, which nobody opens any more once it has started again. */
  #ownOldViews(): void {
    // What changes while the pact is open stays its own.
    if (this.#ownsOldViews) return;
    this.#ownsOldViews = true;
    this.#node.store.ownViews(Buffer.from(this.id, 'hex'), this.#gate).catch((error: Error) => {
      if (!this.#closed)
        this.#node.logger.warn({ pact: this.alias, err: error }, 'what the order was before cannot be read');
    });
  }

  /** Two indexers with a third standing by: the second change of indexers follows once the first is signed. */
  #completeQuorum(): void {
    const log = this.#log;
    if (this.#completing || !log.indexer || log.indexers !== 2 || log.signedLength < log.length) return;
    const next = this.#roster.half();
    if (!next) return;
    this.#completing = true;
    this.#commit({ t: 'promote', writer: next.writer, successor: false })
      .catch((error: Error) => this.#node.logger.warn({ pact: this.alias, err: error }, 'the third indexer waits'))
      .finally(() => {
        this.#completing = false;
      });
  }

  /** Members changed: who may replicate, which writer cores belong to the pact, whom to dial. */
  #refreshRoster(): void {
    if (this.#rows.rosterVersion === this.#rosterVersion) return;
    this.#rosterVersion = this.#rows.rosterVersion;
    const { network, store, key, book } = this.#node;
    const owner = this.id;
    const members = this.#roster.all();
    const current = new Set(members.filter((member) => !member.gone).map((member) => member.node));
    const removed = new Map<string, string>();
    for (const { writer, node } of members) {
      const core = crypto.discoveryKey(Buffer.from(writer, 'hex'));
      store.own(core, this.#gate);
      if (!current.has(node)) removed.set(core.toString('hex'), node);
    }
    this.#lastBlocks.refresh(removed);
    if ((this.#roster.pact()?.forks ?? 0) > 0) this.#ownOldViews();
    for (const { node } of members) {
      if (node === key.id) continue;
      if (current.has(node)) network.want(node, owner, book.get(node));
      else network.unwant(node, owner);
    }
    // A removed peer hears of it before the gate closes on it.
    this.#standing.refresh();
    store.regate();
    this.#leases.watch();
  }

  get alias(): string {
    return this.#registration().alias;
  }

  /** May the node with this key exchange the pact's cores? */
  allows(nodeKey: string): boolean {
    return this.#standing.allows(nodeKey);
  }

  /** May a node that may not go on to exchange the core with this discovery key? */
  spares(nodeKey: string, core: string): boolean {
    return this.#lastBlocks.spares(nodeKey, core);
  }

  /**
   * A peer has the core with this key open on its connection to this node. If it is a member's log, nobody announces its blocks to this node any more,
   * since whoever replicates a log is taken to follow it; so the log is looked into. A member that this node had let in, and of whose log it knew
   * no more than the key, was not heard otherwise for as long as the connections lasted (found by simulated histories, with a kill just after a join).
   */
  asked(key: Buffer): void {
    if (this.#closed) return;
    const writer = key.toString('hex');
    if (this.#roster.find(writer)) this.#log.wake([writer]);
  }

  get nodes(): ReadonlySet<string> {
    return this.#standing.nodes;
  }

  /** A connection to some node was made. */
  connected(connection: Connection): void {
    this.#standing.greet(connection);
  }

  #online(node: string): boolean {
    return node === this.#node.key.id || this.#node.network.connection(node) !== undefined;
  }

  /** Is a commit on its way to the disk? */
  get committing(): boolean {
    return this.#queue.busy;
  }

  /** How long the view is and how much of it is confirmed. */
  get lengths(): { length: number; confirmed_length: number } {
    return { length: this.#log.length, confirmed_length: this.#confirmedLength };
  }

  /** How much of the view may be called confirmed: what is signed by what the disk has, once the others have said that this is the order. */
  get #confirmedLength(): number {
    return this.#standing.vouched ? this.#queue.signedLength : 0;
  }

  /** Own blocks are about to be told to peers. */
  ownBlocks(): void {
    this.#queue.ownBlocks();
  }

  /** Commits one op of this node, unless the pact has stopped for it. */
  async #commit(op: NewOp): Promise<Committed> {
    const { interrupted } = this.#log;
    if (interrupted !== null) throw new ConcordatError('UPGRADE_NEEDED', interrupted);
    const excludedBy = this.#standing.excludedBy;
    if (excludedBy !== null) {
      const message = `this node was removed from the pact: ${excludedBy} says so, and no member lets it in`;
      throw new ConcordatError('NOT_A_MEMBER', message);
    }
    const committed = await this.#whileOpen(() => this.#queue.commit(this.#encoder.encode(op), WRITE_MS));
    const { outcome } = committed;
    // It may be the date that was refused, and would be refused again.
    if (!outcome.ok && outcome.code === 'BAD_ENTRY') this.#encoder.takeBack(this.#newestOwn);
    return committed;
  }

  /** Commits this node's first op in the pact. */
  async begin(op: NewOp): Promise<void> {
    const { outcome } = await this.#commit(op);
    assertDone(outcome);
  }

  /** Resolves when this node's admission has arrived here too, and what the pact and this node are called can be read. Throws VIEW_TIMEOUT, SHUTTING_DOWN. */
  async waitForWritable(ms: number): Promise<void> {
    await this.#whileOpen(async () => {
      await deadline(this.#log.waitForWritable(), ms, 'the first view of the pact');
      await deadline(
        this.#follower.preview([KEYS.pact, KEYS.member(this.#log.writer)]),
        ms,
        'the first records of the pact',
      );
    });
  }

  /** What fails because the log closes underneath fails with SHUTTING_DOWN. */
  async #whileOpen<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.#closed && !(error instanceof ConcordatError) ? new ConcordatError('SHUTTING_DOWN') : error;
    }
  }

  /** Appends bytes as they are: only for tests of hostile members. */
  async appendRaw(blocks: readonly Buffer[]): Promise<void> {
    await Promise.all(blocks.map((block) => this.#queue.commit(block, WRITE_MS)));
  }

  status(): PactStatus {
    const log = this.#log;
    const pact = this.#roster.pact();
    const self = this.#roster.self();
    const members = this.#roster.current();
    const excludedBy = this.#standing.excludedBy;
    const version = pact?.v ?? limits.PROTOCOL_VERSION;
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
      protocol: { version, supported: this.#node.protocol, needs_upgrade: this.#log.interrupted !== null },
      ...this.lengths,
      indexers: members.filter((member) => member.indexer).length,
      standby: self?.standby ?? false,
      successors: pact?.successors ?? [],
      forks: pact?.forks ?? 0,
      rejections: this.#rows.rejections,
    };
  }

  /** Name, purpose, own display name and role, for lists of pacts. */
  get summary(): { name: string | null; purpose: string | null; display_name: string | null; role: Member['role'] } {
    const pact = this.#roster.pact();
    const self = this.#roster.self();
    return {
      name: pact?.name ?? null,
      purpose: pact?.purpose ?? null,
      display_name: self?.name ?? null,
      role: roleOf(self),
    };
  }

  async reindex(): Promise<{ entries: number; took_ms: number }> {
    const start = performance.now();
    this.#node.search.forget(this.id);
    await this.#whileOpen(() => this.#follower.rebuild());
    // Whoever looked at the rows meanwhile, such as for leases that end, did not see them all.
    this.#moved();
    return { entries: this.#rows.entries, took_ms: Math.round(performance.now() - start) };
  }

  /** Resolves to true once something more was signed and the tables show it, to false at `until`, by `performance.now()`. Throws SHUTTING_DOWN. */
  async #nextSigned(until: number): Promise<boolean> {
    const ms = until - performance.now();
    if (ms <= 0) return false;
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
    // Nothing can be read any more of what was waited for (found by a simulated history).
    if (this.#closed) throw new ConcordatError('SHUTTING_DOWN');
    return signed;
  }

  /** When this node dated its newest entry, ms since 1970. */
  get #newestOwn(): number {
    return this.#queries.newestOf(this.#node.key.handle);
  }

  /** What must be equal on all nodes that hold the same log, and how far this node is: for tests. */
  async dump(): Promise<{
    tree_hash: string | null;
    signed_length: number;
    length: number;
    projection: string;
    local_length: number;
    remote_local_length: number;
    gaps: number;
  }> {
    const { local } = this.#log;
    return {
      tree_hash: await this.#log.treeHash(),
      signed_length: this.#log.signedLength,
      length: this.#log.length,
      projection: this.#queries.dump(),
      local_length: local.length,
      remote_local_length: Math.max(0, ...local.core.replicator.peers.map((peer) => peer.remoteLength)),
      gaps: this.#log.gaps,
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#leases.close();
    this.#ownLog.close();
    await this.#queue.close();
    await this.#follower.close();
    this.#standing.close();
    this.#lastBlocks.close();
    this.#node.state.setMark(this.#log.writer, this.#log.local.length);
    for (const node of [...this.#standing.nodes, ...this.#registration().trusted])
      this.#node.network.unwant(node, this.id);
    await this.#log.close();
    this.#node.store.disownAll(this.#gate);
  }
}
