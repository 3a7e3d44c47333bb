/** Peers: other nodes that this one knows. */
import { parsePeer } from '../config.js';
import type { Handlers, Schemas } from '../contract/index.js';
import { ConcordatError } from '../errors.js';
import type { PeerAddress, PeerInfo } from '../network/types.js';
import type { Parts } from './parts.js';

type Peers = Pick<Handlers, 'listPeers' | 'addPeer'>;

/** The network forgets a peer when nobody wants it any more; what the operator adds is wanted until the daemon stops. */
const OWNER = 'operator';

const iso = (time_ms: number | null): string | null => (time_ms === null ? null : new Date(time_ms).toISOString());

const addressText = ({ host, port }: PeerAddress): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

const staticPeer = (text: string): ReturnType<typeof parsePeer> => {
  try {
    return parsePeer(text);
  } catch (error) {
    throw new ConcordatError('BAD_REQUEST', `body peer is "${text}"; allowed: ${(error as Error).message}`, {
      in: 'body',
      field: 'peer',
    });
  }
};

/** Handlers of the tag Peers. */
export const peerHandlers = ({ network, pacts, handleOf }: Parts): Peers => {
  const peer = (info: PeerInfo): Schemas['Peer'] => ({
    node_key: info.node_key,
    handle: handleOf(info.node_key),
    connected: info.connected,
    since: iso(info.since),
    direction: info.direction,
    addresses: info.addresses.map(addressText),
    static: info.is_static,
    shared_pacts: pacts.sharedWith(info.node_key),
    last_seen: iso(info.last_seen),
    last_error: info.last_error && {
      code: info.last_error.code,
      message: info.last_error.message,
      at: new Date(info.last_error.at).toISOString(),
    },
  });
  return {
    listPeers: () => ({
      status: 200,
      body: {
        node_key: network.nodeKey,
        listening: network.addresses().map(addressText),
        peers: network.peers().map(peer),
      },
    }),
    addPeer: ({ body }) => {
      const { node_key, address } = staticPeer(body.peer);
      network.want(node_key, OWNER, [address]);
      return { status: 200, body: { ok: true, node_key } };
    },
  };
};
