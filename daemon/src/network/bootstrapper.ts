import { isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';
import HyperDHT from 'hyperdht';
import type { PeerAddress } from './types.js';
import { probeUdpPort } from './udp-port.js';
import { withinMs } from '../within.js';

/** A running bootstrap node of a private DHT. */
export interface Bootstrapper {
  /** Where other nodes reach it. */
  readonly address: PeerAddress;
  close(): Promise<void>;
}

/** `destroy` of a DHT node can hang (hyperdht#86). */
const DESTROY_MAX_MS = 1_500;

/**
 * Starts a node that others can find the DHT through. It holds no data of pacts; it sees node keys and addresses.
 * @param host the IPv4 address that the others reach it at, which goes into the DHT; bound when it is one of this machine, and otherwise all are
 * @param port UDP port; 0 for any free one
 * Throws an Error of one line when the host cannot be used or the port is in use.
 */
export async function openBootstrapper({ host, port }: PeerAddress): Promise<Bootstrapper> {
  if (!isIPv4(host) || host === '0.0.0.0') {
    throw new Error(
      `"${host}" cannot be the address of a bootstrap node: give the IPv4 address that the other nodes reach this machine at`,
    );
  }
  const isOwn = host.startsWith('127.') || ownAddresses().has(host);
  const bindHost = isOwn ? host : '0.0.0.0';
  const free = await probeUdpPort(bindHost, port);
  if (free === null) throw new Error(`UDP port ${port} on ${bindHost} is in use; choose another one`);
  const dht = HyperDHT.bootstrapper(free, host, { host: bindHost });
  await dht.fullyBootstrapped();
  return {
    address: { host, port: free },
    close: () => withinMs(DESTROY_MAX_MS, dht.destroy({ force: true })),
  };
}

const ownAddresses = (): Set<string> =>
  new Set(Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map((one) => one.address)));
