import { formatAddress, parseAddress, type PeerAddress } from '../network/index.js';
import { isListOf, isRecord, isText, readJsonFile, replaceFile } from '../node/index.js';

const ADDRESSES_MAX = 8;
const NODES_MAX = 10_000;

const isBook = (value: unknown): value is Record<string, string[]> =>
  isRecord(value) && Object.values(value).every((addresses) => isListOf(addresses, isText));

/**
 * Where members can be dialed, as they last said themselves: peers.json. With it nodes find each other again after a restart
 * without a DHT.
 */
export class AddressBook {
  readonly #file: string;
  readonly #nodes: Map<string, string[]>;

  constructor(file: string) {
    this.#file = file;
    this.#nodes = new Map(Object.entries(readJsonFile(file, isBook) ?? {}));
  }

  get(node: string): PeerAddress[] {
    return readAddresses(this.#nodes.get(node));
  }

  /** Keeps a node's addresses; on disk when the call returns, if they are news. */
  remember(node: string, addresses: readonly PeerAddress[]): void {
    const texts = addresses.slice(0, ADDRESSES_MAX).map(formatAddress);
    if (!texts.length || String(this.#nodes.get(node)) === String(texts)) return;
    if (!this.#nodes.has(node) && this.#nodes.size >= NODES_MAX) return;
    this.#nodes.set(node, texts);
    replaceFile(this.#file, `${JSON.stringify(Object.fromEntries(this.#nodes), null, 2)}\n`);
  }
}

/** Addresses that a peer sent: those that can be read, at most as many as are kept. */
export function readAddresses(value: unknown): PeerAddress[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, ADDRESSES_MAX).flatMap((address) => {
    try {
      return [parseAddress(String(address))];
    } catch {
      return [];
    }
  });
}
