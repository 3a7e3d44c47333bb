import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Room } from '../../daemon/test/harness/index.js';
import { read } from '../house/tree.js';
import { follow, openStage, type Stage } from './example.js';

const room = new Room();
let stage: Stage;
beforeAll(async () => {
  stage = await openStage(room);
});
afterAll(() => room.close());

it('examples/openclaw makes a workspace with the skill, the instructions and the server', async () => {
  expect(await follow('examples/openclaw/README.md', stage)).toEqual([]);
  const state = join(stage.home, '.openclaw');
  const inWorkspace = (path: string): string => readFileSync(join(state, 'workspace', path), 'utf8');
  expect(inWorkspace('skills/concordat/SKILL.md')).toBe(read('skill/concordat/SKILL.md'));
  expect(inWorkspace('AGENTS.md')).toBe(read('skill/AGENTS.snippet.md'));
  expect(existsSync(join(state, 'workspace', 'HEARTBEAT.md'))).toBe(true);
  const { mcp } = JSON.parse(readFileSync(join(state, 'openclaw.json'), 'utf8'));
  expect(Object.keys(mcp.servers)).toEqual(['concordat']);
});
