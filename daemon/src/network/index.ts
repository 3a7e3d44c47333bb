/**
 * The node's connections to other nodes, and the store whose cores they replicate.
 * Knows nothing of pacts: they ask for peers, listen for connections, and give each core a gate.
 */
export { formatAddress, isNodeKey, parseAddress, parsePeer, type StaticPeer } from './address.js';
export { type Bootstrapper, openBootstrapper } from './bootstrapper.js';
export { type Gate, GatedStore } from './gated-store.js';
export {
  NETWORK_LIMITS,
  type NetworkLimits,
  type NetworkOptions,
  openNetwork,
  PeerNetwork,
  STATIC_OWNER,
} from './network.js';
export type { Connection, Network, PeerAddress, PeerInfo } from './types.js';
