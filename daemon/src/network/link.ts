import { string } from 'compact-encoding';
import type NoiseSecretStream from '@hyperswarm/secret-stream';
import Protomux from 'protomux';
import type { Channel, Message } from 'protomux';
import { networkFault, refusalFault, type Refusal } from './faults.js';
import type { Connection } from './types.js';

/** The first channel of every connection; a node that does not speak it is not a Concordat node of this version. */
const GREETING_PROTOCOL = 'concordat/greeting/1';

/** A dead peer is noticed after three missed keep-alives of 5 s. */
const SILENCE_MAX_MS = 15_000;

/** How long a refusal may take to leave before the stream is destroyed. */
const REFUSAL_FLUSH_MS = 500;

/** What is said on the greeting channel. */
type Word = 'keep' | 'ping' | 'pong' | `refused:${Refusal}`;

/** What happens to a link, told to the network that owns it. */
export interface LinkEvents {
  /** The handshake is done: `remoteKey` is proven. Nothing has been read yet. */
  opened(link: Link): void;
  /** The other side's greeting arrived: data flows in both directions. */
  greeted(link: Link): void;
  /** The other side decided to use this link. */
  kept(link: Link): void;
  /** The link is gone; `error` says why if it never was in use, or broke. */
  closed(link: Link, error: Error | null): void;
}

/** Times of {@link Link}, in ms. */
export interface LinkTimes {
  /** From the dial, or from the handshake of an incoming stream, until the link is in use. */
  readonly openMs: number;
  /** From the own greeting until the link is in use. */
  readonly greetMs: number;
}

/**
 * One Noise stream and its greeting channel. A stream that HyperDHT calls open may be open on one side only, because its handshake travels in DHT
 * messages and the data does not; and two nodes that dial each other at once get two streams. So both sides greet, and the node with the smaller
 * key says `keep` on the one link to use. Only then is it a {@link Connection}.
 */
export class Link implements Connection {
  readonly closed: Promise<void>;
  remoteKey = '';
  handshakeHash: Buffer = Buffer.alloc(0);
  admitted = false;
  /** Is this the connection to its peer? */
  inUse = false;
  /** Called by {@link admit}. */
  onadmit: () => void = () => {};
  #mux: Protomux | null = null;
  #channel: Channel | null = null;
  #words: Message<string> | null = null;
  #error: Error | null = null;
  #deadline: NodeJS.Timeout;
  #pong: (() => void) | null = null;
  #isRefused = false;
  readonly #onRawData = (data: Buffer): void => this.#meter(data.byteLength);
  #unadmittedBytesLeft = Number.POSITIVE_INFINITY;

  constructor(
    readonly stream: NoiseSecretStream,
    readonly outgoing: boolean,
    private readonly times: LinkTimes,
    private readonly events: LinkEvents,
  ) {
    this.#deadline = setTimeout(() => this.destroy(networkFault('TIMEOUT')), times.openMs);
    // Without a listener the reset that ends every ordinary connection would end the process.
    stream.on('error', (error: Error) => {
      this.#error ??= error;
    });
    this.closed = new Promise((resolve) => {
      stream.on('close', () => {
        clearTimeout(this.#deadline);
        this.#stopMeter();
        events.closed(this, this.#error);
        resolve();
      });
    });
    stream.opened.then(
      (opened) => {
        if (opened && !stream.destroying) this.#greet();
      },
      () => {},
    );
  }

  get mux(): Protomux {
    if (this.#mux === null) throw new Error('the link is not open yet');
    return this.#mux;
  }

  /** False from the moment on that either side ends it. */
  get isOpen(): boolean {
    return !this.stream.destroying;
  }

  admit(): void {
    if (this.admitted) return;
    this.admitted = true;
    this.#stopMeter();
    this.onadmit();
  }

  /** Destroys the link when more than `bytes` arrive before it is admitted. */
  limitUnadmitted(bytes: number): void {
    this.#unadmittedBytesLeft = bytes;
    this.stream.rawStream.on('data', this.#onRawData);
  }

  /** Tells the other side to use this link. */
  keep(): void {
    this.#say('keep');
    this.use();
  }

  /** From now on the link is the connection to its peer. */
  use(): void {
    clearTimeout(this.#deadline);
    this.inUse = true;
  }

  /** Says why, then ends the link. */
  refuse(code: Refusal): void {
    this.#isRefused = true;
    this.#say(`refused:${code}`);
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.destroy(), REFUSAL_FLUSH_MS);
  }

  /** Does the other side answer on this link within `timeoutMs`? */
  isAlive(timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (alive: boolean): void => {
        clearTimeout(timer);
        this.#pong = null;
        resolve(alive);
      };
      const timer = setTimeout(() => settle(false), timeoutMs);
      this.stream.once('close', () => settle(false));
      this.#pong = () => settle(true);
      this.#say('ping');
    });
  }

  destroy(reason?: Error): void {
    if (reason !== undefined) this.#error ??= reason;
    this.stream.destroy(reason);
  }

  #greet(): void {
    const { stream } = this;
    if (stream.remotePublicKey === null || stream.handshakeHash === null)
      return this.destroy(networkFault('HANDSHAKE_INVALID'));
    this.remoteKey = stream.remotePublicKey.toString('hex');
    this.handshakeHash = stream.handshakeHash;
    stream.setTimeout(SILENCE_MAX_MS);
    this.events.opened(this);
    if (stream.destroying) return;
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.destroy(networkFault('HALF_OPEN')), this.times.greetMs);
    this.#mux = Protomux.from(stream);
    this.#channel = this.#mux.createChannel({
      protocol: GREETING_PROTOCOL,
      onopen: () => this.events.greeted(this),
      // The channel lives as long as the stream, so the other side either refused it or broke the rules.
      onclose: () => {
        if (!stream.destroying) this.destroy(networkFault('INCOMPATIBLE'));
      },
    });
    if (this.#channel === null) return;
    this.#words = this.#channel.addMessage<string>({ encoding: string, onmessage: (word) => this.#hear(word) });
    this.#channel.open();
  }

  #say(word: Word): void {
    this.#words?.send(word);
  }

  #hear(word: string): void {
    if (this.#isRefused) return;
    if (word === 'ping') this.#say('pong');
    else if (word === 'pong') this.#pong?.();
    else if (word === 'keep') this.events.kept(this);
    else if (word.startsWith('refused:')) this.destroy(refusalFault(word.slice('refused:'.length)));
  }

  #meter(bytes: number): void {
    this.#unadmittedBytesLeft -= bytes;
    if (this.#unadmittedBytesLeft < 0) this.destroy(networkFault('UNADMITTED_BYTES'));
  }

  #stopMeter(): void {
    this.stream.rawStream?.off('data', this.#onRawData);
  }
}
