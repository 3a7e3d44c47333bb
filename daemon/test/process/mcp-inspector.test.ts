import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at, type Daemon, PACT, Room } from '../harness/index.js';
import { MCP_BIN } from '../harness/mcp.js';

/** Its package asks for Node 22; its command line runs on 20 as well. */
const INSPECTOR = '@modelcontextprotocol/inspector@2.12.0';
/** What npm says when there is no registry to be had; anything else that fails is a failure of the test. */
const NO_REGISTRY =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT|FETCH_ERROR)\b/;
const INSTALL_MAX_MS = 100_000;

const run = promisify(execFile);
const room = new Room();
const project = room.dir();
let daemon: Daemon;
/** Why the inspector cannot be had; null when it is there. */
let missing: string | null = null;

/**
 * The inspector has an install script, so it is no dependency of this project: it is put into a project of its own, without the
 * script. What npm downloads stays in the project's cache for the next run.
 */
const install = async (): Promise<void> => {
  writeFileSync(join(project, 'package.json'), '{ "name": "somebody", "private": true }');
  const cache = fileURLToPath(new URL('../../../.cache/npm', import.meta.url));
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--fetch-retries=1'];
  await run('npm', ['install', ...flags, '--cache', cache, '-E', INSPECTOR], {
    cwd: project,
    timeout: INSTALL_MAX_MS,
  }).catch((error: Error & { stderr?: string }) => {
    const said = `${error.message}${error.stderr ?? ''}`;
    if (!NO_REGISTRY.test(said)) throw error;
    missing = 'the registry of npm cannot be reached';
  });
};

beforeAll(async () => {
  [daemon] = await Promise.all([room.cluster(1).then((cluster) => cluster.node(0)), install()]);
});
afterAll(() => room.close());

/** What one call of the inspector printed. */
const inspect = async (lane: readonly string[], ...method: string[]): Promise<any> => {
  const bin = join(project, 'node_modules/.bin/mcp-inspector');
  const { stdout } = await run(bin, ['--cli', ...lane, ...method], {
    env: { ...process.env, HOME: project },
    timeout: 30_000,
  });
  return JSON.parse(stdout);
};

const shape = ({ name, inputSchema }: { name: string; inputSchema: object }) => ({ name, inputSchema });

/** How the inspector reaches the daemon. */
const lanes: Record<string, () => Promise<string[]>> = {
  // A server on stdio inherits little of the inspector's environment, so the directory is handed on.
  stdio: async () => ['-e', `CONCORDAT_DATA_DIR=${daemon.dir}`, process.execPath, MCP_BIN],
  HTTP: async () => {
    const { token } = await daemon.agent('inspector-http');
    return [new URL('/mcp', daemon.url).href, '--transport', 'http', '--header', `Authorization: Bearer ${token}`];
  },
};

/** Says why nothing can be tried, loudly, and counts it. */
const needInspector = (skip: (why: string) => void): void => {
  if (missing === null) return;
  process.stdout.write(`SKIPPED: the MCP inspector was not tried: ${missing}\n`);
  skip(missing);
};

const published = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../../skill/concordat/tools.json', import.meta.url)), 'utf8'),
).tools as { name: string; inputSchema: object }[];

describe('the command line of the protocol inspector', () => {
  it.for(Object.keys(lanes))('lists the tools, calls one and lists the resources over %s', async (name, { skip }) => {
    needInspector(skip);
    const lane = (await lanes[name]?.()) ?? [];
    const { tools } = await inspect(lane, '--method', 'tools/list');
    expect(tools.map(shape)).toEqual(published.map(shape));
    const content = `hello over ${name}`;
    const call = ['--method', 'tools/call', '--tool-name', 'send', '--tool-arg', `content=${content}`];
    const { structuredContent } = await inspect(lane, ...call);
    const kept = await daemon.host.must(200, 'GET', at(`/entries/${structuredContent.id}`));
    expect(kept.payload.content).toBe(content);
    const { resources } = await inspect(lane, '--method', 'resources/list');
    expect(resources.map((resource: { uri: string }) => resource.uri)).toEqual([
      `pact://${PACT}`,
      `pact://${PACT}/entries`,
      `pact://${PACT}/tasks`,
    ]);
  });

  it('fails on a token that is none, so it is the daemon that it speaks to', async ({ skip }) => {
    needInspector(skip);
    const url = new URL('/mcp', daemon.url).href;
    const stranger = [url, '--transport', 'http', '--header', 'Authorization: Bearer 00'];
    await expect(inspect(stranger, '--method', 'tools/list')).rejects.toThrow(/./);
  });
});
