import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at, Room, until } from '../../daemon/test/harness/index.js';
import { ROOT } from '../house/tree.js';
import { follow, openStage, type Stage } from './example.js';

const room = new Room();
let stage: Stage;
beforeAll(async () => {
  stage = await openStage(room);
});
afterAll(() => room.close());

const tasks = (status: string) => stage.daemon.host.must(200, 'GET', at(`/tasks?status=${status}`, 'default'));

describe('examples/node', () => {
  it('does what its README says, each task once', async () => {
    expect(await follow('examples/node/README.md', stage)).toEqual([]);
    const { entries } = await tasks('complete');
    expect(entries.map((task: any) => [task.title, task.result.words, task.fence])).toEqual([
      ['words: nothing', 0, 1],
      ['words: motto', 5, 1],
      ['words: haiku', 13, 1],
    ]);
  });

  it('goes on with what arrives, and ends when it is interrupted', async () => {
    const worker = spawn(process.execPath, ['examples/node/worker.mjs', '--follow'], {
      cwd: ROOT,
      env: stage.env,
      stdio: 'ignore',
    });
    room.keep(() => worker.kill('SIGKILL'));
    const ended = once(worker, 'exit');
    await stage.daemon.host.must(201, 'POST', at('/tasks', 'default'), { title: 'words: late', description: 'a b c' });
    await until(async () => (await tasks('complete')).entries.some(({ title }: any) => title === 'words: late'), {
      what: 'the worker completes a task that was added later',
    });
    worker.kill('SIGINT');
    expect((await ended)[0]).toBe(0);
  });
});
