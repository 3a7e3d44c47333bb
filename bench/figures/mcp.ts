import { Client as ModernClient, StreamableHTTPClientTransport as ModernHttp } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as LegacyHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { at, PACT } from '../../daemon/test/harness/index.js';
import { MCP_BIN } from '../../daemon/test/harness/mcp.js';
import type { Bench } from '../bench.js';
import { median } from '../numbers.js';

const SIZE = 1000;
/** Entries of the list that is asked for: what the tool `recall` asks for by itself. */
const ROWS = 20;
const INFO = { name: 'bench', version: '1.0.0' };
const CALLS = { quick: 200, whole: 1000 };
const WARMUP = 100;
const ADDED_MAX_MS = 2;

interface Way {
  readonly name: string;
  readonly call: () => Promise<unknown>;
}

/** What a tool call adds to the request that it makes: one caller, one list, all ways in turn, beside `fetch` of the same list. */
export async function mcp(bench: Bench): Promise<void> {
  const { daemon } = await bench.corpus(SIZE);
  const headers = { authorization: `Bearer ${daemon.token}` };
  const address = new URL(at(`/knowledge?limit=${ROWS}`), daemon.url);
  const plain = async (): Promise<unknown> => (await fetch(address, { headers })).json();

  const endpoint = new URL('/mcp', daemon.url);
  const recall = { name: 'recall', arguments: { pact: PACT, limit: ROWS } };
  const legacy = new LegacyClient(INFO);
  await legacy.connect(new LegacyHttp(endpoint, { requestInit: { headers } }));
  const modern = new ModernClient(INFO, { versionNegotiation: { mode: 'auto' } });
  await modern.connect(new ModernHttp(endpoint, { requestInit: { headers } }));
  const stdio = new ModernClient(INFO, { versionNegotiation: { mode: 'auto' } });
  await stdio.connect(
    new StdioClientTransport({ command: process.execPath, args: [MCP_BIN, '--data-dir', daemon.dir], env: {} }),
  );
  const ways: Way[] = [
    { name: 'MCP tool over stdio', call: () => stdio.callTool(recall) },
    { name: 'MCP tool over HTTP, 2025 era', call: () => legacy.callTool(recall) },
    { name: 'MCP tool over HTTP, 2026 era', call: () => modern.callTool(recall) },
  ];
  try {
    await measure(bench, plain, ways);
  } finally {
    for (const open of [legacy, modern, stdio]) await open.close();
  }
}

async function measure(bench: Bench, plain: () => Promise<unknown>, ways: readonly Way[]): Promise<void> {
  const calls = bench.quick ? CALLS.quick : CALLS.whole;
  const took = [plain, ...ways.map(({ call }) => call)].map((call) => ({ call, ms: [] as number[] }));
  // In turn call by call, so that a slow moment of the machine hits all of them.
  for (let n = 0; n < WARMUP + calls; n++) {
    for (const { call, ms } of took) {
      const start = performance.now();
      await call();
      if (n >= WARMUP) ms.push(performance.now() - start);
    }
  }
  const [base = Number.NaN, ...p50_ms] = took.map(({ ms }) => median(ms));
  for (const [i, { name }] of ways.entries()) {
    bench.report.add({
      name: `${name}, p50 added`,
      value: (p50_ms[i] ?? Number.NaN) - base,
      unit: 'ms',
      raw: { what: 'the same request by fetch', value: base },
      targets: [{ at_most: ADDED_MAX_MS }],
    });
  }
}
