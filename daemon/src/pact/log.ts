import { EventEmitter, once } from 'node:events';
import Autobase, { type ApplyHost, type ApplyNode, type ViewChange } from 'autobase';
import Hyperbee from 'hyperbee';
import type { default as Hypercore, Manifest } from 'hypercore';
import crypto from 'hypercore-crypto';
import type ProtomuxWakeup from 'protomux-wakeup';
import { ConcordatError } from '../errors.js';
import type { GatedStore } from '../network/index.js';
import type { FollowedView, ViewMove, ViewPut } from '../projection/index.js';
import { hostOf } from './apply-host.js';
import { BulkDownload } from './bulk-download.js';
import { Gaps } from './gaps.js';
import { deadline } from './deadline.js';
import { writeInOneStep } from './one-flush.js';
import { Signers } from './signers.js';
import { Standstill } from './standstill.js';
import { putsOf, READ_MS } from './view-puts.js';
import { applyBlocks, type Block, limits, type Outcome, type View } from './model/index.js';

interface LogEvents {
  /** The view may have moved: follow it, acknowledge it. */
  update: [];
  /** The indexers signed more of the order. */
  signed: [];
  /** The pact stopped because it needs a newer daemon. */
  interrupt: [reason: string];
  /** The log cannot go on: a storage fault, or two histories of one writer. */
  fault: [error: Error];
  /** The view jumped ahead to what others signed; it must be downloaded before the node can do without peers. */
  jump: [];
}

/** How long opening waits for what is not on this disk. */
const OPEN_MS = 2_000;
const HEAD_DOWNLOAD_MS = 5_000;
/**
 * How long the reading of a view gives way to its download, which goes on without peers for ever. Both share one thread: side by side neither the
 * rows are all there sooner, nor is the node ready to do without peers.
 */
const HEAD_START_MS = 5_000;
/** Puts of the view that are read at once; twice as many are in memory. */
const SLICE = 500;
/** Message of the error of a write by a node that may not write: the library's own. */
export const NOT_WRITABLE = 'Not writable';

const hex = (key: Buffer): string => key.toString('hex');
const bytes = (text: string): Buffer => Buffer.from(text, 'hex');

writeInOneStep();

/** How much of a view core is what another had, which it took the place of; 1 when it begins by itself, since position 0 is the header. */
const begunWith = (manifest: Manifest | null): number => Math.max(1, manifest?.prologue?.length ?? 0);

/**
 * The log of one pact: an encrypted Autobase whose view is a Hyperbee. Feeds blocks to the pure rules in `model/`, tells how the
 * view moved, and answers what became of each appended op. Knows neither the network nor the tables.
 */
export class PactLog extends EventEmitter<LogEvents> implements FollowedView {
  readonly #base: Autobase;
  readonly #onMove: (move: ViewMove) => void;
  readonly #supported: number;
  readonly #onOwnBlocks: () => void;
  readonly #signers: Signers;
  readonly #outcomes = new Map<number, Outcome>();
  #staged = new Map<number, ViewPut>();
  #signed = -1;
  /** Length of the view when an acknowledgement was last written by force. */
  #forcedAt = -1;
  /** The view was told to have moved, and that is not written yet. */
  #moving = false;
  /** How often the view was rewritten, in part or by a jump. */
  #rewrites = 0;
  /** The view core that was told of last, and what it and those that it took the place of since the start have all begun with. */
  #root = '';
  #begunWith = Number.POSITIVE_INFINITY;
  readonly #bulk = new BulkDownload(
    () => [this.#base.view.core, this.#base.core],
    () => {
      this.#gaps.fill();
      this.emit('update');
    },
  );
  readonly #gaps: Gaps;
  readonly #standstill: Standstill;

  /**
   * @param store a namespaced session of the node's store; its gate guards the pact's cores
   * @param key the pact's key; null makes a new pact
   * @param onMove called inside the log's drain, so it must do next to nothing
   */
  constructor(options: {
    store: GatedStore;
    key: Buffer | null;
    encryptionKey: Buffer;
    wakeup: ProtomuxWakeup;
    /** System core to begin from: for a joiner, who then needs no block that only an absent writer has. */
    jumpTo?: Buffer | undefined;
    /** Newest protocol version that this daemon knows. */
    supported: number;
    onMove: (move: ViewMove) => void;
    /** Called when blocks of the own log have been handed to the disk, right before any peer can hear of them. */
    onOwnBlocks: () => void;
  }) {
    super();
    this.setMaxListeners(0);
    this.#onMove = options.onMove;
    this.#supported = options.supported;
    this.#onOwnBlocks = options.onOwnBlocks;
    this.#signers = new Signers(options.store);
    this.#gaps = new Gaps((key) => options.store.get({ key, active: true }));
    // By default the wakeup channel is keyed by the pact key, and whoever knows that hears who writes. This ends with membership's key.
    const capability = crypto.hash([Buffer.from('concordat/wakeup/1'), options.encryptionKey]);
    this.#base = new Autobase(options.store, options.key, {
      encryptionKey: options.encryptionKey,
      encrypt: true,
      valueEncoding: 'binary',
      ackInterval: 0,
      fastForward: options.jumpTo ? { key: options.jumpTo } : true,
      wakeup: options.wakeup,
      wakeupCapability: { key: capability, discoveryKey: crypto.discoveryKey(capability) },
      open: (store) =>
        new Hyperbee(store.get('view'), { extension: false, keyEncoding: 'utf-8', valueEncoding: 'utf-8' }),
      apply: (nodes, view, host) => this.#apply(nodes, view, host),
      update: (_view, changes) => this.#move(changes.get('view')),
    });
    this.#standstill = new Standstill(this.#base);
    // The library jumps from 16 blocks on; a joiner to a young pact needs it just as much.
    if (this.#base.fastForwarding) this.#base.fastForwarding.minimum = 1;
    this.#base.on('error', (error: Error) => this.emit('fault', error));
    this.#base.on('interrupt', (reason: unknown) => this.emit('interrupt', String(reason)));
    this.#base.on('update', () => this.#updated());
    // Nothing is followed from here: own entries that were not signed yet come in a later update of the same drain.
    this.#base.on('fast-forward', () => {
      this.#gaps.jumped();
      this.#jumped();
    });
    this.#base.on('reboot', () => {
      this.#dropOldJump();
      this.#jumped();
      this.#wentOver();
    });
  }

  async open(): Promise<this> {
    await this.#base.ready();
    const { key, manifest } = this.viewCore;
    this.#root = hex(key);
    this.#begunWith = begunWith(manifest);
    this.#signed = this.signedLength;
    this.#watchOwnBlocks();
    // Blocks that only peers have may be missing; they are met when they come.
    await deadline(this.#base.update(), OPEN_MS, 'the view').catch(() => {});
    this.#base.local.on('conflict', () =>
      this.emit(
        'fault',
        new Error('two histories of the own log exist: the data directory was copied or restored while in use'),
      ),
    );
    this.#standstill.watch();
    return this;
  }

  /**
   * Hypercore tells its replicator of new blocks from this one place (`lib/core.js` of 11.37.1), after they went to the storage. There is no
   * event at this moment: `append` fires after peers were told. A test with a slow disk fails when an upgrade moves it. It comes by without
   * new blocks as well, whenever the views are written: a sync each time would hold what peers wait for (measured: 4 of 16 ms to an event).
   */
  #watchOwnBlocks(): void {
    const { core } = this.#base.local;
    const told = core.onappend.bind(core);
    core.onappend = (tree, bitfield) => {
      if (bitfield !== null || tree.length > core.header.tree.length) this.#onOwnBlocks();
      told(tree, bitfield);
    };
  }

  /** Pact id, 64 hex. */
  get id(): string {
    return hex(this.#base.key);
  }

  /** Own writer key, 64 hex. */
  get writer(): string {
    return hex(this.#base.local.key);
  }

  get local(): Hypercore {
    return this.#base.local;
  }

  /** Why the pact stopped, when it needs a newer daemon; else null. */
  get interrupted(): string | null {
    return this.#base.interrupted;
  }

  get writable(): boolean {
    return this.#base.writable;
  }

  get indexer(): boolean {
    return this.#base.isIndexer;
  }

  get indexers(): number {
    return this.#base.linearizer?.indexers.length ?? 0;
  }

  /** Position behind the last put of the view; the first put stands at 1. */
  get length(): number {
    return Math.max(1, this.#base.view.core.length);
  }

  /** Position behind the last put that the indexers signed. */
  get signedLength(): number {
    return this.#base.view.core.signedLength;
  }

  /** What a recovery forks from. */
  get system(): { key: string; length: number } {
    return { key: hex(this.#base.core.key), length: this.#base.indexedLength };
  }

  get viewCore(): Hypercore {
    return this.#base.view.core;
  }

  /** All of what is signed is on this disk, so the node can do without peers. */
  get complete(): boolean {
    return this.#bulk.complete;
  }

  /** Logs of other writers that this node jumped over in part and has not fetched since. */
  get gaps(): number {
    return this.#gaps.size;
  }

  get fastForwarding(): boolean {
    return this.#base.isFastForwarding();
  }

  waitForWritable(): Promise<boolean> {
    return this.#base.waitForWritable();
  }

  /** Appends ops as one batch, atomically, and answers what became of each. Throws {@link NOT_WRITABLE} when this node may not write, or no more. */
  async append(ops: readonly Buffer[]): Promise<Outcome[]> {
    const end = await this.#base.append([...ops]);
    return ops.map((_, i) => {
      const position = end - ops.length + 1 + i;
      const outcome = this.#outcomes.get(position);
      this.#outcomes.delete(position);
      // A removal that arrives while its block is written leaves the block out of the order (seen in a simulated history).
      if (!outcome) throw new Error(this.writable ? `the log did not apply its own block ${position}` : NOT_WRITABLE);
      return outcome;
    });
  }

  /** Must this indexer acknowledge what it has seen, so that it gets signed? */
  get shouldAck(): boolean {
    const { isIndexer, localWriter, linearizer } = this.#base;
    if (!isIndexer || localWriter === null || linearizer === null) return false;
    return linearizer.shouldAck(localWriter, false) || this.#unsignedAlone;
  }

  /**
   * Is this the only indexer, and what there is unsigned, though nobody else wrote? So it is after a recovery: the block that made it an indexer was
   * written by one that was none, and the library never acknowledges a block of its own. One more block signs it, so this holds once for each length.
   */
  get #unsignedAlone(): boolean {
    const heads = this.#base.heads();
    const isAlone = this.indexers === 1 && heads.length === 1 && heads[0]?.key.equals(this.#base.local.key) === true;
    return isAlone && this.signedLength < this.length && this.length !== this.#forcedAt;
  }

  /**
   * Must this one of several indexers write an empty block? The library's own rule leaves the newest blocks unsigned for seconds, or
   * for ever when nothing follows (measured). An indexer owes a block while it has not signed what enough of them acknowledged,
   * and while there is more than that, unless its own block is the only head already: then it is the others' turn.
   */
  async owesAck(): Promise<boolean> {
    const { isIndexer, local, view, _applyState: state } = this.#base;
    if (!isIndexer || !state?.localCheckpoint?.core.opened) return false;
    const { views } = await state.system.getIndexedInfo(state.indexedLength);
    const acknowledged = views[0]?.length ?? 0;
    const signed = state.localCheckpoint.signatures.user[0]?.length ?? 0;
    if (signed < acknowledged) return true;
    if (state.systemUpgrade) this.#joinQuorum(state.systemUpgrade);
    if (acknowledged > view.core.signedLength) {
      // Enough signatures may be there and not be put together: the library gives up when its state moves meanwhile, and tries again
      // only with the next signature (seen with three indexers).
      await state.maybeSigned();
      await this.#base.update();
    }
    const heads = this.#base.heads();
    return view.core.length > acknowledged && !(heads.length === 1 && heads[0]?.key.equals(local.key));
  }

  /**
   * A quorum signs another system core than this node has, which happens to one of three when indexers change while it is being
   * written (seen with a node killed in that moment). The library jumps over to it only when it is 16 blocks ahead, and it never is,
   * since this node goes on with its own; so the bound is lifted.
   */
  #joinQuorum(key: Buffer): void {
    const base = this.#base;
    if (base.isFastForwarding()) return;
    base.fastForwardFailedAt = 0;
    base._queueStaticFastForward(key);
    if (base.fastForwarding) base.fastForwarding.minimum = Number.MIN_SAFE_INTEGER;
  }

  /**
   * Looks for new blocks of these writers: peers do not announce those whom they take for indexers, so after a recovery whoever has the
   * old order never hears of the new one.
   */
  wake(writers: readonly string[]): void {
    this.#base.hintWakeup(writers.map((writer) => ({ key: bytes(writer), length: -1 })));
  }

  ack(): Promise<void> {
    return this.#unsignedAlone ? this.forceAck() : this.#base.ack();
  }

  async forceAck(): Promise<void> {
    this.#forcedAt = this.length;
    await this.#base.append(null);
  }

  /** Hash of the signed part of the view: equal on all nodes that signed the same. */
  async treeHash(): Promise<string | null> {
    const { signedLength } = this;
    return signedLength
      ? hex(await deadline(this.viewCore.treeHash(signedLength), HEAD_DOWNLOAD_MS, 'the tree hash'))
      : null;
  }

  /** Fetches everything that is signed and keeps the node able to work alone. Safe to call at any time. */
  download(): void {
    this.#bulk.start();
  }

  async *history(from: number, to: number): AsyncIterable<readonly ViewPut[]> {
    this.download();
    await this.#moveWritten();
    const snapshot = this.#base.view.checkout(to);
    const slice = (start: number): Promise<ViewPut[]> => {
      const puts = putsOf(snapshot, start, Math.min(start + SLICE, to));
      // It fails when nobody takes it any more and the snapshot closes.
      puts.catch(() => {});
      return puts;
    };
    try {
      if (to - from > SLICE) await this.#bulk.settled(HEAD_START_MS);
      let next = slice(from);
      for (let start = from; start < to; start += SLICE) {
        const puts = await next;
        // Under way while the caller works on these.
        next = slice(start + SLICE);
        yield puts;
      }
    } finally {
      void snapshot.close().catch(() => {});
    }
  }

  newest(to: number, count: number): Promise<ViewPut[]> {
    return this.#bulk.aside(() => this.#newest(Math.max(1, to - count), to));
  }

  async #newest(from: number, to: number): Promise<ViewPut[]> {
    await this.#moveWritten();
    const snapshot = this.#base.view.checkout(to);
    // Late ones are simply met later.
    const late = new Promise<ViewPut[]>((resolve) => setTimeout(resolve, HEAD_DOWNLOAD_MS, []).unref());
    try {
      return await Promise.race([putsOf(snapshot, from, to), late]);
    } finally {
      void snapshot.close().catch(() => {});
    }
  }

  lookUp(keys: readonly string[], to: number): Promise<ViewPut[]> {
    return this.#bulk.aside(() => this.#lookUp(keys, to));
  }

  async #lookUp(keys: readonly string[], to: number): Promise<ViewPut[]> {
    await this.#moveWritten();
    const snapshot = this.#base.view.checkout(to);
    try {
      const found: ViewPut[] = [];
      for (const key of keys) {
        const node = to > 1 ? await deadline(snapshot.get(key), READ_MS, 'a look-up in the view') : null;
        found.push(node ? { seq: node.seq, key, json: node.value } : { seq: 0, key, json: null });
      }
      return found;
    } finally {
      await snapshot.close();
    }
  }

  /**
   * Is there a value under this key now? A view that is rewritten under the read may have no root of a tree where it ended, so the read begins anew.
   * Throws VIEW_TIMEOUT.
   */
  async has(key: string): Promise<boolean> {
    for (;;) {
      const rewrites = this.#rewrites;
      try {
        return (await this.lookUp([key], this.length)).some((put) => put.json !== null);
      } catch (error) {
        if (rewrites === this.#rewrites || error instanceof ConcordatError) throw error;
      }
    }
  }

  async close(): Promise<void> {
    this.#standstill.close();
    this.#bulk.close();
    await this.#signers.close();
    await this.#gaps.close();
    await this.#dropReads();
    await this.#base.close();
  }

  /**
   * Ends what a jump still reads. The library waits for that without a limit, also for a key of the encryption that only peers have who are gone:
   * a stop in the middle of a join took for ever (found by a simulated history).
   */
  async #dropReads(): Promise<void> {
    for (const core of this.#base.fastForwarding?.cores ?? []) await core.close();
  }

  /**
   * The order goes on in another system core than the one that a jump is being looked into. The library would still jump: back to an order that was
   * recovered from, or it fails for good on the way (seen once in twenty returns of an old creator). It looks for jumps in the new core by itself.
   */
  #dropOldJump(): void {
    const base = this.#base;
    const { key } = base.core;
    if (base.fastForwardTo && !base.fastForwardTo.key.equals(key)) base.fastForwardTo = null;
    if (base.fastForwarding && !base.fastForwarding.key.equals(key)) base.fastForwarding.destroyed = true;
  }

  /**
   * The order may go on in another view core, as it does after a recovery, and the library does not tell what changed with that. What it begins
   * with is what was signed before, as far as this node had it; all that is past that may have been rewritten.
   */
  #wentOver(): void {
    const { key, manifest } = this.viewCore;
    if (this.#root === hex(key)) return;
    this.#root = hex(key);
    const shared = Math.min(this.#signed, begunWith(manifest));
    this.#begunWith = Math.min(this.#begunWith, shared);
    this.#onMove({ shared, to: this.length, puts: this.#staged });
  }

  get root(): string {
    return this.#root;
  }

  sharedWith(root: string): number {
    return root === this.#root ? Number.POSITIVE_INFINITY : this.#begunWith;
  }

  /**
   * Resolves when the move of the view that was told of is written: until then whoever reads the view gets in part what was there before, and
   * nothing says so (found by a simulated history, with a `reindex` in the middle of a recovery). Throws VIEW_TIMEOUT.
   */
  async #moveWritten(): Promise<void> {
    while (this.#moving) await deadline(once(this, 'update'), READ_MS, 'the view');
  }

  /**
   * Resolves when this disk has what the old order had below a length of its system core. There a recovery begins the new order, and the library looks
   * for it on this disk alone: a node that had jumped past has only the newest blocks, and its log failed for good (found by a simulated history).
   */
  async #wholeBelow(length: number): Promise<void> {
    const { core, view, _applyState: state } = this.#base;
    // What nobody signed here was applied here.
    if (!state || length > core.signedLength) return;
    await this.#bulk.until(core, length);
    const { views } = await state.system.getIndexedInfo(length);
    await this.#bulk.until(view.core, views[0]?.length ?? 0);
  }

  #jumped(): void {
    this.#moving = false;
    this.#rewrites++;
    this.#staged.clear();
    this.#bulk.restart();
    this.emit('jump');
  }

  #move(change: ViewChange | undefined): void {
    if (change && (change.shared < change.from || change.to > change.from)) {
      this.#moving = true;
      if (change.shared < change.from) this.#rewrites++;
      this.#onMove({ shared: change.shared, to: Math.max(1, change.to), puts: this.#staged });
    }
    this.#staged = new Map();
  }

  /**
   * The library never forgets the logs that it had open to tell peers of them, a session for each time that a member wrote after a pause: a kilobyte
   * each, and every new connection is held against all of them (autobase 7.28.1, where `_removeCouple` is called by nobody; found by the soak).
   */
  #forgetClosed(): void {
    const coupled = this.#base._coupler?.coupled ?? new Set();
    for (const core of coupled) if (core.closed) coupled.delete(core);
  }

  #updated(): void {
    this.#moving = false;
    this.#forgetClosed();
    this.#gaps.followed(this.#base.activeWriters);
    const signed = this.signedLength;
    if (signed !== this.#signed) {
      this.#signed = signed;
      this.emit('signed');
    }
    // An indexer looks when it owes a block (`owesAck`).
    const upgrade = this.indexer ? null : this.#base._applyState?.systemUpgrade;
    if (upgrade) this.#joinQuorum(upgrade);
    this.emit('update');
  }

  async #apply(nodes: ApplyNode[], bee: Hyperbee, host: ApplyHost): Promise<void> {
    const batch = bee.batch({ update: false });
    // One block a put; block 0 of a bee is its header.
    let seq = Math.max(1, bee.core.length);
    const view: View = {
      get: async (key) => (await batch.get(key))?.value ?? null,
      put: async (key, json) => {
        await batch.put(key, json);
        this.#staged.set(seq, { seq, key, json });
        seq++;
      },
      values: async (prefix) => {
        const last = prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
        const found: string[] = [];
        for await (const { value } of batch.createReadStream({ gte: prefix, lt: last })) found.push(value);
        return found;
      },
    };
    // An empty block comes back as none at all from a log, so it must count as none where it is written, too.
    for (const node of nodes) {
      if (node.value.length) continue;
      const block = { writer: hex(node.from.key), position: node.length, text: '' };
      this.#observe(block, { ok: false, id: '', code: 'BAD_ENTRY', message: 'the block is empty' });
    }
    const filled = nodes.filter((node) => node.value.length > 0);
    const blocks = filled.map(
      (node): Block => ({
        writer: hex(node.from.key),
        position: node.length,
        text: node.value.length > limits.OP_BYTES_MAX ? null : node.value.toString('utf8'),
      }),
    );
    const whole = (length: number): Promise<void> => this.#wholeBelow(length);
    await applyBlocks(blocks, view, hostOf(host, this.#supported, this.#signers, whole), (block, outcome) =>
      this.#observe(block, outcome),
    );
    await batch.flush();
  }

  /** Keeps the outcome of the batch in flight; blocks that are applied again after a reorder were answered long ago. */
  #observe(block: Block, outcome: Outcome): void {
    const { local } = this.#base;
    if (local && block.position > local.length && block.writer === hex(local.key))
      this.#outcomes.set(block.position, outcome);
  }
}
