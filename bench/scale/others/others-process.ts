/** The process behind {@link file://../others.ts}: one product after the other, and its callers. */
import { readFileSync } from 'node:fs';
import { answer } from '../../child.js';
import { closedLoop, type LoopResult } from '../../closed-loop.js';
import { mcpMemory } from './mcp-memory.js';
import { postgres } from './postgres.js';
import { diskBytes, type Operation, type Product, type Setting } from './product.js';
import { redis } from './redis.js';
import { sqlite } from './sqlite.js';

const PRODUCTS: Readonly<Record<string, (setting: Setting) => Promise<Product | null>>> = {
  sqlite,
  postgres,
  redis,
  'mcp-memory': mcpMemory,
};

type Question =
  | { what: 'open'; product: string; setting: Setting }
  | { what: 'run'; operation: Operation; callers: number; duration_ms: number }
  | { what: 'weigh' };

let product: Product | null = null;
let setting: Setting | null = null;

async function open(name: string, wanted: Setting): Promise<number | null> {
  const start = performance.now();
  setting = wanted;
  product = (await PRODUCTS[name]?.(wanted)) ?? null;
  return product && performance.now() - start;
}

async function run(operation: Operation, callers: number, duration_ms: number): Promise<LoopResult | null> {
  const opened = product as Product;
  const asks = await Promise.all(Array.from({ length: callers }, () => opened.caller(operation)));
  const [first] = asks;
  if (!first) return null;
  return closedLoop(
    asks.flatMap((ask) => ask ?? []),
    { duration_ms, warmup_ms: 300 },
  );
}

async function weigh(): Promise<{ disk_bytes: number; rss_bytes: number | null }> {
  const { dir } = setting as Setting;
  return { disk_bytes: await diskBytes(dir), rss_bytes: rssOf((product as Product).pid) };
}

/** Memory of a process and those that it started, in bytes, what several share counted in shares; null where only Linux would know. */
function rssOf(pid: number): number | null {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
    const own = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    // A library's children are servers of others.
    const others = pid === process.pid ? [] : children.map((child) => rssOf(child) ?? 0);
    return others.reduce((sum, bytes) => sum + bytes, Number(own) * 1024);
  } catch {
    return null;
  }
}

answer(
  async (question: Question) => {
    if (question.what === 'open') return open(question.product, question.setting);
    return question.what === 'run' ? run(question.operation, question.callers, question.duration_ms) : weigh();
  },
  () => product?.close(),
);
