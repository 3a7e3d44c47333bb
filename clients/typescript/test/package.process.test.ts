import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser, Page } from './browser.js';
import { LiveDaemon, ROOT } from './live-daemon.js';
import { asCommonJs, asCommonTs, readmeSnippets } from './snippets.js';

const run = promisify(execFile);
const base = mkdtempSync(join(tmpdir(), 'concordat-package-'));
const project = join(base, 'project');
const snippets = readmeSnippets();
const tool = (name: string): string => join(ROOT, 'node_modules/.bin', name);

/** What a stranger's machine has: no npm cache, no settings, no variables of ours. */
const environment = (more: Record<string, string> = {}): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: base,
  TMPDIR: base,
  NO_COLOR: '1',
  npm_config_update_notifier: 'false',
  ...more,
});

const npm = (args: string[], cwd: string): string =>
  execFileSync('npm', [...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    env: environment(),
    encoding: 'utf8',
  });

/** The installed dependencies as archives: the lockfile's versions, without asking a registry. */
const archivesOf = (names: readonly string[]): string[] =>
  names.map((name) =>
    join(base, npm(['pack', join(ROOT, 'node_modules', name), '--silent', '--pack-destination', base], base).trim()),
  );

let archive = '';

beforeAll(() => {
  archive = execFileSync(process.execPath, ['--import', 'tsx', 'scripts/pack.ts', base], {
    cwd: ROOT,
    encoding: 'utf8',
  })
    .trim()
    .split('\n')
    .at(-1)!;
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "name": "somebody", "private": true }');
  npm(['install', '--offline', archive, ...archivesOf(['openapi-fetch', 'openapi-typescript-helpers'])], project);
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

describe('the package', () => {
  it('is without a fault for publint', async () => {
    const { stdout } = await run(tool('publint'), ['run', archive, '--strict'], { cwd: base, env: environment() });
    expect(stdout).toContain('All good');
  });

  it('has types that fit for every way to resolve it', async () => {
    const { stdout } = await run(tool('attw'), [archive], { cwd: base, env: environment() });
    expect(stdout).toContain('No problems found');
  });

  it('holds its build, its licence and its README, and needs nothing but openapi-fetch', () => {
    const installed = join(project, 'node_modules/@concordat/client');
    const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
    expect(Object.keys(manifest.dependencies)).toEqual(['openapi-fetch']);
    expect(manifest).not.toHaveProperty('private');
    for (const name of [
      'LICENSE',
      'README.md',
      'dist/index.js',
      'dist/index.cjs',
      'dist/index.d.ts',
      'dist/index.d.cts',
    ])
      expect(existsSync(join(installed, name)), name).toBe(true);
  });

  it.each(['index.js', 'index.cjs'])('asks for nothing of Node when dist/%s is loaded', (name) => {
    const text = readFileSync(join(project, 'node_modules/@concordat/client/dist', name), 'utf8');
    const asked = [...text.matchAll(/(?:from|import|require)\s*\(?\s*["']([^"']+)["']/g)].map((match) => match[1]);
    expect(asked).toEqual(['openapi-fetch']);
  });
});

describe('the programs of the README run with the installed package', () => {
  const forms: [form: string, extension: string, write: (code: string) => string, compiler?: string][] = [
    ['ES modules', 'mjs', (code) => code],
    ['CommonJS', 'cjs', asCommonJs],
    ['TypeScript 5 to ES modules', 'mts', (code) => code, 'typescript/bin/tsc'],
    ['TypeScript 7 to CommonJS', 'cts', asCommonTs, '@typescript/native/bin/tsc'],
  ];

  it.each(forms)('as %s', async (_form, extension, write, compiler) => {
    const files = snippets.map((_snippet, index) => `readme-${index}.${extension}`);
    for (const [index, { code }] of snippets.entries()) writeFileSync(join(project, files[index]!), write(code));
    if (compiler) {
      const options = [
        '--strict',
        '--module',
        'nodenext',
        '--target',
        'es2023',
        '--lib',
        'es2023,dom,dom.asynciterable',
      ];
      const types = ['--typeRoots', join(ROOT, 'node_modules/@types'), '--types', 'node'];
      await run(process.execPath, [join(ROOT, 'node_modules', compiler), ...options, ...types, ...files], {
        cwd: project,
        env: environment(),
      }).catch((error: { stdout?: string }) => expect.fail(error.stdout));
    }
    const daemon = new LiveDaemon();
    try {
      await (await daemon.start()).createPact({ name: 'Default', alias: 'default' });
      const printed: string[] = [];
      for (const file of files) {
        const { stdout } = await run(process.execPath, [file.replace(/ts$/, 'js')], {
          cwd: project,
          env: environment({ CONCORDAT_DATA_DIR: daemon.dataDir }),
        });
        printed.push(stdout);
      }
      expect(printed.join('')).toMatch(
        /^\S+ disk\n1\nheld by ann@\S+\nno such pact here: .+\n(\S+ .+\n)+\[ 'message' \] \S+\n\d+\.\d+\.\d+\n$/,
      );
    } finally {
      await daemon.close();
    }
  });
});

/** What the page does: one write, one list, one stream and one error, with the package as it was published. */
const PAGE_SCRIPT = `
  import { createClient, UnknownPactError } from '@concordat/client';
  const client = createClient({ url: URL_OF_DAEMON, token: TOKEN });
  const pact = client.pact('default');
  const knowledge = { topic: 'page', content: 'written in a browser' };
  const { durability } = await pact.recordKnowledge(knowledge, { idempotencyKey: 'p1' });
  const contents = [];
  for await (const entry of pact.eachKnowledge({ topic: 'page' })) contents.push(entry.payload.content);
  let event;
  const reading = (async () => {
    for await (event of client.events({ pact: 'default' })) break;
  })();
  for (let ended = false; !ended; ) {
    await pact.postMessage({ content: 'until the stream is open' });
    ended = await Promise.race([reading.then(() => true), pact.status().then(() => false)]);
  }
  const error = await client.pact('nowhere').status().catch((error) => error);
  report({ durability, contents, event: event.event, error: error instanceof UnknownPactError, node: typeof process });
`;

describe('a browser', () => {
  it('runs the package as it is, against a daemon that allows the page', async ({ skip }) => {
    const browser = findBrowser();
    if (browser === undefined) {
      process.stdout.write('SKIPPED: no browser is installed (Debian: apt install chromium)\n');
      return skip('no browser');
    }
    const [page, daemon] = [new Page(), new LiveDaemon()];
    try {
      const client = await daemon.start('--allowed-origin', await page.origin());
      await client.createPact({ name: 'Default', alias: 'default' });
      const { token } = await client.addAgent({ name: 'page' });
      const modules = {
        '@concordat/client': join(project, 'node_modules/@concordat/client/dist/index.js'),
        'openapi-fetch': join(project, 'node_modules/openapi-fetch/dist/index.mjs'),
      };
      const script = PAGE_SCRIPT.replace('URL_OF_DAEMON', JSON.stringify(client.url)).replace(
        'TOKEN',
        JSON.stringify(token),
      );
      expect(await page.run(browser, modules, script)).toEqual({
        durability: 'disk',
        contents: ['written in a browser'],
        event: 'entry-applied',
        error: true,
        node: 'undefined',
      });
    } finally {
      await page.close();
      await daemon.close();
    }
  });
});
