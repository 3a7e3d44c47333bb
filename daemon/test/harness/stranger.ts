import fs from 'node:fs';
import { string } from 'compact-encoding';
import Corestore from 'corestore';
import Hypercore from 'hypercore';
import crypto, { type KeyPair } from 'hypercore-crypto';
import { type Connection, openNetwork, type PeerNetwork, parseAddress } from '../../src/network/index.js';
import { admitMessage } from '../../src/pact/model/index.js';
import type { Daemon } from './daemon.js';
import type { Room } from './room.js';
import { until } from './until.js';

/** The channel on which a joiner shows its invite; part of the protocol, so that a change of it must be meant. */
const INVITE_CHANNEL = 'concordat/invite/1';
const MANIFEST = 1;

/** What a joiner sends to be admitted. */
export interface AdmitRequest {
  nonce: string;
  node: string;
  writer: string;
  signer: string;
  manifest: number;
  handshake: string;
  sig_invite: string;
  sig_node: string;
  sig_writer: string;
  display_name: string | null;
}

/** The fields of an invite token. */
export interface TokenFields {
  v: number;
  pactId: string;
  nonce: string;
  expiresAt: number;
  pactName: string | null;
  seed: string;
  peers: { node: string; addresses: string[] }[];
}

export const decodeToken = (token: string): TokenFields => JSON.parse(Buffer.from(token, 'base64url').toString());
export const encodeToken = (fields: object): string => Buffer.from(JSON.stringify(fields)).toString('base64url');

/** One side of an invite channel, as raw text messages. */
export interface InviteChannel {
  /** Sends a text as it is. */
  send(text: string): void;
  /** Sends a request and resolves with the next answer, or rejects when the other side closes the channel. */
  ask(request: object): Promise<Record<string, unknown>>;
  readonly closed: boolean;
}

/**
 * A peer that speaks the wire by hand, with any key pair: it can lie, relay, replay and ask for whatever it likes.
 * It stands on the daemon's own transport (`openNetwork`) and on nothing above it.
 */
export class Stranger {
  readonly keyPair: KeyPair;
  readonly network: PeerNetwork;

  private constructor(keyPair: KeyPair, network: PeerNetwork) {
    this.keyPair = keyPair;
    this.network = network;
  }

  /** @param seed 64 hex of a node key to pose as; a new one when left out */
  static async open(room: Room, seed?: string): Promise<Stranger> {
    const keyPair = seed ? crypto.keyPair(Buffer.from(seed, 'hex')) : crypto.keyPair();
    const network = await openNetwork({ keyPair, host: '127.0.0.1', port: 0, bootstrap: 'none' });
    const stranger = new Stranger(keyPair, network);
    room.keep(() => stranger.close());
    return stranger;
  }

  get nodeKey(): string {
    return this.keyPair.publicKey.toString('hex');
  }

  /** `host:port` that others can dial. */
  get address(): string {
    const [{ host, port }] = this.network.addresses() as [{ host: string; port: number }];
    return `${host}:${port}`;
  }

  async connect(daemon: Daemon): Promise<Connection> {
    const address = await daemon.address();
    return this.network.connect(daemon.node_key, [parseAddress(address.slice(address.indexOf('@') + 1))], 8_000);
  }

  /** Opens the invite channel as the asking side. */
  invite(connection: Connection): InviteChannel {
    const waiting: { resolve: (message: Record<string, unknown>) => void; reject: (error: Error) => void }[] = [];
    const state = { closed: false };
    const channel = connection.mux.createChannel({
      protocol: INVITE_CHANNEL,
      id: null,
      unique: true,
      onclose: () => {
        state.closed = true;
        for (const { reject } of waiting.splice(0)) reject(new Error('the invite channel was closed'));
      },
    });
    if (!channel) throw new Error('the invite channel is open already');
    const words = channel.addMessage<string>({
      encoding: string as never,
      onmessage: (text) => waiting.shift()?.resolve(JSON.parse(text)),
    });
    channel.open();
    return {
      send: (text) => {
        words.send(text);
      },
      ask: (request) =>
        new Promise((resolve, reject) => {
          if (state.closed) return reject(new Error('the invite channel was closed'));
          waiting.push({ resolve, reject });
          words.send(JSON.stringify(request));
        }),
      get closed() {
        return state.closed;
      },
    };
  }

  /** Serves the invite channel to whoever connects, with `answer`, as a member would. */
  serveInvites(answer: (request: AdmitRequest) => Promise<object>): void {
    this.network.onConnection((connection) => {
      connection.mux.pair({ protocol: INVITE_CHANNEL, id: null }, () => {
        const channel = connection.mux.createChannel({ protocol: INVITE_CHANNEL, id: null, unique: true });
        if (!channel) return;
        const words = channel.addMessage<string>({
          encoding: string as never,
          onmessage: (text) => {
            void answer(JSON.parse(text)).then((reply) => words.send(JSON.stringify(reply)));
          },
        });
        channel.open();
      });
      connection.admit?.();
    });
  }

  /** An honest request for this connection; `fields` replaces what is claimed, before or after the signing. */
  request(
    token: string,
    connection: { handshakeHash: Buffer },
    claimed: Partial<AdmitRequest> = {},
    afterwards: Partial<AdmitRequest> = {},
  ): AdmitRequest {
    const { pactId, seed, nonce } = decodeToken(token);
    const writer = crypto.keyPair();
    const claims = {
      nonce,
      node: this.nodeKey,
      writer: Hypercore.key({ version: MANIFEST, signers: [{ publicKey: writer.publicKey }] }).toString('hex'),
      signer: writer.publicKey.toString('hex'),
      manifest: MANIFEST,
      handshake: connection.handshakeHash.toString('hex'),
      ...claimed,
    };
    const text = Buffer.from(admitMessage(pactId, claims));
    const sign = (pair: KeyPair): string => crypto.sign(text, pair.secretKey).toString('hex');
    const request: AdmitRequest = {
      ...claims,
      sig_invite: sign(crypto.keyPair(Buffer.from(seed, 'hex'))),
      sig_node: sign(this.keyPair),
      sig_writer: sign(writer),
      display_name: null,
    };
    return { ...request, ...afterwards };
  }

  /**
   * Asks for every block of these cores over the connection, as a replicating member does.
   * Resolves with the number of blocks got when `enough` holds or the other side ended the connection.
   */
  async fetch(
    room: Room,
    connection: Connection,
    keys: readonly string[],
    enough: (blocks: number) => boolean,
    deadline_ms: number,
  ): Promise<number> {
    const store = new Corestore(room.dir());
    await store.ready();
    store.replicate(connection.stream);
    const cores = keys.map((key) => store.get({ key: Buffer.from(key, 'hex') }));
    await Promise.all(cores.map((core) => core.ready()));
    for (const core of cores) core.download({ start: 0, end: -1 });
    let closed = false;
    void connection.closed.then(() => {
      closed = true;
    });
    const held = () => cores.reduce((sum, core) => sum + core.contiguousLength, 0);
    try {
      await until(() => closed || enough(held()), {
        what: 'blocks arrive or the connection ends',
        deadline_ms,
        every_ms: 25,
      });
      return held();
    } finally {
      await store.close();
    }
  }

  close(): Promise<void> {
    return this.network.close();
  }
}

/** All cores in a stopped daemon's store, by key, with the number of blocks held: writers, views, system, everything that its pacts consist of. */
export async function storedCores(daemon: Daemon): Promise<Map<string, number>> {
  if (daemon.running) throw new Error('the store is in use');
  const store = new Corestore(daemon.file('store'));
  await store.ready();
  const cores = new Map<string, number>();
  for await (const discoveryKey of store.list()) {
    const core = store.get({ discoveryKey });
    await core.ready();
    let blocks = 0;
    for (let i = 0; i < core.length; i++) if (await core.has(i)) blocks++;
    cores.set(core.key.toString('hex'), blocks);
    await core.close();
  }
  await store.close();
  return cores;
}

/** Seed of a daemon's node key, 64 hex. */
export const nodeSeed = (daemon: Daemon): string => fs.readFileSync(daemon.file('node.key'), 'utf8').trim();
