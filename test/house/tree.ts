/** The project's own files, as git sees them: tracked, or new and not ignored. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root, with a trailing slash. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Paths relative to the root, sorted. A file that was deleted but not yet committed is left out. */
export const files: readonly string[] = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(ROOT, path)))
  .toSorted();

/** The text of a file of the project. */
export const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** The project's files as text by path; a test can hand on a copy in which one of them is different. */
export interface Tree {
  readonly files: readonly string[];
  readonly read: (path: string) => string;
}

/** The files as they are. */
export const tree: Tree = { files, read };

/** Is the file made by `scripts/generate` or by npm? Rules about how people write do not apply to it. */
export const isGenerated = (path: string): boolean =>
  /(^|\/)generated\//.test(path) || path === 'package-lock.json' || path === 'clients/shell/concordat.sh';

/** Is it text that people of the project write? Pictures, archives and the like are not. */
export const isText = (path: string): boolean => !/\.(png|ico|woff2?|gz)$/.test(path);

/** Lines of `path` that match, as `path:line: text`: what a failing rule prints. */
export const matches = (path: string, pattern: RegExp): string[] =>
  read(path)
    .split('\n')
    .flatMap((text, index) => (pattern.test(text) ? [`${path}:${index + 1}: ${text.trim()}`] : []));
