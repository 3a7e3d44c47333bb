import { networkInterfaces } from 'node:os';
import HyperDHT from 'hyperdht';
import type { DhtServer } from 'hyperdht';
import type NoiseSecretStream from '@hyperswarm/secret-stream';
import type { KeyPair } from '@hyperswarm/secret-stream';
import { ConcordatError } from '../errors.js';
import { formatAddress, isNodeKey, isPrivateHost, resolveAddress } from './address.js';
import { explainFault, faultCode, networkFault } from './faults.js';
import { Link } from './link.js';
import type { Connection, Network, PeerAddress, PeerInfo } from './types.js';
import { probeUdpPort } from './udp-port.js';
import { withinMs } from '../within.js';

/** The owner under which peers of the operator are wanted (`--peer`, POST /v1/peers). */
export const STATIC_OWNER = 'static';

/** Times and sizes of the network; tests shorten them. */
export interface NetworkLimits {
  /** First wait before a dial is repeated, in ms; it doubles from there. */
  readonly backoffMinMs: number;
  /** Longest wait before a dial is repeated, in ms. */
  readonly backoffMaxMs: number;
  /** A dial that found nobody after this time has failed, in ms. HyperDHT itself gives up after about 4 s. */
  readonly dialMs: number;
  /** From the handshake until both sides agree to use the connection, in ms. */
  readonly greetMs: number;
  /** A connection in use that does not answer in this time gives way to a new one of the same peer, in ms. */
  readonly pingMs: number;
  /** An incoming connection that nobody admitted is closed after this time, in ms. */
  readonly unadmittedMs: number;
  /** Bytes that an incoming connection may send before it is admitted. */
  readonly unadmittedBytes: number;
  /** Incoming connections at once that nobody has admitted yet. */
  readonly unadmittedMax: number;
}

/** The limits in production; architecture.md, "Limits". */
const NETWORK_LIMITS: NetworkLimits = {
  backoffMinMs: 100,
  backoffMaxMs: 5_000,
  dialMs: 10_000,
  greetMs: 5_000,
  pingMs: 1_500,
  unadmittedMs: 10_000,
  unadmittedBytes: 64 * 1024,
  unadmittedMax: 64,
};

/** What carries the streams: what is used of HyperDHT, so that a simulation can stand in for it. */
export type Dht = Pick<HyperDHT, 'bind' | 'createServer' | 'connect' | 'destroy' | 'io'>;

/** What {@link openNetwork} needs. */
export interface NetworkOptions {
  /** The node key: the Noise static key of every connection. */
  readonly keyPair: KeyPair;
  /** IPv4 address to bind: `0.0.0.0` for all interfaces. */
  readonly host: string;
  /** UDP port to bind; 0 for any free one. */
  readonly port: number;
  /** True when the operator asked for `port`: then a port in use is an error, and otherwise another one is taken. */
  readonly portRequired?: boolean;
  /** DHT to find peers with: none, the public one, or the bootstrap nodes of a private one. */
  readonly bootstrap: 'none' | 'public' | readonly PeerAddress[];
  readonly limits?: Partial<NetworkLimits>;
  /** Carries the streams; a HyperDHT of its own when absent. */
  readonly dht?: Dht;
  /** Receives faults of the listeners and of the DHT, which nobody else can see. */
  readonly onfault?: (error: unknown, what: string) => void;
}

/** All that is kept of one peer. */
interface Peer {
  readonly nodeKey: string;
  readonly owners: Set<string>;
  addresses: readonly PeerAddress[];
  /** The connection in use. */
  link: Link | null;
  /** Dials under way, one an address. */
  readonly dials: Set<Link>;
  /** Dials under way and those whose host name is being resolved. */
  attempts: number;
  /** Why the attempts so far failed; the most telling of them. */
  fault: string | null;
  /** A newer stream of a peer whose connection is being asked whether it is still alive. */
  contender: Link | null;
  backoffMs: number;
  retry: NodeJS.Timeout | null;
  since: number | null;
  lastSeen: number | null;
  lastError: PeerInfo['last_error'];
  /** Settled by the next connection. */
  readonly waiting: Set<(connection: Connection) => void>;
}

/** A connection that ends sooner than this after it began does not reset the back-off: two nodes that disagree must not dial each other in a circle. */
const SETTLED_MS = 1_000;

/** Addresses kept for one peer; the newest first. */
const ADDRESSES_MAX = 16;

/** Taking the announcement in the DHT back may wait for nodes that are gone. */
const UNANNOUNCE_MAX_MS = 400;

/** `dht.destroy` can hang (hyperdht#86); closing goes on after this time. */
const DESTROY_MAX_MS = 1_500;

/**
 * Opens the network: binds the UDP port and listens for connections. With a DHT the node is announced in the background.
 * Throws an Error of one line when `portRequired` and the port is in use, or when `host` is not an IPv4 address of this machine.
 */
export async function openNetwork(options: NetworkOptions): Promise<PeerNetwork> {
  const network = new PeerNetwork(options, await portFor(options));
  try {
    await network.listen();
  } catch (error) {
    await network.close();
    throw error;
  }
  return network;
}

function openDht({ bootstrap, host, portRequired }: NetworkOptions, port: number): HyperDHT {
  // A node that takes itself for firewalled lets itself be dialed through a second socket. Where nothing translates addresses, loopback above
  // all, the dialer then opens its half of the stream and the other half never does.
  const isPrivate =
    bootstrap !== 'public' && (bootstrap === 'none' || bootstrap.every((node) => isPrivateHost(node.host)));
  return new HyperDHT({
    ...(bootstrap === 'public' ? {} : { bootstrap: bootstrap === 'none' ? [] : bootstrap.map(formatAddress) }),
    host,
    // HyperDHT reads port 0 as its default; a range is taken literally.
    port: port === 0 ? [0, 0] : [port, port + 1],
    anyPort: !portRequired || port === 0,
    ...(isPrivate || isPrivateHost(host) ? { firewalled: false } : {}),
    connectionKeepAlive: 5_000,
  });
}

/** The port to bind, 0 for any. */
async function portFor({ host, port, portRequired }: NetworkOptions): Promise<number> {
  if ((await probeUdpPort(host, port)) !== null) return port;
  if (!portRequired) return 0;
  throw new Error(
    `UDP port ${port} on ${host} is in use; stop the program that holds it, or choose another port with --p2p-port`,
  );
}

/**
 * {@link Network} over HyperDHT, without Hyperswarm: peers are dialed by their node keys. Made by {@link openNetwork}.
 *
 * Between two nodes one connection is in use at a time. The node with the smaller key decides which: the first whose greeting arrives. A later one
 * replaces it only when the one in use no longer answers, so nothing that is being said is cut off by a dial that crossed it.
 */
export class PeerNetwork implements Network {
  readonly nodeKey: string;
  readonly #limits: NetworkLimits;
  readonly #hasDht: boolean;
  readonly #dht: Dht;
  #server: DhtServer | null = null;
  readonly #peers = new Map<string, Peer>();
  /** Every stream that is not closed yet. */
  readonly #links = new Set<Link>();
  readonly #probation = new Map<Link, NodeJS.Timeout>();
  readonly #connectionListeners = new Set<(connection: Connection) => void>();
  readonly #peerListeners = new Set<(event: 'peer-add' | 'peer-remove', nodeKey: string) => void>();
  #offline = false;
  #closing: Promise<void> | null = null;
  #connects = 0;

  constructor(
    private readonly options: NetworkOptions,
    port: number,
  ) {
    this.nodeKey = options.keyPair.publicKey.toString('hex');
    this.#limits = { ...NETWORK_LIMITS, ...options.limits };
    const { bootstrap } = options;
    this.#hasDht = bootstrap === 'public' || (bootstrap !== 'none' && bootstrap.length > 0);
    this.#dht = options.dht ?? openDht(options, port);
  }

  /** Binds the port and begins to listen; part of {@link openNetwork}. */
  async listen(): Promise<void> {
    await this.#dht.bind();
    this.#server = this.#dht.createServer({ firewall: (key) => this.#isBarred(key.toString('hex')) }, (stream) => {
      this.#adopt(stream, false);
    });
    // Listening to direct dials begins at once; the promise waits for the announcement in the DHT, which may be slow or fail.
    const announced = this.#server.listen(this.options.keyPair);
    announced.catch((error: unknown) => {
      if (this.#closing === null) this.options.onfault?.(error, 'announcing this node in the DHT');
    });
    if (!this.#hasDht) await announced;
  }

  /** The bound UDP port, to be asked for again at the next start. */
  get port(): number {
    return this.#dht.io.serverSocket?.address()?.port ?? 0;
  }

  addresses(): PeerAddress[] {
    const { port } = this;
    if (this.options.host !== '0.0.0.0') return [{ host: this.options.host, port }];
    const own = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter((one) => one.family === 'IPv4');
    const outside = own.filter((one) => !one.internal);
    return (outside.length > 0 ? outside : own).map((one) => ({ host: one.address, port }));
  }

  want(nodeKey: string, owner: string, addresses: readonly PeerAddress[] = []): void {
    if (!isNodeKey(nodeKey))
      throw new ConcordatError('BAD_REQUEST', `"${nodeKey}" is not a node key; it has 64 lower-case hex digits`);
    if (nodeKey === this.nodeKey || this.#closing !== null) return;
    const peer = this.#peer(nodeKey);
    const wasKnown = peer.owners.size > 0;
    const fresh = addresses.filter(
      (one) => !peer.addresses.some((known) => formatAddress(known) === formatAddress(one)),
    );
    peer.owners.add(owner);
    peer.addresses = [...fresh, ...peer.addresses].slice(0, ADDRESSES_MAX);
    for (const link of this.#links) if (link.remoteKey === nodeKey) link.admit();
    if (wasKnown && fresh.length === 0) return;
    peer.backoffMs = this.#limits.backoffMinMs;
    if (peer.attempts > 0) for (const address of fresh) this.#attempt(peer, address);
    this.#dial(peer);
  }

  unwant(nodeKey: string, owner: string): void {
    const peer = this.#peers.get(nodeKey);
    if (peer === undefined || !peer.owners.delete(owner) || peer.owners.size > 0) return;
    this.#cancelRetry(peer);
    for (const link of peer.dials) link.destroy(networkFault('CLOSED'));
    this.#forgetIdle(peer);
  }

  connection(nodeKey: string): Connection | undefined {
    const link = this.#peers.get(nodeKey)?.link;
    return link?.isOpen ? link : undefined;
  }

  connections(): Connection[] {
    return [...this.#peers.values()].flatMap((peer) => (peer.link?.isOpen ? peer.link : []));
  }

  async connect(nodeKey: string, addresses: readonly PeerAddress[], timeoutMs: number): Promise<Connection> {
    if (this.#closing !== null) throw new ConcordatError('SHUTTING_DOWN');
    if (nodeKey === this.nodeKey) throw new ConcordatError('BAD_REQUEST', 'this is the key of this very node');
    const owner = `connect ${++this.#connects}`;
    this.want(nodeKey, owner, addresses);
    const peer = this.#peer(nodeKey);
    try {
      if (peer.link?.isOpen) return peer.link;
      this.#dial(peer);
      return await new Promise<Connection>((resolve, reject) => {
        const settle = (connection: Connection): void => {
          clearTimeout(timer);
          resolve(connection);
        };
        const timer = setTimeout(() => {
          peer.waiting.delete(settle);
          const { code, message } = peer.lastError ?? { code: 'TIMEOUT', message: this.#explain('TIMEOUT', peer) };
          const short = `node ${nodeKey.slice(0, 8)} could not be reached within ${timeoutMs} ms: ${message}`;
          reject(new ConcordatError('AGENT_DISCONNECTED', short, { node_key: nodeKey, reason: code }));
        }, timeoutMs);
        peer.waiting.add(settle);
      });
    } finally {
      this.unwant(nodeKey, owner);
    }
  }

  onConnection(listener: (connection: Connection) => void): () => void {
    this.#connectionListeners.add(listener);
    return () => this.#connectionListeners.delete(listener);
  }

  onPeer(listener: (event: 'peer-add' | 'peer-remove', nodeKey: string) => void): () => void {
    this.#peerListeners.add(listener);
    return () => this.#peerListeners.delete(listener);
  }

  peers(): PeerInfo[] {
    return [...this.#peers.values()]
      .map((peer) => ({
        node_key: peer.nodeKey,
        connected: peer.link !== null,
        since: peer.since,
        direction: peer.link === null ? null : peer.link.outgoing ? ('out' as const) : ('in' as const),
        addresses: peer.addresses,
        is_static: peer.owners.has(STATIC_OWNER),
        last_seen: peer.link === null ? peer.lastSeen : Date.now(),
        last_error: peer.lastError,
      }))
      .sort((a, b) => (a.node_key < b.node_key ? -1 : 1));
  }

  /** For tests of partitions: drops all connections and neither dials nor accepts any until it is called with false. */
  setOffline(offline: boolean): void {
    if (this.#offline === offline) return;
    this.#offline = offline;
    if (offline) {
      for (const peer of this.#peers.values()) this.#cancelRetry(peer);
      for (const link of this.#links) link.destroy(networkFault('OFFLINE'));
      return;
    }
    for (const peer of this.#peers.values()) {
      peer.backoffMs = this.#limits.backoffMinMs;
      this.#dial(peer);
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (const peer of this.#peers.values()) this.#cancelRetry(peer);
    const links = [...this.#links];
    for (const link of links) link.destroy(networkFault('CLOSING'));
    // The first takes the announcement back, which the network may delay; the second closes the sockets.
    await withinMs(UNANNOUNCE_MAX_MS, this.#server?.close());
    await withinMs(
      DESTROY_MAX_MS,
      Promise.all([...links.map((link) => link.closed), this.#dht.destroy({ force: true })]),
    );
    this.#connectionListeners.clear();
    this.#peerListeners.clear();
  }

  #peer(nodeKey: string): Peer {
    let peer = this.#peers.get(nodeKey);
    if (peer === undefined) {
      peer = {
        nodeKey,
        owners: new Set(),
        addresses: [],
        link: null,
        dials: new Set(),
        attempts: 0,
        fault: null,
        contender: null,
        backoffMs: this.#limits.backoffMinMs,
        retry: null,
        since: null,
        lastSeen: null,
        lastError: null,
        waiting: new Set(),
      };
      this.#peers.set(nodeKey, peer);
    }
    return peer;
  }

  #isWanted(nodeKey: string): boolean {
    return (this.#peers.get(nodeKey)?.owners.size ?? 0) > 0;
  }

  /** Strangers are refused without an answer once twice as many as may stay are in line; up to there they are told why. */
  #isBarred(nodeKey: string): boolean {
    if (this.#offline || this.#closing !== null || nodeKey === this.nodeKey) return true;
    return this.#probation.size >= 2 * this.#limits.unadmittedMax && !this.#isWanted(nodeKey);
  }

  #mayDial(peer: Peer): boolean {
    return !this.#offline && this.#closing === null && peer.owners.size > 0 && peer.link === null;
  }

  /** Dials the peer at all its addresses at once, unless it is connected, being dialed, or nobody wants it. */
  #dial(peer: Peer): void {
    if (!this.#mayDial(peer) || peer.attempts > 0) return;
    this.#cancelRetry(peer);
    if (peer.addresses.length > 0) {
      // HyperDHT takes a list too, but gives up at the first address that does not answer.
      for (const address of peer.addresses) this.#attempt(peer, address);
    } else if (this.#hasDht) {
      this.#attempt(peer, null);
    } else {
      this.#fail(peer, 'NO_ADDRESS');
      this.#retryLater(peer);
    }
  }

  /** Dials one address and then, if there is a DHT, whatever address that knows; `null` for the DHT alone. */
  #attempt(peer: Peer, address: PeerAddress | null): void {
    peer.attempts++;
    this.#resolve(address).then(
      (relayAddresses) => {
        if (!this.#mayDial(peer)) return this.#attemptFailed(peer, 'CLOSED');
        const { keyPair } = this.options;
        const stream = this.#dht.connect(Buffer.from(peer.nodeKey, 'hex'), { keyPair, relayAddresses });
        peer.dials.add(this.#adopt(stream, true));
      },
      (error: Error) => this.#attemptFailed(peer, faultCode(error)),
    );
  }

  async #resolve(address: PeerAddress | null): Promise<PeerAddress[]> {
    if (address === null) return [];
    try {
      return [await resolveAddress(address)];
    } catch (error) {
      if (this.#hasDht) return [];
      throw error;
    }
  }

  #attemptFailed(peer: Peer, code: string): void {
    peer.attempts--;
    if (peer.fault === null || peer.fault === 'PEER_NOT_FOUND') peer.fault = code;
    if (peer.attempts > 0) return;
    if (peer.link === null) {
      this.#fail(peer, peer.fault);
      this.#retryLater(peer);
    }
    peer.fault = null;
    this.#forgetIdle(peer);
  }

  #retryLater(peer: Peer): void {
    if (peer.owners.size === 0 || this.#offline || this.#closing !== null) return;
    this.#cancelRetry(peer);
    // Half to whole: two nodes that failed together do not dial together for ever.
    const waitMs = peer.backoffMs * (0.5 + Math.random() / 2);
    peer.backoffMs = Math.min(peer.backoffMs * 2, this.#limits.backoffMaxMs);
    peer.retry = setTimeout(() => {
      peer.retry = null;
      this.#dial(peer);
    }, waitMs);
  }

  #cancelRetry(peer: Peer): void {
    if (peer.retry !== null) clearTimeout(peer.retry);
    peer.retry = null;
  }

  #explain(code: string, peer: Peer): string {
    return explainFault(code, { addresses: peer.addresses, hasDht: this.#hasDht });
  }

  #fail(peer: Peer, code: string): void {
    peer.lastError = { code, message: this.#explain(code, peer), at: Date.now() };
  }

  #forgetIdle(peer: Peer): void {
    const isIdle =
      peer.owners.size === 0 &&
      peer.link === null &&
      peer.attempts === 0 &&
      peer.contender === null &&
      peer.waiting.size === 0;
    if (isIdle) this.#peers.delete(peer.nodeKey);
  }

  #adopt(stream: NoiseSecretStream, outgoing: boolean): Link {
    const link = new Link(
      stream,
      outgoing,
      { openMs: this.#limits.dialMs, greetMs: this.#limits.greetMs },
      {
        opened: (opened) => this.#opened(opened),
        greeted: (greeted) => this.#greeted(greeted),
        kept: (kept) => this.#kept(kept),
        closed: (closed, error) => this.#closed(closed, error),
      },
    );
    this.#links.add(link);
    link.admitted = outgoing;
    if (!outgoing) this.#putOnProbation(link);
    return link;
  }

  #putOnProbation(link: Link): void {
    const timer = setTimeout(() => link.destroy(networkFault('UNADMITTED')), this.#limits.unadmittedMs);
    this.#probation.set(link, timer);
    link.onadmit = () => this.#endProbation(link);
  }

  #endProbation(link: Link): void {
    clearTimeout(this.#probation.get(link));
    this.#probation.delete(link);
  }

  #opened(link: Link): void {
    if (this.#offline || this.#closing !== null) return link.destroy(networkFault('OFFLINE'));
    if (this.#isWanted(link.remoteKey)) link.admit();
    if (!link.admitted) link.limitUnadmitted(this.#limits.unadmittedBytes);
  }

  #greeted(link: Link): void {
    if (!link.admitted && this.#probation.size > this.#limits.unadmittedMax) return link.refuse('TOO_MANY_CONNECTIONS');
    // The node with the larger key waits to be told.
    if (this.nodeKey < link.remoteKey) void this.#decide(link);
  }

  /** Uses the link, unless the peer has a connection that answers. */
  async #decide(link: Link): Promise<void> {
    const peer = this.#peer(link.remoteKey);
    if (peer.link === null) return this.#keep(peer, link);
    // Two crossed dials make one contender; more are restarts of the peer, of which the newest counts.
    peer.contender?.destroy(networkFault('DUPLICATE'));
    peer.contender = link;
    const inUse = peer.link;
    const isAlive = await inUse.isAlive(this.#limits.pingMs);
    if (peer.contender !== link) return;
    peer.contender = null;
    const isOutdated = peer.link !== null && peer.link !== inUse;
    if (isAlive || isOutdated) return link.destroy(networkFault('DUPLICATE'));
    inUse.destroy(networkFault('REPLACED'));
    this.#release(peer, inUse);
    this.#keep(peer, link);
  }

  #keep(peer: Peer, link: Link): void {
    link.keep();
    this.#use(peer, link);
  }

  #kept(link: Link): void {
    if (link.inUse || this.nodeKey < link.remoteKey) return;
    const peer = this.#peer(link.remoteKey);
    const former = peer.link;
    if (former !== null) {
      former.destroy(networkFault('REPLACED'));
      this.#release(peer, former);
    }
    link.use();
    this.#use(peer, link);
  }

  /** From here on `link` is the connection to its peer. Runs to its end before anything more is read from the link. */
  #use(peer: Peer, link: Link): void {
    peer.link = link;
    peer.since = Date.now();
    peer.lastError = null;
    this.#cancelRetry(peer);
    if (peer.dials.delete(link)) peer.attempts--;
    for (const dial of peer.dials) dial.destroy(networkFault('DUPLICATE'));
    for (const listener of this.#connectionListeners) this.#guard('a listener for connections', () => listener(link));
    const waiting = [...peer.waiting];
    peer.waiting.clear();
    for (const settle of waiting) settle(link);
    this.#announce('peer-add', peer);
  }

  /** Takes the connection in use away from its peer. */
  #release(peer: Peer, link: Link): void {
    if (peer.link !== link) return;
    const now = Date.now();
    const wasSettled = peer.since !== null && now - peer.since >= SETTLED_MS;
    if (wasSettled) peer.backoffMs = this.#limits.backoffMinMs;
    peer.link = null;
    peer.since = null;
    peer.lastSeen = now;
    this.#announce('peer-remove', peer);
  }

  #closed(link: Link, error: Error | null): void {
    this.#links.delete(link);
    this.#endProbation(link);
    const code = faultCode(error);
    const peer = this.#peers.get(link.remoteKey) ?? [...this.#peers.values()].find((one) => one.dials.has(link));
    if (peer === undefined) return;
    if (peer.contender === link) peer.contender = null;
    if (peer.link === link) {
      this.#release(peer, link);
      this.#fail(peer, code);
      this.#retryLater(peer);
    }
    if (peer.dials.delete(link)) this.#attemptFailed(peer, code);
    this.#forgetIdle(peer);
  }

  #announce(event: 'peer-add' | 'peer-remove', peer: Peer): void {
    for (const listener of this.#peerListeners)
      this.#guard('a listener for peers', () => listener(event, peer.nodeKey));
  }

  /** A fault of one listener must not keep the others from hearing. */
  #guard(what: string, call: () => void): void {
    try {
      call();
    } catch (error) {
      this.options.onfault?.(error, what);
    }
  }
}
