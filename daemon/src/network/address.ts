import { lookup } from 'node:dns/promises';
import { BlockList, isIPv4 } from 'node:net';
import { ConcordatError } from '../errors.js';
import type { PeerAddress } from './types.js';

/** A node key: Ed25519 public key as 64 lower-case hex digits. */
const NODE_KEY = /^[0-9a-f]{64}$/;

/** Networks that nobody reaches through address translation from outside (RFC 1122, 1918, 3927, 6598). */
const privateNetworks = new BlockList();
for (const [network, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10],
] as const) {
  privateNetworks.addSubnet(network, bits, 'ipv4');
}

/** Is `text` a node key (64 lower-case hex digits)? */
export const isNodeKey = (text: string): boolean => NODE_KEY.test(text);

/**
 * Reads `host:port`: an IPv4 address or a name, and a port of 1..65535. IPv6 is not spoken by the DHT.
 * Throws BAD_REQUEST that names the text.
 */
export function parseAddress(text: string): PeerAddress {
  const match = /^([A-Za-z0-9._-]+):(\d{1,5})$/.exec(text.trim());
  const port = Number(match?.[2]);
  if (!match?.[1] || port < 1 || port > 65535) {
    throw new ConcordatError('BAD_REQUEST', `"${text}" is not an address; write host:port, such as 192.168.1.20:49737`);
  }
  return { host: match[1], port };
}

/** Writes an address as `host:port`. */
export const formatAddress = (address: PeerAddress): string => `${address.host}:${address.port}`;

/** Is the host a loopback or private IPv4 address, or `localhost`? Other names count as public. */
export const isPrivateHost = (host: string): boolean =>
  host === 'localhost' || (isIPv4(host) && privateNetworks.check(host, 'ipv4'));

/** The IPv4 form of an address; rejects with the resolver's error (ENOTFOUND, EAI_AGAIN). */
export async function resolveAddress(address: PeerAddress): Promise<PeerAddress> {
  if (isIPv4(address.host)) return address;
  const { address: host } = await lookup(address.host, { family: 4 });
  return { host, port: address.port };
}
