import { ConcordatError } from '../errors.js';
import { formatAddress, parseAddress, type PeerAddress } from '../network/index.js';

/** A node that may admit the bearer, and where it may be found without a DHT. */
export interface Admitter {
  readonly node: string;
  readonly addresses: readonly PeerAddress[];
}

/** What an invite token carries. The seed is a secret; its public key, the nonce, is in the log. No encryption key is in it. */
export interface InviteToken {
  readonly pactId: string;
  readonly nonce: string;
  /** ms since 1970. */
  readonly expiresAt: number;
  readonly pactName: string | null;
  /** 64 hex. */
  readonly seed: string;
  /** The issuer first. */
  readonly admitters: readonly Admitter[];
}

const TOKEN_CHARS_MAX = 8_192;
const ADMITTERS_MAX = 16;
const ADDRESSES_MAX = 8;
const KEY = /^[0-9a-f]{64}$/;

/** base64url of JSON, the form that OpenPact clients expect. */
export function encodeInvite(token: InviteToken): string {
  const { pactId, nonce, expiresAt, pactName, seed, admitters } = token;
  const peers = admitters
    .slice(0, ADMITTERS_MAX)
    .map(({ node, addresses }) => ({ node, addresses: addresses.slice(0, ADDRESSES_MAX).map(formatAddress) }));
  return Buffer.from(JSON.stringify({ v: 1, pactId, nonce, expiresAt, pactName, seed, peers })).toString('base64url');
}

/** Reads a token, or a share URL that ends in one. Throws INVITE_BAD_SHAPE. */
export function decodeInvite(text: string): InviteToken {
  const token = text.trim().split('?invite=').at(-1) ?? '';
  try {
    if (token.length > TOKEN_CHARS_MAX) throw new Error('too long');
    const { v, pactId, nonce, expiresAt, pactName, seed, peers } = JSON.parse(
      Buffer.from(token, 'base64url').toString('utf8'),
    ) as Record<string, unknown>;
    if (v !== 1) throw new Error(`version ${String(v).slice(0, 8)}`);
    const key = (value: unknown, name: string): string => {
      if (typeof value !== 'string' || !KEY.test(value)) throw new Error(name);
      return value;
    };
    if (!Number.isSafeInteger(expiresAt)) throw new Error('expiresAt');
    if (!Array.isArray(peers) || peers.length > ADMITTERS_MAX) throw new Error('peers');
    return {
      pactId: key(pactId, 'pactId'),
      nonce: key(nonce, 'nonce'),
      expiresAt: expiresAt as number,
      pactName: typeof pactName === 'string' ? pactName.slice(0, 200) : null,
      seed: key(seed, 'seed'),
      admitters: (peers as { node?: unknown; addresses?: unknown }[]).map((peer) => ({
        node: key(peer?.node, 'peers'),
        addresses: (Array.isArray(peer.addresses) ? peer.addresses : [])
          .slice(0, ADDRESSES_MAX)
          .map((address) => parseAddress(String(address))),
      })),
    };
  } catch (cause) {
    throw new ConcordatError('INVITE_BAD_SHAPE', undefined, undefined, { cause });
  }
}
