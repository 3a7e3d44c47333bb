import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Child } from '../child.js';
import type { LoopResult } from '../closed-loop.js';
import { commonPairs } from '../words.js';
import { OPERATIONS, type Setting } from './others/product.js';
import type { Measured } from './results.js';
import type { Workshop } from './sized.js';

/** Packages of the others; nothing of Concordat needs them, so they stand in the cache and not in package.json. */
const PACKAGES: Readonly<Record<string, string>> = {
  '@modelcontextprotocol/server-memory': '2026.8.31',
  pg: '8.23.1',
  redis: '6.3.1',
};
const QUESTIONS = 2000;
const CALLERS = 16;

interface Other {
  readonly id: string;
  readonly name: string;
  /** Callers at once. */
  readonly callers: number;
  /** Why it may not be there. */
  readonly missing: string;
}

const OTHERS: readonly Other[] = [
  { id: 'sqlite', name: 'SQLite FTS5 file', callers: 1, missing: '' },
  { id: 'postgres', name: 'PostgreSQL', callers: CALLERS, missing: 'no initdb and postgres on this machine' },
  { id: 'redis', name: 'Redis stream', callers: CALLERS, missing: 'no redis-server on this machine' },
  {
    id: 'mcp-memory',
    name: 'MCP memory server',
    // Its calls read the file and write it again: two at once lose one of the two entries.
    callers: 1,
    missing: 'it reads its whole file at every call, which is too large at this size',
  },
];

/** The same entries and questions in what a user would pick instead. */
export async function others(workshop: Workshop, entries: number, cache: string): Promise<Measured[]> {
  const packages = join(cache, 'others');
  installed(packages, workshop.tell);
  const figures: Measured[] = [];
  for (const other of OTHERS) {
    try {
      figures.push(...(await measure(workshop, other, entries, packages)));
    } catch (error) {
      workshop.tell(`SKIPPED ${other.name}: ${(error as Error).message.slice(0, 400)}`);
    }
  }
  return figures;
}

/** Each in a process of its own, so that none works in what the last one left behind. */
async function measure(
  { room, tell, lane_ms }: Workshop,
  { id, name, callers, missing }: Other,
  entries: number,
  packages: string,
): Promise<Measured[]> {
  const child = new Child('./scale/others/others-process.ts');
  try {
    tell(`${name}: filling`);
    const setting: Setting = { dir: room.dir(), packages, entries, pairs: commonPairs(QUESTIONS) };
    const filled_ms = await child.ask<number | null>({ what: 'open', product: id, setting });
    if (filled_ms === null) {
      tell(`SKIPPED ${name}: ${missing}`);
      return [];
    }
    const figures: Measured[] = [];
    const { disk_bytes } = await child.ask<{ disk_bytes: number }>({ what: 'weigh' });
    for (const operation of OPERATIONS) {
      const question = { what: 'run', operation, callers, duration_ms: lane_ms };
      tell(`${name}: ${operation}`);
      const result = await child.ask<LoopResult | null>(question);
      if (!result) continue;
      const title = `${operation}: ${name}`;
      figures.push({ name: title, entries, unit: 'ms', value: result.p50_ms, p99: result.p99_ms });
      if (operation === 'write')
        figures.push({ name: `writes a second: ${name}`, entries, unit: '/s', value: result.rate });
    }
    const { rss_bytes } = await child.ask<{ rss_bytes: number | null }>({ what: 'weigh' });
    figures.push({ name: `disk, per entry: ${name}`, entries, unit: 'B', value: disk_bytes / entries });
    if (rss_bytes !== null) figures.push({ name: `RSS: ${name}`, entries, unit: 'MB', value: rss_bytes / 1e6 });
    return figures;
  } finally {
    await child.close();
  }
}

/** Installs the packages of the others into the cache, without running anything of theirs. */
function installed(folder: string, tell: (line: string) => void): void {
  const versionOf = (name: string): string | null => {
    const file = join(folder, 'node_modules', name, 'package.json');
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : null;
  };
  if (Object.entries(PACKAGES).every(([name, version]) => versionOf(name) === version)) return;
  tell('installing the packages of the others');
  mkdirSync(folder, { recursive: true });
  const wanted = Object.entries(PACKAGES).map(([name, version]) => `${name}@${version}`);
  const flags = ['--prefix', folder, '--ignore-scripts', '--no-save', '--no-audit', '--no-fund'];
  execFileSync('npm', ['install', ...flags, ...wanted], { stdio: 'pipe' });
}
