import fc from 'fast-check';
import crypto from 'hypercore-crypto';
import { describe, expect, it } from 'vitest';
import { parsePeer } from '../../src/config.js';
import { ConcordatError } from '../../src/errors.js';
import { type Connection, type Network, parseAddress } from '../../src/network/index.js';
import { readAddresses } from '../../src/pact/address-book.js';
import { type Admission, requestAdmission } from '../../src/pact/admission.js';
import { decodeInvite, encodeInvite } from '../../src/pact/invite-token.js';
import { type JsonChannel, openJsonChannel } from '../../src/pact/json-channel.js';
import { readQuestion } from '../../src/search/query.js';
import { TOKEN } from '../fuzz/targets.js';

const KEY = 'ab'.repeat(32);
const RUNS = 400;

/** Text as nobody should send it: any, deep, long, with broken surrogates, or a good one with some characters replaced. */
const hostile = (good: string): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.json(),
    fc.integer({ min: 1, max: 200_000 }).map((n) => '['.repeat(n)),
    fc.integer({ min: 1, max: 20_000 }).map((n) => good.repeat(1 + (n % 50)).slice(0, n)),
    fc
      .array(fc.tuple(fc.nat(good.length), fc.string({ unit: 'binary', maxLength: 3 })), { minLength: 1, maxLength: 4 })
      .map((changes) => changes.reduce((text, [at, by]) => text.slice(0, at) + by + text.slice(at + by.length), good)),
  );

/** Answers, or throws what a caller is told; never anything else. */
const decides = (decode: () => unknown, isRefusal: (error: unknown) => boolean): boolean => {
  try {
    decode();
    return true;
  } catch (error) {
    return isRefusal(error);
  }
};

const printable = (_key: string, part: unknown): unknown => (typeof part === 'bigint' ? String(part) : part);
const isOurs = (error: unknown): boolean => error instanceof ConcordatError;

describe('every decoder answers or refuses, whatever it is given', () => {
  const token = encodeInvite(TOKEN);
  const json = Buffer.from(token, 'base64url').toString();

  it('an invite token, as text and with any field replaced by anything', () => {
    fc.assert(
      fc.property(hostile(token), (text) => decides(() => decodeInvite(text), isOurs)),
      { numRuns: RUNS },
    );
    const fields = JSON.parse(json) as Record<string, unknown>;
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(fields)), fc.anything(), (name, value) => {
        const lie = JSON.stringify({ ...fields, [name]: value }, printable);
        return decides(() => decodeInvite(Buffer.from(lie).toString('base64url')), isOurs);
      }),
      { numRuns: RUNS },
    );
  });

  it('an address, a peer, and a list of addresses', () => {
    const isPlain = (error: unknown): boolean => error instanceof Error && error.constructor === Error;
    fc.assert(
      fc.property(hostile('192.0.2.1:4711'), (text) => decides(() => parseAddress(text), isOurs)),
      { numRuns: RUNS },
    );
    fc.assert(
      fc.property(hostile(`${KEY}@192.0.2.1:4711`), (text) => decides(() => parsePeer(text), isPlain)),
      { numRuns: RUNS },
    );
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(readAddresses(value).length).toBeLessThanOrEqual(8);
      }),
      { numRuns: RUNS },
    );
  });

  it('a question of a search', () => {
    fc.assert(
      fc.property(hostile('"two words" -not begin*'), (text) => decides(() => readQuestion(text), isOurs)),
      { numRuns: RUNS },
    );
  });

  it('the answer of a node that admits, with anything in place of a field or of a member', async () => {
    const invite = crypto.keyPair();
    const asked = {
      ...TOKEN,
      pactId: KEY,
      nonce: invite.publicKey.toString('hex'),
      seed: invite.secretKey.subarray(0, 32).toString('hex'),
      admitters: [{ node: KEY, addresses: [] }],
    };
    const pair = crypto.keyPair();
    const joiner = { nodeKeyPair: pair, writerKeyPair: pair, writer: KEY, manifest: 1, displayName: null };
    const sound = { ok: true, pact_id: KEY, encryption_key: KEY, system: KEY, members: [{ node: KEY, addresses: [] }] };
    const admissionFrom = (answer: object): Promise<Admission> => {
      const channel = {
        open: () => {},
        close: () => {},
        addMessage: ({ onmessage }: { onmessage(text: string): void }) => ({
          send: () => queueMicrotask(() => onmessage(JSON.stringify(answer, printable))),
        }),
      };
      const connection = { handshakeHash: Buffer.alloc(64), mux: { createChannel: () => channel } };
      return requestAdmission({ nodeKey: '', connect: async () => connection } as unknown as Network, asked, joiner);
    };
    expect((await admissionFrom(sound)).members).toEqual(sound.members);
    const members = [null, 7, [], {}, { node: 7 }, ...sound.members];
    expect((await admissionFrom({ ...sound, members })).members).toEqual(sound.members);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(sound)),
        fc.anything(),
        fc.boolean(),
        async (name, value, inList) => {
          const lie = inList ? { ...sound, members: [value, ...sound.members] } : { ...sound, [name]: value };
          const answered = await admissionFrom(lie).then(() => true, isOurs);
          expect(answered).toBe(true);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('a message between nodes: only objects get through, everything else closes the channel', () => {
    fc.assert(
      fc.property(hostile('{"nonce":"ab"}'), (text) => {
        let deliver: (text: string) => void = () => {};
        let closed = false;
        const channel = {
          closed: false,
          open: () => {},
          close: () => {
            closed = true;
          },
          addMessage: (message: { onmessage: (text: string) => void }) => {
            deliver = message.onmessage;
            return { send: () => {} };
          },
        };
        const connection = { mux: { createChannel: () => channel } } as unknown as Connection;
        const heard: unknown[] = [];
        openJsonChannel(
          connection,
          { protocol: 'test' },
          { onmessage: (message: Record<string, unknown>, _json: JsonChannel) => heard.push(message) },
        );
        deliver(text);
        expect(heard.length === 1 ? !Array.isArray(heard[0]) && typeof heard[0] === 'object' : closed).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });
});
