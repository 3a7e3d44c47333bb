import { existsSync, readFileSync } from 'node:fs';
import crypto, { type KeyPair } from 'hypercore-crypto';
import { handleOf } from '../pact/model/index.js';
import { assertPrivate, replaceFile } from './files.js';

/** The node's identity: an Ed25519 pair, also its Noise static key. */
export interface NodeKey {
  readonly keyPair: KeyPair;
  /** Public key, 64 hex. */
  readonly id: string;
  readonly handle: string;
}

/**
 * Reads the node key, or makes one on the first start. The file holds the 32-byte seed as hex, mode 0600; a file that
 * others may read, or that does not hold a seed, is refused: a new identity is never made in place of an old one.
 */
export function openNodeKey(file: string): NodeKey {
  if (!existsSync(file)) replaceFile(file, `${crypto.randomBytes(32).toString('hex')}\n`);
  assertPrivate(file);
  const seed = readFileSync(file, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(seed))
    throw new Error(`${file} does not hold a node key (64 hex digits); restore it from a backup`);
  const keyPair = crypto.keyPair(Buffer.from(seed, 'hex'));
  const id = keyPair.publicKey.toString('hex');
  return { keyPair, id, handle: handleOf(id) };
}
