/**
 * Makes the package that is published from a workspace: `npm run pack -- <directory>` writes concordat-client-<version>.tgz there.
 * The package is built in a directory of its own, so that the dist/ of the workspace stays what `tsc -b` wrote.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsdown';

const root = fileURLToPath(new URL('..', import.meta.url));
const workspace = join(root, 'clients/typescript');
const target = resolve(process.argv[2] ?? join(root, '.cache/packages'));

const stage = mkdtempSync(join(tmpdir(), 'concordat-pack-'));
try {
  await build({
    cwd: workspace,
    config: false,
    entry: ['src/index.ts'],
    outDir: join(stage, 'dist'),
    format: ['esm', 'cjs'],
    dts: { build: false },
    // Neither Node's nor a browser's modules are taken for granted; the names end as package.json says.
    platform: 'neutral',
    fixedExtension: false,
    target: 'es2023',
    logLevel: 'error',
  });
  // `private` keeps the workspace from being published by mistake, without these builds.
  const { private: _, ...manifest } = JSON.parse(readFileSync(join(workspace, 'package.json'), 'utf8')) as object & {
    private: boolean;
  };
  writeFileSync(join(stage, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  cpSync(join(workspace, 'README.md'), join(stage, 'README.md'));
  cpSync(join(root, 'LICENSE'), join(stage, 'LICENSE'));
  mkdirSync(target, { recursive: true });
  const made = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', target], {
    cwd: stage,
    encoding: 'utf8',
  });
  console.log(join(target, made.trim().split('\n').at(-1) ?? ''));
} finally {
  rmSync(stage, { recursive: true, force: true });
}
