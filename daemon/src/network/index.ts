/**
 * The node's connections to other nodes, and the store whose cores they replicate.
 * Knows nothing of pacts: they ask for peers, listen for connections, and give each core a gate.
 */
export { formatAddress, parseAddress } from './address.js';
export { openBootstrapper } from './bootstrapper.js';
export { type Gate, GatedStore } from './gated-store.js';
export {
  type Dht,
  type NetworkOptions,
  openNetwork,
  PeerNetwork,
  STATIC_OWNER,
} from './network.js';
export type { Connection, Network, PeerAddress } from './types.js';
