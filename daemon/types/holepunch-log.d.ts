/**
 * The parts of the Holepunch log packages that Concordat uses; none of them ships types.
 * Written against autobase 7.28.1, hyperbee 2.27.3, hypercore-crypto 3.7.0, protomux-wakeup 2.9.0 and rache 1.0.0.
 */

declare module 'hypercore-crypto' {
  export interface KeyPair {
    publicKey: Buffer;
    secretKey: Buffer;
  }
  const crypto: {
    keyPair(seed?: Buffer): KeyPair;
    sign(message: Buffer, secretKey: Buffer): Buffer;
    verify(message: Buffer, signature: Buffer, publicKey: Buffer): boolean;
    hash(data: Buffer | readonly Buffer[]): Buffer;
    randomBytes(n: number): Buffer;
    discoveryKey(key: Buffer): Buffer;
  };
  export default crypto;
}

declare module 'hyperbee' {
  import type Hypercore from 'hypercore';

  export interface BeeNode {
    seq: number;
    key: string;
    value: string;
  }
  interface Range {
    gte?: string;
    lt?: string;
  }
  export interface BeeBatch {
    get(key: string): Promise<BeeNode | null>;
    put(key: string, value: string): Promise<void>;
    createReadStream(range: Range): AsyncIterable<BeeNode>;
    flush(): Promise<void>;
    close(): Promise<void>;
  }
  export default class Hyperbee {
    constructor(core: Hypercore, options: { extension: boolean; keyEncoding: 'utf-8'; valueEncoding: 'utf-8' });
    readonly core: Hypercore;
    get(key: string): Promise<BeeNode | null>;
    batch(options?: { update?: boolean }): BeeBatch;
    checkout(length: number): Hyperbee;
    close(): Promise<void>;
  }
}

declare module 'hyperbee/lib/messages.js' {
  import type { Encoding } from 'hypercore';

  /** A block of a bee but its first: one put; `value` null: the key was deleted there. */
  export const Node: Encoding<{ key: Buffer; value: Buffer | null }>;
}

declare module 'protomux-wakeup' {
  export default class ProtomuxWakeup {
    addStream(stream: unknown): void;
  }
}

/** What `daemon/src/pact/one-flush.ts` stands on. */
declare module 'autobase/lib/apply-state.js' {
  export type LocalNode = object;
  export default class ApplyState {
    readonly key: Buffer;
    readonly base: { readonly recoveries: number };
    readonly systemView: { indexedLength: number };
    readonly localState: {
      setBootRecord(record: {
        version: number;
        key: Buffer;
        systemLength: number;
        indexersUpdated: boolean;
        fastForwarding: boolean;
        recoveries: number;
      }): void;
      /** Removes the notes on what was applied and is not indexed yet. */
      clearUpdates(): void;
      flush(): Promise<void>;
    };
    /** The recovery that what is being applied asked for, and how much of the old system core it keeps; null but for that. */
    readonly pendingFork: { readonly length: number } | null;
    readonly store: {
      /** `getNextKey`: of the core that the view is about to go over to, else null. */
      getViewByName(name: string): { getNextKey(): Buffer | null };
    };
    _appendLocalNodes(localNodes: LocalNode[]): Promise<void>;
    _flush(localNodes: LocalNode[] | null): Promise<void>;
    /** Writes down that the order goes on in the system core with this key, and closes this state. */
    finalize(key: Buffer): Promise<void>;
  }
}

declare module 'autobase' {
  import type { EventEmitter } from 'node:events';
  import type Hypercore from 'hypercore';
  import type Corestore from 'corestore';
  import type Hyperbee from 'hyperbee';
  import type ProtomuxWakeup from 'protomux-wakeup';

  /** A block of some writer's log in the agreed order. */
  export interface ApplyNode {
    from: Hypercore;
    /** Position in the writer's log, from 1. */
    length: number;
    value: Buffer;
  }
  export interface ApplyHost {
    key: Buffer;
    addWriter(key: Buffer, options: { indexer: boolean }): Promise<void>;
    removeWriter(key: Buffer): Promise<void>;
    removeable(key: Buffer): boolean;
    interrupt(reason: string): never;
    fork(indexers: Buffer[], system: { key: Buffer; length: number }): Promise<boolean>;
  }
  /** How a view core moved: what is at or past `shared` was rewritten. */
  export interface ViewChange {
    from: number;
    to: number;
    shared: number;
  }
  interface Writer {
    core: Hypercore;
    /** Blocks that are in the order. */
    readonly length: number;
    isActiveIndexer: boolean;
  }
  interface AutobaseOptions {
    encryptionKey: Buffer;
    encrypt: true;
    valueEncoding: 'binary';
    ackInterval: number;
    fastForward: true | { key: Buffer };
    wakeup: ProtomuxWakeup;
    wakeupCapability: { key: Buffer; discoveryKey: Buffer };
    open(store: { get(name: string): Hypercore }): Hyperbee;
    apply(nodes: ApplyNode[], view: Hyperbee, host: ApplyHost): Promise<void>;
    update(view: Hyperbee, changes: { get(name: string): ViewChange | undefined }): void | Promise<void>;
  }
  /** Internals of autobase 7.28.1; the tests with three indexers fail when an upgrade renames them. */
  interface ApplyState {
    /** Length of the system's part that enough indexers have acknowledged. */
    readonly indexedLength: number;
    /** System core that a quorum signs while this node has another; else null. */
    readonly systemUpgrade: Buffer | null;
    /** Puts the indexers' signatures together where there are enough; the next drain writes them down. */
    maybeSigned(): Promise<void>;
    readonly system: { getIndexedInfo(length: number): Promise<{ views: { length: number }[] }> };
    /** What this indexer has signed in its own log; null on other nodes. */
    readonly localCheckpoint: { core: Hypercore; signatures: { user: { length: number }[] } } | null;
  }
  export default class Autobase extends EventEmitter {
    constructor(store: Corestore, key: Buffer | null, options: AutobaseOptions);
    static getLocalKey(store: Corestore): Promise<Buffer>;
    readonly key: Buffer;
    readonly encryptionKey: Buffer;
    readonly local: Hypercore;
    /** The system core. */
    readonly core: Hypercore;
    readonly view: Hyperbee;
    readonly writable: boolean;
    readonly isIndexer: boolean;
    readonly localWriter: Writer | null;
    readonly activeWriters: Iterable<Writer> & { size: number };
    readonly linearizer: { indexers: readonly Writer[]; shouldAck(writer: Writer, pending: boolean): boolean } | null;
    readonly indexedLength: number;
    readonly interrupted: string | null;
    /** A jump to what others signed that is being looked into. */
    readonly fastForwarding: {
      readonly key: Buffer;
      minimum: number;
      /** Gives it up. */
      destroyed: boolean;
      /** Sessions through which it reads what it looks into. */
      readonly cores: readonly Hypercore[];
    } | null;
    /** A jump that the next drain makes. */
    fastForwardTo: { readonly key: Buffer } | null;
    readonly closing: Promise<void> | null;
    /** Null while the library starts or changes over to another view. */
    readonly _applyState: ApplyState | null;
    /** Sessions of the logs that peers are told of when they do not have them. */
    readonly _coupler: { readonly coupled: Set<Hypercore> } | null;
    /** Looks into jumping to another system core; sets {@link fastForwarding} at once when it does. */
    _queueStaticFastForward(key: Buffer): void;
    /** When a jump failed last, ms since 1970; 0: never. */
    fastForwardFailedAt: number;
    /** Blocks of the system core that a jump has to bring at least; the default again after the next drain. */
    fastForwardMinimum: number;
    /** Looks into jumping to what the indexers signed of this system core. */
    _queueFastForward(): void;
    ready(): Promise<void>;
    update(): Promise<void>;
    /** Answers the length after the last block. */
    append(value: Buffer | Buffer[] | null): Promise<number>;
    ack(): Promise<void>;
    waitForWritable(): Promise<boolean>;
    isFastForwarding(): boolean;
    /** Says that these writers may have news; length -1 for not known. */
    hintWakeup(hints: { key: Buffer; length: number }[]): void;
    heads(): { key: Buffer; length: number }[];
    close(): Promise<void>;
  }
}

declare module 'rache' {
  /** A cache that throws out at random, shared by whoever makes one from it. */
  export default class Rache {
    constructor(options: { maxSize: number });
    /** What all of them hold together. */
    readonly globalSize: number;
  }
}
