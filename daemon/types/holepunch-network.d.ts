/**
 * The parts of the Holepunch network and storage packages that Concordat uses; none of them ships types.
 * Written against hyperdht 6.34.0, protomux 3.12.1, corestore 7.12.5, hypercore 11.37.1 and @hyperswarm/secret-stream 6.9.2.
 * Members with a leading underscore are internals that `GatedStore` overrides; `test/unit/network-gated-store.test.ts` fails when an upgrade renames one.
 */

declare module '@hyperswarm/secret-stream' {
  import type { Duplex } from 'node:stream';
  import type Protomux from 'protomux';

  export interface KeyPair {
    publicKey: Buffer;
    secretKey: Buffer;
  }

  /** The UDX stream (or socket) below the Noise stream. */
  interface RawStream {
    readonly remoteHost?: string;
    readonly remotePort?: number;
    on(event: string, listener: (...args: never[]) => void): this;
  }

  interface NoiseStreamOptions {
    keyPair?: KeyPair;
    remotePublicKey?: Buffer;
    pattern?: 'XX' | 'IK';
    keepAlive?: number;
  }

  /** An encrypted, authenticated duplex stream. */
  export default class NoiseSecretStream extends Duplex {
    constructor(isInitiator: boolean, rawStream?: unknown, options?: NoiseStreamOptions);
    static keyPair(seed?: Buffer): KeyPair;
    readonly isInitiator: boolean;
    readonly publicKey: Buffer;
    /** Null until the handshake is done. */
    readonly remotePublicKey: Buffer | null;
    /** Null until the handshake is done. */
    readonly handshakeHash: Buffer | null;
    /** Resolves to false, or rejects, when the stream is destroyed before the handshake is done. */
    readonly opened: Promise<boolean>;
    readonly rawStream: RawStream & NodeJS.ReadWriteStream;
    readonly noiseStream: this;
    /** The stream's {@link Protomux} once there is one. */
    userData: Protomux | null;
    /** True from the call of destroy on; `destroyed` follows when the stream is closed. */
    readonly destroying: boolean;
    keepAlive: number;
    readonly rawBytesRead: number;
    setKeepAlive(ms?: number): void;
    setTimeout(ms?: number): void;
  }
}

declare module 'hyperdht' {
  import type { EventEmitter } from 'node:events';
  import type NoiseSecretStream from '@hyperswarm/secret-stream';
  import type { KeyPair } from '@hyperswarm/secret-stream';

  interface Address {
    host: string;
    port: number;
  }

  interface DhtOptions {
    /** `host:port` texts or addresses; the public nodes when undefined. */
    bootstrap?: readonly (string | Address)[];
    host?: string;
    /** A port, or the first and the one after the last of a range. */
    port?: number | [number, number];
    /** False: any free port when `port` is taken is not tried. */
    anyPort?: boolean;
    ephemeral?: boolean;
    firewalled?: boolean;
    keyPair?: KeyPair;
    connectionKeepAlive?: number | false;
    randomPunchInterval?: number;
  }

  interface ServerOptions {
    /** True refuses the connection. */
    firewall?: (remotePublicKey: Buffer, payload: unknown, address: Address) => boolean | Promise<boolean>;
    shareLocalAddress?: boolean;
    holepunch?: false | (() => boolean);
  }

  interface ConnectOptions {
    keyPair?: KeyPair;
    relayAddresses?: Address[];
    localConnection?: boolean;
    fastOpen?: boolean;
    holepunch?: () => boolean;
  }

  export interface DhtServer extends EventEmitter {
    listen(keyPair: KeyPair): Promise<this>;
    close(): Promise<void>;
    address(): (Address & { publicKey: Buffer }) | null;
  }

  /** What {@link HyperDHT.connect} gives: a Noise stream that opens later. */
  export default class HyperDHT extends EventEmitter {
    constructor(options?: DhtOptions);
    /** A DHT node that others can bootstrap from; `host` is the address they reach it at. */
    static bootstrapper(port: number, host: string, options?: DhtOptions): HyperDHT;
    static keyPair(seed?: Buffer): KeyPair;
    static readonly BOOTSTRAP: readonly string[];
    readonly destroyed: boolean;
    readonly host: string | null;
    readonly port: number;
    readonly firewalled: boolean;
    readonly ephemeral: boolean;
    /** Present while the node is open. */
    readonly io: { readonly serverSocket: UdpSocket | null; readonly clientSocket: UdpSocket | null };
    /** Binds the UDP sockets. */
    bind(): Promise<void>;
    /** Resolves when the bootstrap nodes have been asked. */
    fullyBootstrapped(): Promise<void>;
    address(): Address;
    localAddress(): Address | null;
    remoteAddress(): Address | null;
    connect(remotePublicKey: Buffer, options?: ConnectOptions): NoiseSecretStream;
    createServer(options: ServerOptions, onconnection: (stream: NoiseSecretStream) => void): DhtServer;
    destroy(options?: { force?: boolean }): Promise<void>;
  }

  interface UdpSocket {
    address(): Address | null;
  }
}

declare module 'protomux' {
  import type NoiseSecretStream from '@hyperswarm/secret-stream';

  /** Any encoding of compact-encoding, whose own types do not name it. */
  export interface Encoding<T> {
    preencode(state: never, value: T): void;
    encode(state: never, value: T): void;
    decode(state: never): T;
  }

  export interface Message<T> {
    /** False when the stream asks for a pause; true when written or batched. */
    send(message: T): boolean;
  }

  interface MessageOptions<T> {
    encoding?: Encoding<T>;
    onmessage?: (message: T, channel: Channel) => unknown;
    autoBatch?: boolean;
  }

  interface ChannelOptions<H> {
    protocol: string;
    aliases?: string[];
    id?: Buffer | null;
    unique?: boolean;
    handshake?: Encoding<H> | null;
    userData?: unknown;
    onopen?: (handshake: H, channel: Channel) => unknown;
    onclose?: (isRemote: boolean, channel: Channel) => unknown;
    ondestroy?: (channel: Channel) => unknown;
    ondrain?: (channel: Channel) => unknown;
  }

  export interface Channel {
    readonly protocol: string;
    readonly id: Buffer | null;
    readonly opened: boolean;
    readonly closed: boolean;
    readonly destroyed: boolean;
    userData: unknown;
    open(handshake?: unknown): void;
    close(): void;
    cork(): void;
    uncork(): void;
    /** Types count in the order of the calls: both sides add the same messages in the same order. */
    addMessage<T = Buffer>(options?: MessageOptions<T>): Message<T>;
    fullyOpened(): Promise<boolean>;
    fullyClosed(): Promise<void>;
  }

  interface ChannelName {
    protocol: string;
    id?: Buffer | null;
  }

  /** Many channels over one stream. */
  export default class Protomux {
    constructor(stream: NoiseSecretStream);
    static from(stream: NoiseSecretStream | NodeJS.ReadWriteStream | Protomux): Protomux;
    static isProtomux(value: unknown): value is Protomux;
    readonly isProtomux: true;
    readonly stream: NoiseSecretStream;
    readonly corked: number;
    readonly drained: boolean;
    /** Null when the stream is destroyed, or a unique channel of that name is open. */
    createChannel<H = undefined>(options: ChannelOptions<H>): Channel | null;
    /** Calls `notify` when the remote opens a channel of that name that has no local counterpart yet. */
    pair(name: ChannelName, notify: (id: Buffer | null) => unknown): void;
    unpair(name: ChannelName): void;
    opened(name: ChannelName): boolean;
    getLastChannel(name: ChannelName): Channel | null;
    /** Holds outgoing messages back until {@link uncork}; calls nest. */
    cork(): void;
    uncork(): void;
    destroy(error?: Error): void;
    [Symbol.iterator](): IterableIterator<Channel>;
  }
}

declare module 'hypercore' {
  import type { EventEmitter } from 'node:events';
  import type { KeyPair } from '@hyperswarm/secret-stream';
  import type NoiseSecretStream from '@hyperswarm/secret-stream';
  import type Protomux from 'protomux';

  interface Signer {
    signature?: 'ed25519';
    namespace?: Buffer;
    publicKey: Buffer;
  }

  export interface Manifest {
    version?: number;
    quorum?: number;
    allowPatch?: boolean;
    signers: Signer[];
    linked?: Buffer[] | null;
    userData?: Buffer | null;
    /** What the core begins with: the blocks of another one, which it went on from. */
    prologue?: { readonly length: number } | null;
  }

  interface ReplicationPeer {
    readonly remotePublicKey: Buffer;
    readonly remoteLength: number;
    readonly remoteContiguousLength: number;
    readonly remoteOpened: boolean;
    readonly protomux: Protomux;
    /** What the peer is asked to tell of when it has it: parts of the log, with who waits for a block in each. */
    readonly wants: { readonly wants: ReadonlyMap<number, { readonly handles: ReadonlySet<object> }> };
  }

  export interface Replicator {
    readonly peers: readonly ReplicationPeer[];
    /** True while a session is open that wants blocks. */
    readonly downloading: boolean;
    ondownloading: (() => void) | null;
    attached(mux: Protomux): boolean;
    attachTo(mux: Protomux): void;
    detachFrom(mux: Protomux): void;
    /** False while a peer has a channel, or may get one. */
    idle(): boolean;
  }

  /** The core that all sessions of one key share. */
  export interface Core {
    readonly id: string;
    readonly key: Buffer;
    readonly discoveryKey: Buffer;
    readonly manifest: Manifest | null;
    readonly opened: boolean;
    readonly closing: Promise<void> | null;
    readonly replicator: Replicator;
    readonly header: {
      readonly tree: { readonly length: number };
      readonly hints: { readonly contiguousLength: number };
    };
    /** Its lock is held while something is written. Null until the core is opened. */
    readonly state: {
      readonly length: number;
      readonly mutex: { lock(): Promise<void>; unlock(): void; idle(): boolean };
    } | null;
    /** Is called after something was stored, and tells the replicator of it; `bitfield`: which blocks are new, null for none. */
    onappend(tree: { readonly length: number }, bitfield: object | null): void;
    ready(): Promise<void>;
  }

  interface SessionOptions {
    writable?: boolean;
    snapshot?: boolean;
    weak?: boolean;
    active?: boolean;
    wait?: boolean;
    timeout?: number;
    valueEncoding?: string;
  }

  /** How what a block holds is read. */
  export interface Encoding<T> {
    decode(block: Buffer): T;
  }

  interface GetOptions {
    wait?: boolean;
    timeout?: number;
    valueEncoding?: string;
    decrypt?: boolean;
    raw?: boolean;
  }

  /** A range that is being downloaded. */
  export interface Download {
    done(): Promise<void>;
    destroy(error?: Error | null): void;
  }

  /** A session of an append-only, signed log. */
  export default class Hypercore extends EventEmitter {
    /** Wraps a Noise stream (or makes one) so that cores replicate over its {@link Protomux}. */
    static createProtocolStream(
      stream: boolean | NoiseSecretStream | NodeJS.ReadWriteStream | Protomux,
      options?: { ondiscoverykey?: (discoveryKey: Buffer) => unknown; keepAlive?: boolean },
    ): NoiseSecretStream;
    static key(
      manifest: Manifest | Buffer,
      options?: { version?: number; namespace?: Buffer; compat?: boolean },
    ): Buffer;
    static discoveryKey(key: Buffer): Buffer;
    /** The storage of a directory, as a Corestore takes it in place of the path. */
    static defaultStorage(directory: string, options: { writeBufferSize: number }): object;
    readonly core: Core;
    readonly replicator: Replicator | null;
    readonly key: Buffer;
    readonly discoveryKey: Buffer;
    readonly id: string;
    readonly manifest: Manifest | null;
    readonly keyPair: KeyPair | null;
    readonly length: number;
    readonly byteLength: number;
    readonly signedLength: number;
    readonly contiguousLength: number;
    readonly fork: number;
    readonly writable: boolean;
    readonly opened: boolean;
    readonly closed: boolean;
    readonly closing: Promise<void> | null;
    readonly peers: readonly ReplicationPeer[];
    ready(): Promise<void>;
    close(options?: { error?: Error }): Promise<void>;
    session(options?: SessionOptions): Hypercore;
    snapshot(options?: SessionOptions): Hypercore;
    /** What is noted beside the log on this disk. */
    getUserData(name: string): Promise<Buffer | null>;
    /** Null only with `wait: false`. */
    get(index: number, options?: GetOptions & { valueEncoding?: undefined }): Promise<Buffer | null>;
    get<T>(index: number, options: { valueEncoding: Encoding<T> }): Promise<T | null>;
    get(index: number, options: GetOptions): Promise<unknown>;
    has(start: number, end?: number): Promise<boolean>;
    /** Resolves when the blocks are stored; `length` is the one after the last of them. */
    append(blocks: Buffer | string | readonly (Buffer | string)[]): Promise<{ length: number; byteLength: number }>;
    truncate(length: number): Promise<void>;
    update(options?: { wait?: boolean; force?: boolean }): Promise<boolean>;
    /** `end` -1: for ever, as the core grows. */
    download(range?: { start?: number; end?: number; linear?: boolean; blocks?: number[] }): Download;
    treeHash(length?: number): Promise<Buffer>;
    findingPeers(): () => void;
    setActive(active: boolean): void;
    replicate(stream: boolean | NoiseSecretStream | Protomux): unknown;
  }
}

/** What `daemon/src/network/late-lengths.ts` stands on. */
declare module 'hypercore/lib/replicator.js' {
  export interface LatePeer {
    /** Is the peer's log shorter, without that it was told that it can get the rest here? */
    _shouldUpdateCanUpgrade(): boolean;
    /** Looks whether the length can be proven to the peer, and tells it so; never fails. */
    _updateCanUpgradeAndSync(): Promise<void>;
    /** The own length or what can be proven of it may be news to the peer. */
    signalUpgrade(): void;
    /** Tells the peer how long the own log is, and whether the rest can be got here. */
    sendSync(): void;
  }
  /** A block that somebody waits for. */
  export interface BlockRequest {
    /** Is what a peer sent of it being verified? It is not cleared up after until then. */
    readonly processing: boolean;
    /** That is over: clears up after it when nobody waits any more. */
    processed(): void;
  }
  export default class Replicator {
    readonly peers: readonly LatePeer[];
    /** A peer opened the core on its connection. */
    _addPeer(peer: LatePeer): void;
    /** Is called after blocks were stored or dropped. */
    onhave(start: number, length: number, drop?: boolean): void;
    /** Answers a request with the block that is on the disk by now, or with what went wrong; never fails. */
    _resolveLocalBlock(request: BlockRequest, reader: object, settled: BlockRequest[]): Promise<void>;
  }
}

declare module 'corestore' {
  import type { EventEmitter } from 'node:events';
  import type Hypercore from 'hypercore';
  import type { Core, Manifest } from 'hypercore';
  import type NoiseSecretStream from '@hyperswarm/secret-stream';
  import type { KeyPair } from '@hyperswarm/secret-stream';
  import type Protomux from 'protomux';

  export interface StoreOptions {
    root?: Corestore | null;
    /** Where readers of cores keep what they decoded; one of each reader's own when there is none. */
    globalCache?: object;
    namespace?: Buffer;
    manifestVersion?: number;
    primaryKey?: Buffer;
    readOnly?: boolean;
    writable?: boolean;
    active?: boolean;
    unsafe?: boolean;
  }

  export interface CoreOptions {
    key?: Buffer | string;
    discoveryKey?: Buffer;
    name?: string;
    keyPair?: KeyPair;
    manifest?: Manifest | null;
    writable?: boolean;
    compat?: boolean;
    active?: boolean;
    exclusive?: boolean;
    createIfMissing?: boolean;
    valueEncoding?: string;
    wait?: boolean;
    timeout?: number;
    encryption?: unknown;
  }

  interface StreamRecord {
    readonly stream: NoiseSecretStream;
    readonly isExternal: boolean;
  }

  export interface StreamTracker {
    readonly records: readonly StreamRecord[];
    /** Attaches a core to every tracked stream. */
    attachAll: (core: Core) => void;
    /** Attaches a core to one stream's mux where it is downloading. */
    add(stream: NoiseSecretStream, isExternal: boolean): StreamRecord;
    remove(record: StreamRecord): void;
  }

  interface CoreTracker extends Iterable<Core> {
    readonly size: number;
    get(id: string): Core | undefined;
    opened(id: string): boolean;
    /** Takes a core that was to be closed off that list. */
    resume(id: string): Core | null;
    /** Cores that fell idle; each that was there for three cycles is closed in the next. */
    readonly _gcing: ReadonlySet<Core>;
    /** Runs every two seconds while a core is idle. */
    _gcCycleBound: () => void;
  }

  /** Many cores in one RocksDB directory, or in a database with its interface. */
  export default class Corestore extends EventEmitter {
    constructor(storage: string | object | null, options?: StoreOptions);
    /** The store that this is a session of; null for that store itself. */
    readonly root: Corestore | null;
    readonly globalCache: object | null;
    readonly ns: Buffer;
    readonly manifestVersion: number;
    readonly opened: boolean;
    readonly closing: Promise<void> | null;
    readonly closed: boolean;
    readonly active: boolean;
    readonly cores: CoreTracker;
    readonly sessions: Iterable<Hypercore>;
    readonly streamTracker: StreamTracker;
    readonly primaryKey: Buffer | null;
    ready(): Promise<void>;
    close(): Promise<void>;
    session(options?: StoreOptions): Corestore;
    namespace(name: string | Buffer, options?: StoreOptions): Corestore;
    get(options: CoreOptions | Buffer | string): Hypercore;
    createKeyPair(name: string, namespace?: Buffer): Promise<KeyPair>;
    replicate(stream: boolean | NoiseSecretStream | NodeJS.ReadWriteStream): NoiseSecretStream;
    list(namespace?: Buffer): AsyncIterable<Buffer>;
    suspend(): Promise<void>;
    resume(): Promise<void>;
    /** Throws when the store or its root is closing. */
    protected _maybeClosed(): void;
    /** Closes what is open; once. */
    protected _close(): Promise<void>;
    /** Every way to open a core ends here. */
    protected _openCore(discoveryKey: Buffer | null, options: CoreOptions): Core;
    /** Is called when the remote opens a channel for a core. */
    protected _attachMaybe(mux: Protomux, discoveryKey: Buffer): Promise<void>;
    /** Is asked for each open core when a stream is added. */
    protected _shouldReplicate(core: Core, mux: Protomux): boolean;
  }
}
