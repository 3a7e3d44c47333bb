import { parsePeer } from '../../src/config.js';
import { ConcordatError } from '../../src/errors.js';
import { parseAddress } from '../../src/network/index.js';
import { readAddresses } from '../../src/pact/address-book.js';
import { decodeInvite, encodeInvite } from '../../src/pact/invite-token.js';
import { readOp } from '../../src/pact/model/op.js';
import { readQuestion } from '../../src/search/query.js';

/** A decoder of what others send, and good inputs to begin from. */
export interface Target {
  /** Sources whose branches count as found, as they stand in a file URL. */
  readonly sources: RegExp;
  readonly seeds: readonly string[];
  /** Decodes; throws only what {@link refuses} knows. */
  decode(text: string): unknown;
  /** Is this how the decoder says that an input is no good? */
  refuses(error: unknown): boolean;
}

const KEY = 'ab'.repeat(32);
const ours = (error: unknown): boolean => error instanceof ConcordatError;
const plain = (error: unknown): boolean => error instanceof Error && error.constructor === Error;
const nothing = (): boolean => false;

const OPS = [
  {
    t: 'entry',
    type: 'knowledge',
    payload: { topic: 't', content: 'c' },
    links: [{ rel: 'supersedes', id: 'abcdef01-1' }],
  },
  { t: 'entry', type: 'message', payload: { content: 'c', to: ['anon-fox-8f0c1d6d'], ack: true }, ttl: 5, op_id: 'x' },
  { t: 'claim', task: 'abcdef01-1', ttl_ms: 1000 },
  { t: 'complete', task: 'abcdef01-1', fence: 1, result: { a: [1] } },
  { t: 'invite', nonce: KEY, exp: 1 },
  { t: 'admit', nonce: KEY, node: KEY, writer: KEY, signer: KEY, manifest: 1, handshake: KEY },
  { t: 'promote', writer: KEY },
  { t: 'recover', writer: KEY, system: { key: KEY, length: 1 } },
].map((op) => JSON.stringify({ v: 1, at: 1_700_000_000_000, ...op }));

/** A good invite token, taken apart. */
export const TOKEN = {
  pactId: KEY,
  nonce: KEY,
  expiresAt: 1_900_000_000_000,
  pactName: 'p',
  seed: KEY,
  admitters: [{ node: KEY, addresses: [{ host: '192.0.2.1', port: 1 }] }],
};
const INVITE = encodeInvite(TOKEN);

/** Every decoder of bytes that other nodes, or people, hand to a daemon. */
export const TARGETS: Readonly<Record<string, Target>> = {
  op: { sources: /\/src\/pact\/model\//, seeds: OPS, decode: (text) => readOp(text, 1), refuses: nothing },
  invite: {
    sources: /\/src\/pact\/invite-token/,
    seeds: [INVITE],
    decode: decodeInvite,
    refuses: ours,
  },
  // The token is base64url of JSON: its inside is fuzzed as text, or hardly a change would still be base64url of JSON.
  invite_json: {
    sources: /\/src\/pact\/invite-token/,
    seeds: [Buffer.from(INVITE, 'base64url').toString()],
    decode: (text) => decodeInvite(Buffer.from(text).toString('base64url')),
    refuses: ours,
  },
  address: {
    sources: /\/src\/network\//,
    seeds: ['192.0.2.1:4711', '[2001:db8::1]:1'],
    decode: parseAddress,
    refuses: ours,
  },
  peer: { sources: /\/src\/config/, seeds: [`${KEY}@192.0.2.1:4711`], decode: parsePeer, refuses: plain },
  addresses: {
    sources: /\/src\/pact\/address-book/,
    seeds: ['["192.0.2.1:4711","host:1"]'],
    decode: (text) => readAddresses(jsonOf(text)),
    refuses: nothing,
  },
  question: {
    sources: /\/src\/search\//,
    seeds: ['"two words" -not begin*', 'déjà vu OR "x', 'a_b-c.d/e'],
    decode: readQuestion,
    refuses: ours,
  },
};

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What a decoder did with an input that it should not have done; null when it answered or refused. */
export function faultOf(target: Target, text: string): string | null {
  try {
    target.decode(text);
    return null;
  } catch (error) {
    return target.refuses(error) ? null : ((error as Error).stack ?? String(error));
  }
}
