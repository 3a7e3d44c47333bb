import { existsSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { at, Room } from '../../daemon/test/harness/index.js';
import { ROOT } from '../house/tree.js';
import { follow, openStage, run, type Stage } from './example.js';

const REQUIREMENTS = 'examples/crewai/requirements.txt';
/** Where the packages stay from one run to the next: there is a gigabyte of them. */
const VENV = join(ROOT, '.cache', 'examples-crewai');
/** A fast line needs two minutes. */
const INSTALL_MAX_MS = 8 * 60_000;

const room = new Room();
let stage: Stage;
/** Why CrewAI cannot be had here; empty when it can. */
let missing = '';

const works = async (): Promise<boolean> => {
  const python = join(VENV, 'bin', 'python');
  if (!existsSync(python)) return false;
  const check = `import re, importlib.metadata as m; [exit(1) for n, v in re.findall(r"(\\S+)==(\\S+)", open("${REQUIREMENTS}").read()) if m.version(n) != v]`;
  return (await run([python, '-c', check], process.env)).status === 0;
};

/** Makes the environment when it is not there, or another version is. */
const install = async (): Promise<string> => {
  if (await works()) return '';
  const supported = 'import sys; exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))';
  const found = await run(['python3', '-c', supported], process.env).catch(() => undefined);
  if (found?.status !== 0) return 'there is no Python 3.10 to 3.13';
  const steps = [
    ['python3', '-m', 'venv', '--clear', VENV],
    [join(VENV, 'bin', 'pip'), 'install', '--quiet', '--no-cache-dir', '-r', REQUIREMENTS],
  ];
  for (const step of steps) {
    const { status, output } = await run(step, process.env, '', INSTALL_MAX_MS);
    if (status === 0) continue;
    rmSync(VENV, { recursive: true, force: true });
    return `its packages cannot be installed: ${output.trim().split('\n').at(-1)}`;
  }
  return '';
};

beforeAll(async () => {
  [stage, missing] = await Promise.all([openStage(room), install()]);
}, 10 * 60_000);
afterAll(() => room.close());

it('examples/crewai takes a task through the MCP server, as an agent of its own', async ({ skip }) => {
  if (missing !== '') skip(`CrewAI was not tried: ${missing}`);
  // CrewAI leaves lock files in the temporary directory.
  const env = { ...stage.env, TMPDIR: room.dir(), PATH: `${join(VENV, 'bin')}${delimiter}${stage.env.PATH}` };
  expect(await follow('examples/crewai/README.md', { ...stage, env })).toEqual([]);
  const { entries } = await stage.daemon.host.must(200, 'GET', at('/knowledge?topic=docs', 'default'));
  expect(entries.map(({ agent_id }: { agent_id: string }) => agent_id)).toEqual([`crewai@${stage.daemon.handle}`]);
});
