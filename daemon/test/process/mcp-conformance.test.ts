import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { Room } from '../harness/index.js';
import { OpenDoor } from '../harness/open-door.js';

interface Scenarios {
  readonly applies: Readonly<Record<string, readonly string[]>>;
  readonly expected_failures: readonly string[];
  readonly does_not_apply: readonly { readonly why: string; readonly scenarios: readonly string[] }[];
}

const beside = (path: string): string => fileURLToPath(new URL(`../mcp-conformance/${path}`, import.meta.url));
const TOOL = join(
  dirname(createRequire(import.meta.url).resolve('@modelcontextprotocol/conformance/package.json')),
  'dist/index.js',
);
const scenarios: Scenarios = parse(readFileSync(beside('scenarios.yaml'), 'utf8'));

const room = new Room();
let door: OpenDoor;
let baseline: string;
let results: string;

beforeAll(async () => {
  const daemon = (await room.cluster(1)).node(0);
  door = await OpenDoor.open(daemon.url, (await daemon.agent('conformance')).token);
  room.keep(() => door.close());
  results = room.dir();
  baseline = join(results, 'expected-failures.yaml');
  writeFileSync(baseline, stringify({ server: scenarios.expected_failures }));
});
afterAll(() => room.close());

/** Runs the tool; no argument has a space in it. */
const run = async (args: string): Promise<{ code: number | null; output: string }> => {
  const child = spawn(process.execPath, ['--import', beside('node20.mjs'), TOOL, ...args.split(' ')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += String(chunk);
    });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
};

describe('the conformance tool of the protocol', () => {
  it('has no scenario that nobody has decided on', async () => {
    const { output } = await run('list --server');
    const known = [...output.matchAll(/^ +- ([\w-]+) \[/gm)].map((match) => match[1]);
    const decided = [
      ...Object.values(scenarios.applies).flat(),
      ...scenarios.does_not_apply.flatMap((group) => group.scenarios),
    ];
    expect(known.length).toBeGreaterThan(40);
    expect([...new Set(decided)].toSorted()).toEqual(known.toSorted());
  });

  it.each(
    Object.entries(scenarios.applies).flatMap(([revision, names]) => names.map((name) => [revision, name] as const)),
  )('%s %s', async (revision, name) => {
    const { code, output } = await run(
      `server --spec-version ${revision} --scenario ${name} --url ${door.mcp} --expected-failures ${baseline} --output-dir ${results}`,
    );
    expect(code, output).toBe(0);
    expect(output).toMatch(/✓|passed/);
  });
});
