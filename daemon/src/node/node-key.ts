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
 * others may read, that does not hold a seed, or that holds another one than the last run had, is refused, and so is one that is gone: a
 * new identity is never made in place of an old one.
 * @param known public key of the last run, 64 hex; null before the first
 */
export function openNodeKey(file: string, known: string | null): NodeKey {
  if (!existsSync(file) && known !== null)
    throw new Error(`${file} is missing; restore it from a backup, this node is nobody without it`);
  if (!existsSync(file)) replaceFile(file, `${crypto.randomBytes(32).toString('hex')}\n`);
  assertPrivate(file);
  const seed = readFileSync(file, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(seed))
    throw new Error(`${file} does not hold a node key (64 hex digits); restore it from a backup`);
  const keyPair = crypto.keyPair(Buffer.from(seed, 'hex'));
  const id = keyPair.publicKey.toString('hex');
  if (known !== null && id !== known)
    throw new Error(`${file} holds another key than this node had, ${known.slice(0, 16)}…; restore it from a backup`);
  return { keyPair, id, handle: handleOf(id) };
}
