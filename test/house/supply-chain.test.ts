import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { read, ROOT } from './tree.js';

/** Licences that Apache-2.0 may ship with: they ask for a notice and nothing else. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'Unlicense',
]);

interface Component {
  readonly name: string;
  readonly licenses?: readonly {
    readonly license?: { readonly id?: string; readonly name?: string };
    readonly expression?: string;
  }[];
  readonly hashes?: readonly unknown[];
}

describe('the supply chain', () => {
  const { components } = JSON.parse(
    execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev'], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 64 * 1024 * 1024,
    }),
  ) as { components: Component[] };

  it('every package that is shipped has a licence that this one may be shipped with', () => {
    expect(components.length).toBeGreaterThan(50);
    const foreign = components.flatMap(({ name, licenses = [] }) => {
      const said = licenses.map(({ license, expression }) => license?.id ?? license?.name ?? expression ?? 'none');
      return said.length > 0 && said.every((licence) => ALLOWED.has(licence))
        ? []
        : [`${name}: ${said.join(', ') || 'none'}`];
    });
    expect(foreign).toEqual([]);
  });

  it('what is published says where it was built', () => {
    expect(JSON.parse(read('clients/typescript/package.json')).publishConfig).toEqual({
      access: 'public',
      provenance: true,
    });
  });
});
