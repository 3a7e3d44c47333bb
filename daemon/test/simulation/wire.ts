import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import NoiseSecretStream, { type KeyPair } from '@hyperswarm/secret-stream';
import type { DhtServer } from 'hyperdht';
import type { Dht, PeerAddress } from '../../src/network/index.js';
import type { Random } from './random.js';
import type { VirtualTime } from './world.js';

const { Duplex } = createRequire(createRequire(import.meta.url).resolve('hypercore'))('streamx') as {
  Duplex: new () => NodeJS.ReadWriteStream & {
    destroyed: boolean;
    destroying: boolean;
    push(data: Buffer | null): boolean;
    destroy(error?: Error): void;
    _write(data: Buffer, done: (error: Error | null) => void): void;
    _predestroy(): void;
  };
};

/** What the network between the nodes does to what is sent. */
export interface WireFaults {
  /** Shortest way from one node to another, ms. */
  delay_min_ms: number;
  /** Longest way, ms. */
  delay_max_ms: number;
  /** Packets of 100 that are lost; a stream sends them again. */
  loss_percent: number;
  /** Until a lost packet is sent again, ms. */
  resend_ms: number;
  /** Dials of 100 that find nobody though somebody is there. */
  dial_loss_percent: number;
  /** Dials of 100 whose first packet arrives twice, so that the other side sees a second stream that never speaks again. */
  dial_twice_percent: number;
}

/** How long HyperDHT looks for a node that does not answer, ms. */
const DIAL_MS = 4_000;
const KEEP_ALIVE_MS = 5_000;

const fault = (code: string): Error => Object.assign(new Error(code), { code });

/** One end of a stream: what arrives is in order and complete, or does not arrive at all. */
class Socket extends Duplex {
  other: Socket | null = null;
  /** What is on its way, or waits for a way. */
  #sent: { data: Buffer; arrives_ms: number }[] = [];

  constructor(
    private readonly wire: Wire,
    readonly from: string,
    readonly to: string,
  ) {
    super();
  }

  override _write(data: Buffer, done: (error: Error | null) => void): void {
    this.#sent.push({ data: Buffer.from(data), arrives_ms: Number.POSITIVE_INFINITY });
    this.send();
    done(null);
  }

  /** Sends what has no time of arrival yet; `again` sends all of it, since the way was blocked. */
  send(again = false): void {
    const { wire } = this;
    if (!this.other || wire.isBlocked(this.from, this.to)) return;
    let latest_ms = wire.time.now_ms;
    for (const packet of this.#sent) {
      if (again || packet.arrives_ms === Number.POSITIVE_INFINITY) {
        packet.arrives_ms = Math.max(latest_ms, wire.time.now_ms + wire.packetDelay(this.from, this.to));
        wire.time.after(packet.arrives_ms - wire.time.now_ms, () => this.#arrive());
      }
      latest_ms = Math.max(latest_ms, packet.arrives_ms);
    }
  }

  /** Hands over what is due, in order. */
  #arrive(): void {
    const { other, wire } = this;
    // What is blocked now is sent again when the way is open.
    if (!other || other.destroying || wire.isBlocked(this.from, this.to)) return;
    while (this.#sent[0] && this.#sent[0].arrives_ms <= wire.time.now_ms) {
      const { data } = this.#sent.shift() as { data: Buffer };
      wire.oncarried(this.from, this.to, data);
      other.push(data);
    }
  }

  /** The other side hears of the end only if the way is open. */
  override _predestroy(): void {
    const { other, wire } = this;
    wire.sockets.delete(this);
    if (!other) return;
    wire.time.after(wire.packetDelay(this.from, this.to), () => {
      if (!wire.isBlocked(this.from, this.to) && !other.destroying) other.destroy(fault('ECONNRESET'));
    });
  }
}

/** The network of a simulation: nodes by address, and between them delay, loss, partitions and streams that break. */
export class Wire {
  readonly sockets = new Set<Socket>();
  readonly #nodes = new Map<string, SimulatedDht>();
  readonly #blocked = new Set<string>();
  /** Sees each packet that arrives. */
  oncarried: (from: string, to: string, data: Buffer) => void = () => {};
  /** Sees what a node hears on a connection, without the encryption of that connection. */
  onheard: (by: string, data: Buffer) => void = () => {};

  constructor(
    readonly time: VirtualTime,
    private readonly random: Random,
    readonly faults: WireFaults,
  ) {}

  /** Nothing gets from one to the other, until {@link open}. */
  block(from: string, to: string): void {
    this.#blocked.add(`${from}>${to}`);
  }

  /** Opens one way, or all of them. */
  open(from?: string, to?: string): void {
    if (from === undefined) this.#blocked.clear();
    else this.#blocked.delete(`${from}>${to}`);
    for (const socket of this.sockets) socket.send(true);
  }

  isBlocked(from: string, to: string): boolean {
    return this.#blocked.has(`${from}>${to}`);
  }

  /** Breaks every stream between two nodes. */
  reset(one: string, other: string): void {
    for (const socket of Array.from(this.sockets))
      if (socket.from === one && socket.to === other) socket.destroy(fault('ECONNRESET'));
  }

  packetDelay(from: string, to: string): number {
    const { delay_min_ms, delay_max_ms, loss_percent, resend_ms } = this.faults;
    if (from === to) return 0;
    let delay_ms = this.random.between(delay_min_ms, delay_max_ms);
    while (this.random.chance(loss_percent)) delay_ms += resend_ms;
    return delay_ms;
  }

  add(dht: SimulatedDht): void {
    this.#nodes.set(dht.host, dht);
  }

  remove(dht: SimulatedDht): void {
    if (this.#nodes.get(dht.host) === dht) this.#nodes.delete(dht.host);
    for (const socket of Array.from(this.sockets)) if (socket.from === dht.host) socket.destroy(fault('CLOSED'));
  }

  /** A node's process is gone without a word: its streams fall silent. */
  silence(dht: SimulatedDht): void {
    dht.isGone = true;
    if (this.#nodes.get(dht.host) === dht) this.#nodes.delete(dht.host);
    for (const socket of Array.from(this.sockets)) {
      if (socket.from !== dht.host && socket.to !== dht.host) continue;
      if (socket.other) socket.other.other = null;
      socket.other = null;
    }
  }

  dial(socket: Socket, key: Buffer, publicKey: Buffer): void {
    const { dial_loss_percent, dial_twice_percent } = this.faults;
    this.time.after(this.packetDelay(socket.from, socket.to), () => {
      const target = this.#nodes.get(socket.to);
      const isLost = this.isBlocked(socket.from, socket.to) || this.random.chance(dial_loss_percent);
      if (socket.destroying) return;
      if (isLost || !target?.accepts(key, publicKey)) {
        this.time.after(DIAL_MS, () => socket.destroy(fault('PEER_NOT_FOUND')));
        return;
      }
      if (this.random.chance(dial_twice_percent)) target.accept(new Socket(this, socket.to, socket.from));
      const answer = new Socket(this, socket.to, socket.from);
      answer.other = socket;
      socket.other = answer;
      this.sockets.add(answer);
      target.accept(answer);
      socket.send();
    });
  }

  socket(from: string, to: string): Socket {
    const socket = new Socket(this, from, to);
    this.sockets.add(socket);
    return socket;
  }
}

/** A node's place in the {@link Wire}, with what {@link Dht} asks for. */
export class SimulatedDht implements Dht {
  readonly io;
  /** The process that it stands for has ended. */
  isGone = false;
  #keyPair: KeyPair | null = null;
  #firewall: (key: Buffer) => boolean = () => true;
  #onconnection: (stream: NoiseSecretStream) => void = () => {};

  constructor(
    private readonly wire: Wire,
    readonly host: string,
  ) {
    this.io = { serverSocket: { address: (): PeerAddress => ({ host, port: 1 }) }, clientSocket: null };
  }

  async bind(): Promise<void> {}

  createServer(
    options: { firewall?: (key: Buffer, payload: unknown, address: PeerAddress) => boolean | Promise<boolean> },
    onconnection: (stream: NoiseSecretStream) => void,
  ): DhtServer {
    this.#firewall = (key) => options.firewall?.(key, null, { host: this.host, port: 1 }) === true;
    this.#onconnection = onconnection;
    const server: DhtServer = Object.assign(new EventEmitter(), {
      listen: async (keyPair: KeyPair) => {
        this.#keyPair = keyPair;
        this.wire.add(this);
        return server;
      },
      close: async () => this.wire.remove(this),
      address: () => null,
    });
    return server;
  }

  connect(
    remotePublicKey: Buffer,
    { keyPair, relayAddresses }: { keyPair?: KeyPair; relayAddresses?: PeerAddress[] } = {},
  ): NoiseSecretStream {
    if (!keyPair) throw new Error('a dial needs the key of the node');
    const socket = this.wire.socket(this.host, relayAddresses?.[0]?.host ?? '');
    const options = { keyPair, remotePublicKey, pattern: 'IK', keepAlive: KEEP_ALIVE_MS } as const;
    const stream = this.#overheard(new NoiseSecretStream(true, socket, options));
    if (!this.isGone) this.wire.dial(socket, remotePublicKey, keyPair.publicKey);
    return stream;
  }

  accepts(key: Buffer, from: Buffer): boolean {
    return this.#keyPair?.publicKey.equals(key) === true && !this.#firewall(from);
  }

  accept(socket: Socket): void {
    if (!this.#keyPair) return;
    const options = { keyPair: this.#keyPair, pattern: 'IK', keepAlive: KEEP_ALIVE_MS } as const;
    this.#onconnection(this.#overheard(new NoiseSecretStream(false, socket, options)));
  }

  /** The stream hands on what it has decrypted by `push`; there is no event at which nobody would miss anything. */
  #overheard(stream: NoiseSecretStream): NoiseSecretStream {
    const push = stream.push.bind(stream);
    stream.push = (data: Buffer | null) => {
      if (data) this.wire.onheard(this.host, data);
      return push(data);
    };
    return stream;
  }

  async destroy(): Promise<void> {
    this.wire.remove(this);
  }
}
