import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Replaces one place of a file, which must be there exactly once. */
export interface Change {
  /** Path from the root of the project. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));
const COPIED = [
  'daemon/src',
  'daemon/types',
  'daemon/test',
  'vitest.config.ts',
  'package.json',
  'tsconfig.base.json',
  'docs/faults',
  'openapi.yaml',
];

/**
 * Makes a copy of what the daemon's tests need, changes it, and answers its folder. What is published never holds such a change. The copy lies below
 * the project, so it finds the same packages.
 */
export function changedCopy(name: string, changes: readonly Change[]): string {
  const folder = join(root, '.cache', 'changed', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const path of COPIED) cpSync(join(root, path), join(folder, path), { recursive: true });
  symlinkSync(join(root, 'daemon', 'package.json'), join(folder, 'daemon', 'package.json'));
  for (const { file, find, replace } of changes) {
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    const places = text.split(find).length - 1;
    if (places !== 1) throw new Error(`${name}: ${file} has ${places} places that read ${JSON.stringify(find)}`);
    writeFileSync(
      path,
      text.replace(find, () => replace),
    );
  }
  return folder;
}

/** Removes a copy. */
export const removeCopy = (folder: string): void => rmSync(folder, { recursive: true, force: true });
