/** What a generator has in common with the others: where files stand, how one is read, how a part of a page is replaced. */
import { readFileSync } from 'node:fs';

/** Root of the project. */
export const ROOT = new URL('../../', import.meta.url);

/** Text of each generated file by its path from the root. */
export type Outputs = ReadonlyMap<string, string>;

/** First words of a file that is generated from the contract; every language puts its own comment sign before them. */
export const BANNER =
  'Generated from openapi.yaml by scripts/generate. Do not edit: change the contract and run it again.';

/** Reads a file of the project; throws when there is none. */
export const readSource = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

/** A generated file as it stands now, undefined when there is none. */
export const readOutput = (path: string): string | undefined => {
  try {
    return readSource(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

/** Replaces what stands between `<!-- generated: name -->` and `<!-- end -->` on a page; the prose around is written by hand. */
export const withPart = (page: string, name: string, text: string): string => {
  const start = `<!-- generated: ${name} -->\n`;
  const from = page.indexOf(start);
  const to = page.indexOf('<!-- end -->', from);
  if (from < 0 || to < 0) throw new Error(`there is no place for the part "${name}"`);
  return `${page.slice(0, from)}${start}\n${text}\n\n${page.slice(to)}`;
};
