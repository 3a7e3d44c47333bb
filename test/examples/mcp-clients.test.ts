import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TOOLS } from '../../clients/cli/src/setup/tools.js';
import { Room } from '../../daemon/test/harness/index.js';
import { files, read } from '../house/tree.js';
import { follow, openStage, run, type Stage } from './example.js';

const FOLDER = 'examples/mcp-clients';
const names = Object.keys(TOOLS);

const room = new Room();
let stage: Stage;
beforeAll(async () => {
  stage = await openStage(room);
});
afterAll(() => room.close());

describe(FOLDER, () => {
  it('does what its README says', async () => {
    expect(await follow(`${FOLDER}/README.md`, stage)).toEqual([]);
  });

  it('has a file for every tool that the command knows', () => {
    const shown = files.filter((path) => path.startsWith(`${FOLDER}/`) && !path.endsWith('README.md'));
    expect(shown.map((path) => path.replace(/^.*\/|\.\w+$/g, ''))).toEqual(names.toSorted());
  });

  it.each(names)('%s: the file is what the command writes', async (name) => {
    const home = join(room.dir(), 'home');
    const env = { PATH: stage.env.PATH, HOME: home };
    const { output, status } = await run(['npx', 'concordat', 'setup', name, '--npx', '--yes', '--json'], env);
    expect(status, output).toBe(0);
    const { path } = JSON.parse(output) as { path: string };
    const [file = ''] = files.filter((one) => one.startsWith(`${FOLDER}/${name}.`));
    expect(read(file)).toBe(readFileSync(path, 'utf8'));
  });
});
