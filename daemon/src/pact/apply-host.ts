import type { ApplyHost } from 'autobase';
import crypto from 'hypercore-crypto';
import type { Host } from './model/index.js';
import { type Signers, writerKeyOf } from './signers.js';

const hex = (key: Buffer): string => key.toString('hex');
const bytes = (text: string): Buffer => Buffer.from(text, 'hex');

/** Ed25519 over UTF-8 text; false for anything malformed. */
function verify(message: string, signature: string, publicKey: string): boolean {
  const signed = bytes(signature);
  const key = bytes(publicKey);
  return signed.length === 64 && key.length === 32 && crypto.verify(Buffer.from(message), signed, key);
}

/**
 * What `apply` may ask of the log and do to its order, as the rules in `model/` take it.
 * @param supported newest protocol version that this daemon knows
 * @param whole resolves when this disk has what the order has below a length of its system core
 */
export function hostOf(
  host: ApplyHost,
  supported: number,
  signers: Signers,
  whole: (length: number) => Promise<void>,
): Host {
  /** Signer and manifest version of the writers whose key was just held against them. */
  const proven = new Map<string, [signer: Buffer, version: number]>();
  return {
    supported,
    pactKey: hex(host.key),
    verify,
    writerKeyOf: (signer, version) => {
      const writer = hex(writerKeyOf(bytes(signer), version));
      proven.set(writer, [bytes(signer), version]);
      return writer;
    },
    addWriter: async (writer, indexer) => {
      const signer = proven.get(writer);
      if (signer) await signers.learn(bytes(writer), ...signer);
      if (indexer) await signers.know(bytes(writer));
      await host.addWriter(bytes(writer), { indexer });
    },
    removeWriter: (writer) => host.removeWriter(bytes(writer)),
    removeable: (writer) => host.removeable(bytes(writer)),
    fork: async (indexer, key, length) => {
      await signers.know(bytes(indexer));
      await whole(length);
      await host.fork([bytes(indexer)], { key: bytes(key), length });
    },
    interrupt: async (reason) => host.interrupt(reason),
  };
}
