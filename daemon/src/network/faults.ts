import { formatAddress } from './address.js';
import type { PeerAddress } from './types.js';

/** What a person should know about a peer that cannot be reached. */
interface FaultContext {
  readonly addresses: readonly PeerAddress[];
  readonly hasDht: boolean;
}

const NOBODY_LETS_THROUGH =
  'the peer was found, but no way through the firewalls between the two was; give one of the nodes an address that the other can reach, with --peer';

/**
 * Why a peer cannot be reached, by code: those of HyperDHT 6 (lib/errors.js), of the operating system, and our own. Each is a sentence a person can act on.
 */
const FAULTS: Readonly<Record<string, string | ((context: FaultContext) => string)>> = {
  PEER_NOT_FOUND: ({ addresses, hasDht }) => {
    const at = addresses.length > 0 ? ` at ${addresses.map(formatAddress).join(', ')}` : '';
    const dht = hasDht ? `${at ? ' or' : ''} through the DHT` : '';
    return `no node with this key answered${at}${dht}; check that it runs, its key and address, and that its UDP port is open`;
  },
  NO_ADDRESS:
    'no address of this node is known and there is no DHT; name it with --peer <node key>@host:port, or start both with the same --bootstrap',
  PEER_CONNECTION_FAILED: NOBODY_LETS_THROUGH,
  CANNOT_HOLEPUNCH: NOBODY_LETS_THROUGH,
  HOLEPUNCH_ABORTED: NOBODY_LETS_THROUGH,
  HOLEPUNCH_INVALID: NOBODY_LETS_THROUGH,
  HOLEPUNCH_PROBE_TIMEOUT: NOBODY_LETS_THROUGH,
  HOLEPUNCH_DOUBLE_RANDOMIZED_NATS: NOBODY_LETS_THROUGH,
  REMOTE_ABORTED: NOBODY_LETS_THROUGH,
  REMOTE_NOT_HOLEPUNCHING: NOBODY_LETS_THROUGH,
  REMOTE_NOT_HOLEPUNCHABLE: NOBODY_LETS_THROUGH,
  HALF_OPEN: 'the handshake went through, but no data arrives; check that nothing between the nodes drops UDP',
  TIMEOUT: 'the peer did not answer in time; check that it runs and that its UDP port is open',
  ETIMEDOUT: 'the peer fell silent; it is gone, asleep, or the network between is down',
  ECONNRESET: 'the peer closed the connection',
  ECONNREFUSED: 'the address refuses connections; check that the node runs and its port',
  CLOSED: 'the connection was closed',
  ENOTFOUND: 'the host name of the peer does not resolve; check its spelling, or give an IP address',
  EAI_AGAIN: 'the host name of the peer cannot be resolved now; check the DNS, or give an IP address',
  HANDSHAKE_INVALID: 'the node at this address could not prove its key',
  SERVER_INCOMPATIBLE: 'the peer speaks another version of HyperDHT; upgrade the older of the two',
  SERVER_ERROR: 'the peer answered with an error; see its log',
  INCOMPATIBLE:
    'the node at this address is not a Concordat node, or one of another version; upgrade the older of the two',
  TOO_MANY_CONNECTIONS: 'the peer has too many connections of nodes that it does not know; it will be tried again',
  DUPLICATE: 'another connection between the two nodes is in use',
  REPLACED: 'the connection fell silent and was replaced by a newer one',
  UNADMITTED: 'nobody asked for this connection, so it was closed',
  UNADMITTED_BYTES: 'the peer sent too much before anybody asked for its connection',
  OFFLINE: 'this node was taken offline',
  CLOSING: 'this node is stopping',
};

/** An error of the network with a `code` of the list above. */
export interface NetworkFault extends Error {
  readonly code: string;
}

/** Makes the error for `code`; its message is the code, since the sentence depends on the peer: see {@link explainFault}. */
export const networkFault = (code: string): NetworkFault => Object.assign(new Error(code), { code });

/** Reasons that a node gives the other side for not keeping its connection. */
export type Refusal = 'TOO_MANY_CONNECTIONS';

/** The error for a refusal that was heard; what a peer makes up counts as a plain close. */
export const refusalFault = (heard: string): NetworkFault =>
  networkFault(heard === ('TOO_MANY_CONNECTIONS' satisfies Refusal) ? heard : 'CLOSED');

/** The code of an error from below, `CLOSED` for none. */
export function faultCode(error: Error | null): string {
  if (error === null) return 'CLOSED';
  if (error.message === 'Stream timed out') return 'ETIMEDOUT';
  return 'code' in error && typeof error.code === 'string' ? error.code : 'CLOSED';
}

/** The sentence for a code; an unknown one is named, for the report of a fault. */
export function explainFault(code: string, context: FaultContext): string {
  const text = Object.hasOwn(FAULTS, code) ? FAULTS[code] : undefined;
  if (text === undefined) return `the connection failed with ${code.slice(0, 64)}`;
  return typeof text === 'string' ? text : text(context);
}
