import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ask } from '../../closed-loop.js';
import { text } from '../../words.js';

/** What is measured of each product that has it. */
export const OPERATIONS = ['write', 'read by id', 'newest 50', 'search: two common words'] as const;
/** One of them. */
export type Operation = (typeof OPERATIONS)[number];

/** An entry as the daemon's bench posts it: 300 bytes of words, and a topic. */
export interface Entry {
  readonly topic: string;
  readonly content: string;
}

/** The entry of a number, the same for every product. */
export const entryOf = (n: number): Entry => ({ topic: `topic-${n % 100}`, content: `${text(300, n)} ${n}` });

/** Something that holds entries, filled with as many as was asked for. */
export interface Product {
  /** Opens a caller for an operation; undefined where the product has no such thing. */
  caller(operation: Operation): Promise<Ask | undefined>;
  /** Its process; that of the caller for a library. */
  readonly pid: number;
  close(): Promise<void>;
}

/** What a product is made with. */
export interface Setting {
  /** An empty directory that is its own. */
  readonly dir: string;
  /** Where `node_modules` with the packages of the others is. */
  readonly packages: string;
  readonly entries: number;
  /** Pairs of words that are searched for. */
  readonly pairs: readonly string[];
}

/** Calls `fill` with the entries of a setting, so many at a time. */
export async function inBatches(
  entries: number,
  size: number,
  fill: (batch: Entry[]) => Promise<void> | void,
): Promise<void> {
  for (let from = 0; from < entries; from += size) {
    await fill(Array.from({ length: Math.min(size, entries - from) }, (_, n) => entryOf(from + n)));
  }
}

/** Bytes on disk below a directory. */
export async function diskBytes(dir: string): Promise<number> {
  let bytes = 0;
  for (const path of await readdir(dir, { recursive: true })) {
    const found = await stat(join(dir, path));
    if (found.isFile()) bytes += Math.min(found.size, found.blocks * 512);
  }
  return bytes;
}

/** Bytes of what a program would hand on to an agent. */
export const bytesOf = (answer: unknown): number => JSON.stringify(answer).length;
