import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { Ask } from '../../closed-loop.js';
import { entryOf, inBatches, type Operation, type Product, type Setting } from './product.js';

const SERVER = 'node_modules/@modelcontextprotocol/server-memory/dist/index.js';
const BATCH = 5000;
const ANSWER_MS_MAX = 120_000;
/** Each call reads the whole file: of more entries it takes seconds, and the text comes near to what a string can hold. */
const ENTRIES_MAX = 100_000;

/** The reference MCP memory server over stdio, its file filled as it would write it; null where the file would be too large for it. */
export async function mcpMemory({ dir, packages, entries, pairs }: Setting): Promise<Product | null> {
  if (entries > ENTRIES_MAX) return null;
  const file = join(dir, 'memory.jsonl');
  const out = createWriteStream(file);
  const entityOf = (n: number) => {
    const { topic, content } = entryOf(n);
    return { name: `entry-${n}`, entityType: topic, observations: [content] };
  };
  let written = 0;
  await inBatches(entries, BATCH, async (batch) => {
    const lines = batch.map(() => JSON.stringify({ type: 'entity', ...entityOf(written++) }));
    out.write(`${written > batch.length ? '\n' : ''}${lines.join('\n')}`);
  });
  out.end();
  await finished(out);
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [join(packages, SERVER)],
    env: { MEMORY_FILE_PATH: file },
    stderr: 'ignore',
  });
  const client = new Client({ name: 'bench', version: '1.0.0' });
  await client.connect(transport);
  const call = async (name: string, args: Record<string, unknown>): Promise<number> => {
    const answer = await client.callTool({ name, arguments: args }, { timeout: ANSWER_MS_MAX });
    if (answer.isError) throw new Error(JSON.stringify(answer.content).slice(0, 500));
    return JSON.stringify(answer.content).length;
  };
  const asks: Partial<Record<Operation, Ask>> = {
    write: () => call('create_entities', { entities: [entityOf(written++)] }),
    'read by id': (n) => call('open_nodes', { names: [`entry-${(n * 7919) % entries}`] }),
    'search: two common words': (n) => call('search_nodes', { query: pairs[n % pairs.length] as string }),
  };
  return {
    caller: async (operation) => asks[operation],
    pid: transport.pid ?? 0,
    close: () => client.close(),
  };
}
