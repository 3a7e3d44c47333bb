import type NoiseSecretStream from '@hyperswarm/secret-stream';
import type Protomux from 'protomux';

/** A UDP address of a node. */
export interface PeerAddress {
  /** IPv4 address or a name that resolves to one. */
  readonly host: string;
  /** 1..65535. */
  readonly port: number;
}

/** An open, authenticated Noise connection to one node; between two nodes there is one at a time. */
export interface Connection {
  /** Node key of the other side, 64 hex; proven by the Noise handshake. */
  readonly remoteKey: string;
  /** The handshake's hash, 64 bytes: proofs sent on this connection are bound to it. */
  readonly handshakeHash: Buffer;
  /** True when this node dialed. */
  readonly outgoing: boolean;
  /** The Noise stream, for replication. */
  readonly stream: NoiseSecretStream;
  readonly mux: Protomux;
  /** Resolves when the connection is closed, for whatever reason. */
  readonly closed: Promise<void>;
  /** False while the connection is on probation: it is closed after 10 s or 64 KiB unless somebody calls {@link admit}. */
  readonly admitted: boolean;
  /**
   * Somebody wants this connection: ends its probation. Connections that this node dialed, and those of peers that it wants, are admitted from the start.
   */
  admit(): void;
  /** Ends the connection now. */
  destroy(reason?: Error): void;
}

/** What is known of a peer, connected or not. Times in ms since 1970. */
export interface PeerInfo {
  readonly node_key: string;
  readonly connected: boolean;
  readonly since: number | null;
  readonly direction: 'in' | 'out' | null;
  readonly addresses: readonly PeerAddress[];
  /** Given by the operator (`--peer`, POST /v1/peers). */
  readonly is_static: boolean;
  readonly last_seen: number | null;
  /** Why the last attempt failed, in words that say what to do; null once connected. */
  readonly last_error: { readonly code: string; readonly message: string; readonly at: number } | null;
}

/** The node's connections. It knows nothing of pacts, feeds or federation: they listen for connections and ask for peers. */
export interface Network {
  /** Own node key, 64 hex. */
  readonly nodeKey: string;
  /** Addresses this node can be dialed at, own interfaces and the bound UDP port. */
  addresses(): PeerAddress[];
  /**
   * Keep a connection to this node: dial now, dial again with back-off (100 ms doubling to 5 s, jitter) whenever it is closed.
   * `owner` says who wants it; the peer is forgotten when the last owner calls `unwant`. Known addresses are tried first, then the DHT if there is one.
   * Wanting the own key does nothing. Throws BAD_REQUEST when `nodeKey` is not 64 hex.
   */
  want(nodeKey: string, owner: string, addresses?: readonly PeerAddress[]): void;
  /** Takes the wish back; an open connection stays open until it is closed by either side. */
  unwant(nodeKey: string, owner: string): void;
  /** The open connection to a node, or undefined. */
  connection(nodeKey: string): Connection | undefined;
  connections(): Connection[];
  /** Dials (or reuses the open connection) and answers it; throws ConcordatError AGENT_DISCONNECTED with the reason after `timeoutMs`. */
  connect(nodeKey: string, addresses: readonly PeerAddress[], timeoutMs: number): Promise<Connection>;
  /**
   * Called for each new connection, before anything of the other side is read but the greeting, so that channels can be registered.
   * Returns a function that removes the listener.
   */
  onConnection(listener: (connection: Connection) => void): () => void;
  /** Called when a peer connects or disconnects. */
  onPeer(listener: (event: 'peer-add' | 'peer-remove', nodeKey: string) => void): () => void;
  /** All peers that are wanted or connected, by node key. */
  peers(): PeerInfo[];
  /** Ends every connection and the UDP socket within 2 s; calling it again is harmless. */
  close(): Promise<void>;
}
