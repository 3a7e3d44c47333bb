import HyperDHT from 'hyperdht';
import type NoiseSecretStream from '@hyperswarm/secret-stream';
import type { KeyPair } from 'hypercore-crypto';
import { parseAddress } from '../../src/network/index.js';
import type { Daemon } from './daemon.js';
import type { Room } from './room.js';

/** A connection to each of two daemons, from which every message of the one is handed on to the other. */
export interface Relay {
  /** Bytes handed on so far, both ways. */
  bytes(): number;
  /** Settles when one of the two daemons has ended its side. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/**
 * Stands between two daemons as a stranger would who lets real members answer each other: what comes out of one Noise stream, decrypted, goes into the
 * other. Both daemons see the key of `keyPair`.
 */
export async function relay(room: Room, keyPair: KeyPair, a: Daemon, b: Daemon): Promise<Relay> {
  const dht = new HyperDHT({ bootstrap: [], host: '127.0.0.1', port: [0, 0], firewalled: false });
  room.keep(() => dht.destroy({ force: true }));
  const open = async (daemon: Daemon): Promise<NoiseSecretStream> => {
    const address = await daemon.address();
    const relayAddresses = [parseAddress(address.slice(address.indexOf('@') + 1))];
    const stream = dht.connect(Buffer.from(daemon.node_key, 'hex'), { keyPair, relayAddresses });
    stream.on('error', () => {});
    return stream;
  };
  const sides = await Promise.all([open(a), open(b)]);
  const [left, right] = sides;
  let bytes = 0;
  const handOn = (from: NoiseSecretStream, to: NoiseSecretStream): void => {
    from.on('data', (data: Buffer) => {
      bytes += data.byteLength;
      to.write(data);
    });
  };
  handOn(left, right);
  handOn(right, left);
  const ended = Promise.race(sides.map((side) => new Promise<void>((resolve) => side.once('close', () => resolve()))));
  await Promise.all(sides.map((side) => side.opened));
  return {
    bytes: () => bytes,
    ended,
    close: async () => {
      for (const side of sides) side.destroy();
      await dht.destroy({ force: true });
    },
  };
}
