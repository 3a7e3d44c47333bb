import Corestore from 'corestore';
import type { CoreOptions, StoreOptions } from 'corestore';
import Hypercore, { type Core } from 'hypercore';
import type Protomux from 'protomux';
import Rache from 'rache';
import { withinMs } from '../within.js';
import { tellLateLengths } from './late-lengths.js';
import { letGoOfSettledRequests } from './settled-requests.js';

/** Says which peers may replicate the cores that belong to it. */
export interface Gate {
  /** May the node with this key (64 hex, proven by the Noise handshake) exchange blocks now? Must be quick and must not throw. */
  allows(remoteKeyHex: string): boolean;
  /**
   * May a node that is not allowed any more go on to exchange a core, by its discovery key (64 hex), on a connection that carries it already? No, unless
   * this says so. Must be quick and must not throw.
   */
  spares?(remoteKeyHex: string, core: string): boolean;
  /** A peer that is allowed to asked for the core with this key, and has it now. Must be quick and must not throw. */
  asked?(key: Buffer): void;
}

/** Protocol name of hypercore's replication channels. */
const REPLICATION_PROTOCOL = 'hypercore/alpha';

/**
 * What the database of a store collects in memory before it writes a table. RocksDB takes it twice while one is being written, and a file of it in
 * advance; the 64 MiB that hypercore-storage asks for are a tenth of what a daemon with 50,000 entries has in memory (measured).
 */
const WRITE_BUFFER_BYTES = 32 * 1024 * 1024;

/**
 * Nodes of all views that are kept in memory, some two kilobytes each. By itself each reader of a view keeps 65,536 of its own, which a pact grows
 * into with its first 65,536 entries; a look-up in a million entries meets some ten, and of these the upper ones again and again.
 */
const NODES_MAX = 4_096;

/** How long what is being written may hold up the closing of the store. */
const CLOSE_MS = 1_000;

/** Refused cores remembered per connection, so that a later grant can attach them; a peer cannot make the list grow for ever. */
const REFUSED_PER_MUX_MAX = 4096;

const hex = (key: Buffer): string => key.toString('hex');

tellLateLengths();
letGoOfSettledRequests();

/**
 * The node's one Corestore, gated per peer and per core, deny by default: a peer exchanges blocks of a core only while the gate of the core's
 * owner allows its key. Plain `Corestore.replicate` serves any core on disk to whoever knows its key.
 *
 * A core gets its owner in two ways: it is opened through a session of {@link namespaceFor}, or it is given with {@link own}.
 * Cores of other writers are of the second kind only, because their keys may come from a peer's hint: opening one proves nothing.
 * The first owner wins, so that no pact can pull in a core of another.
 *
 * The overridden methods are internals of Corestore 7.12.5; `test/unit/network-gated-store.test.ts` fails when an upgrade changes them.
 */
export class GatedStore extends Corestore {
  /** Refusals of channels that peers opened for cores they may not have. Counted by the root. */
  denied = 0;
  /** The muxes of each {@link hold}. Kept by the root. */
  readonly #holds = new Set<Set<Protomux>>();
  #gate: Gate | null = null;
  readonly #owners = new Map<string, Gate>();
  readonly #refused = new WeakMap<Protomux, Set<string>>();

  /** @param storage directory of the store, or a database with the interface of rocksdb-native; null for a session of `options.root` */
  constructor(storage: string | object | null, options?: StoreOptions) {
    super(
      typeof storage === 'string'
        ? Hypercore.defaultStorage(storage, { writeBufferSize: WRITE_BUFFER_BYTES })
        : storage,
      options?.root ? options : { ...options, globalCache: new Rache({ maxSize: NODES_MAX }) },
    );
    if (this.root !== null) return;
    // Corestore calls this when a local session starts to download, and would attach the core to every stream.
    this.streamTracker.attachAll = (core) => {
      for (const mux of this.muxes()) this.#attach(core, mux);
    };
    this.#keepUsedCores();
  }

  /**
   * Corestore closes a core seconds after it fell idle and does not look whether it is still. A connection that began meanwhile has a channel
   * for it that waits for the other side and is not closed with it: the peer then sends its blocks to nobody, for as long as the connection lasts.
   */
  #keepUsedCores(): void {
    const { cores } = this;
    const close = cores._gcCycleBound;
    cores._gcCycleBound = () => {
      for (const core of Array.from(cores._gcing))
        if (!core.replicator.idle() || core.state?.mutex.idle() === false) cores.resume(hex(core.discoveryKey));
      close();
    };
  }

  get #top(): GatedStore {
    return (this.root as GatedStore | null) ?? this;
  }

  /** A session of this store; cores that it opens belong to the same gate. Autobase makes such sessions of its own. */
  override session(options?: StoreOptions): GatedStore {
    this._maybeClosed();
    const session = new GatedStore(null, { manifestVersion: this.manifestVersion, ...options, root: this.#top });
    session.#gate = this.#gate;
    return session;
  }

  override namespace(name: string | Buffer, options?: StoreOptions): GatedStore {
    return super.namespace(name, options) as GatedStore;
  }

  /** A namespaced session whose opened cores, and those of its own sessions, belong to `gate`. */
  namespaceFor(name: string | Buffer, gate: Gate): GatedStore {
    const session = this.namespace(name);
    session.#gate = gate;
    return session;
  }

  /**
   * Gives a core to `gate`: for cores of writers that the view lists. Live connections are attached at once where the gate allows it.
   * @returns false when the core belongs to another gate; then nothing changes
   */
  own(discoveryKey: Buffer, gate: Gate): boolean {
    const top = this.#top;
    const id = hex(discoveryKey);
    const owner = top.#owners.get(id);
    if (owner !== undefined) return owner === gate;
    top.#owners.set(id, gate);
    top.#offer(id);
    return true;
  }

  /** Takes the owner of a core away (when it is `gate`, if one is given): from now on nobody gets it. */
  disown(discoveryKey: Buffer, gate?: Gate): void {
    const top = this.#top;
    const id = hex(discoveryKey);
    if (gate !== undefined && top.#owners.get(id) !== gate) return;
    if (top.#owners.delete(id)) top.#regateCore(id);
  }

  /** Takes all cores of `gate` away: for a pact that is removed from this node. */
  disownAll(gate: Gate): void {
    const top = this.#top;
    for (const [id, owner] of top.#owners) if (owner === gate) top.#owners.delete(id);
    top.regate();
  }

  /** The gate that a core belongs to, if any. */
  ownerOf(discoveryKey: Buffer): Gate | undefined {
    return this.#top.#owners.get(hex(discoveryKey));
  }

  /**
   * Gives `gate` what this disk has of the views of a log, also of those that others took the place of, which nobody opens any more: a member that
   * was away while that happened may need them.
   * @param log key of the log, which the library notes with each
   */
  async ownViews(log: Buffer, gate: Gate): Promise<void> {
    const top = this.#top;
    for await (const discoveryKey of top.list()) {
      if (top.#owners.has(hex(discoveryKey))) continue;
      const core = top.get({ discoveryKey, active: false });
      await core.ready();
      const referrer = await core.getUserData('referrer');
      const view = await core.getUserData('autobase/view');
      if (view !== null && referrer?.equals(log)) top.own(discoveryKey, gate);
      await core.close();
    }
  }

  /** Was this node told of blocks of a core, by its discovery key (64 hex), that it does not have? Of one that is not open it does not matter. */
  missing(id: string): boolean {
    const core = this.#top.cores.get(id);
    return core?.opened === true && core.header.hints.contiguousLength < (core.state?.length ?? 0);
  }

  /** Holds every live connection against the gates again: call it after a gate began or ceased to allow a peer. */
  regate(): void {
    const top = this.#top;
    for (const core of top.cores) top.#regateCore(hex(core.discoveryKey));
    for (const mux of top.muxes()) for (const id of Array.from(top.#refusedOf(mux))) top.#attachRefused(mux, id);
  }

  /**
   * Holds back what would go out on any connection, also on one that is made meanwhile (found by a simulated history: it carried away a block that
   * the disk did not have yet), until the answer is called.
   */
  hold(): () => void {
    const holds = this.#top.#holds;
    const held = new Set(this.muxes());
    for (const mux of held) mux.cork();
    holds.add(held);
    return () => {
      holds.delete(held);
      for (const mux of held) mux.uncork();
    };
  }

  override replicate(stream: Parameters<Corestore['replicate']>[0]): ReturnType<Corestore['replicate']> {
    const connection = super.replicate(stream);
    const mux = connection.noiseStream.userData;
    // Nothing has gone out yet: Corestore itself holds it until the connection has been open for a moment.
    if (mux === null) return connection;
    for (const held of this.#top.#holds) {
      mux.cork();
      held.add(mux);
    }
    return connection;
  }

  /** The muxes of all live connections. */
  muxes(): Protomux[] {
    const muxes: Protomux[] = [];
    for (const { stream } of this.#top.streamTracker.records) {
      const mux = stream.noiseStream.userData;
      if (mux !== null) muxes.push(mux);
    }
    return muxes;
  }

  protected override async _close(): Promise<void> {
    if (this.root === null) await withinMs(CLOSE_MS, this.#written());
    await super._close();
  }

  /**
   * Resolves when what peers sent last is written. The library closes a core in the middle of that, and where a read waited for such a block it then
   * throws where nobody can catch it, which ends the process (hypercore 11.37.1; found by a simulated history).
   */
  async #written(): Promise<void> {
    for (const { state } of Array.from(this.cores)) {
      // Closed already: its lock is gone.
      await state?.mutex.lock().then(
        () => state.mutex.unlock(),
        () => {},
      );
    }
  }

  protected override _openCore(discoveryKey: Buffer | null, options: CoreOptions): Core {
    const core = super._openCore(discoveryKey, options);
    // Autobase opens the cores of other writers with exactly these options (`_makeWriterCore`).
    const isOtherWriter = options.writable === false && options.compat === false;
    if (this.#gate !== null && !isOtherWriter) this.own(core.discoveryKey, this.#gate);
    return core;
  }

  protected override _shouldReplicate(core: Core, mux: Protomux): boolean {
    return super._shouldReplicate(core, mux) && this.#allowed(mux, hex(core.discoveryKey));
  }

  protected override async _attachMaybe(mux: Protomux, discoveryKey: Buffer): Promise<void> {
    const top = this.#top;
    const id = hex(discoveryKey);
    if (!top.#allowed(mux, id)) {
      top.denied++;
      top.#remember(mux, id);
      return;
    }
    await super._attachMaybe(mux, discoveryKey);
    // The gate may have closed while the core was being opened.
    top.#regateCore(id);
    const core = top.cores.get(id);
    if (core?.opened && core.replicator.attached(mux)) top.#owners.get(id)?.asked?.(core.key);
  }

  #allowed(mux: Protomux, id: string): boolean {
    const gate = this.#top.#owners.get(id);
    const remoteKey = mux.stream.remotePublicKey;
    return gate !== undefined && remoteKey !== null && gate.allows(hex(remoteKey));
  }

  #refusedOf(mux: Protomux): Set<string> {
    let refused = this.#refused.get(mux);
    if (refused === undefined) this.#refused.set(mux, (refused = new Set()));
    return refused;
  }

  /** The peer will not ask again on this connection, so a later grant has to come from here. */
  #remember(mux: Protomux, id: string): void {
    const refused = this.#refusedOf(mux);
    if (refused.size < REFUSED_PER_MUX_MAX) refused.add(id);
  }

  #attach(core: Core, mux: Protomux): void {
    if (!core.replicator.attached(mux) && this.#allowed(mux, hex(core.discoveryKey))) core.replicator.attachTo(mux);
  }

  #attachRefused(mux: Protomux, id: string): void {
    if (mux.stream.destroyed || !this.#allowed(mux, id) || !this.#refusedOf(mux).delete(id)) return;
    // Fails only when the store closes meanwhile.
    this._attachMaybe(mux, Buffer.from(id, 'hex')).catch(() => {});
  }

  #offer(id: string): void {
    this.#regateCore(id);
    for (const mux of this.muxes()) this.#attachRefused(mux, id);
  }

  #regateCore(id: string): void {
    const core = this.cores.get(id);
    if (!core) return;
    for (const mux of this.muxes()) {
      if (!this.#allowed(mux, id)) this.#detachUnlessSpared(core, mux);
      else if (core.opened && core.replicator.downloading) this.#attach(core, mux);
    }
  }

  #detachUnlessSpared(core: Core, mux: Protomux): void {
    if (!core.replicator.attached(mux)) return;
    const id = hex(core.discoveryKey);
    const remoteKey = mux.stream.remotePublicKey;
    if (remoteKey !== null && this.#top.#owners.get(id)?.spares?.(hex(remoteKey), id)) return;
    core.replicator.detachFrom(mux);
    for (const channel of Array.from(mux)) {
      if (channel.protocol === REPLICATION_PROTOCOL && channel.id?.equals(core.discoveryKey)) channel.close();
    }
    this.#remember(mux, id);
  }
}
