import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Bench, ended, needs, type Ran, SHELLS } from '../../clients/shell/test/script.js';
import { at, PACT, Room } from '../../daemon/test/harness/index.js';
import { ROOT } from '../house/tree.js';

const DIGEST = join(ROOT, 'examples/cron-digest/digest.sh');

describe.each(SHELLS)('the digest under %s', (shell) => {
  const room = new Room();
  let bench: Bench;
  beforeAll(() => {
    bench = new Bench();
  });
  afterAll(async () => {
    bench.close();
    await room.close();
  });
  beforeEach((context) => needs(context, 'curl', 'jq', shell.split(' ')[0] ?? ''));

  it('tells each thing once, and again when it could not be told', async () => {
    const host = (await room.cluster(1)).node(0);
    const env = { CONCORDAT_DATA_DIR: host.dir, CONCORDAT_PACT: PACT };
    const cursor = join(bench.dir, 'cursor');
    const digest = (redirect = ''): Promise<Ran> =>
      ended(bench.spawn('sh', ['-c', `exec ${shell} ${DIGEST} ${cursor} ${redirect}`], env));
    const printed = async (): Promise<string> => {
      const ran = await digest();
      expect(ran, ran.stderr).toMatchObject({ code: 0, stderr: '' });
      return ran.stdout;
    };

    await host.host.must(201, 'POST', at('/knowledge'), { topic: 'deploy', content: 'two\nlines \u001b[31mred' });
    await host.host.must(201, 'POST', at('/tasks'), { title: '$(touch pwned) `x` %s' });
    const first = await printed();
    expect(first).toMatch(/^New in main: 2\n/);
    expect(first).toContain('deploy: two lines [31mred');
    expect(first).toContain('$(touch pwned) `x` %s');
    expect(statSync(cursor).mode & 0o777).toBe(0o600);
    expect(await printed()).toBe('');

    await host.host.must(201, 'POST', at('/messages'), { content: 'x'.repeat(500) });
    const before = readFileSync(cursor, 'utf8');
    expect((await digest('>/dev/full')).code).not.toBe(0);
    expect(readFileSync(cursor, 'utf8')).toBe(before);
    expect(await printed()).toMatch(/^New in main: 1\n\nmessage\n.*x{100,118}…\n$/);

    // A page holds 1000 entries.
    for (let index = 0; index < 1001; index += 1) {
      await host.host.must(201, 'POST', at('/messages'), { content: `${index}` });
    }
    expect(await printed()).toMatch(/^New in main: 1001\n/);
    await host.stop();
    const gone = await digest();
    expect(gone.code).toBe(3);
    expect(gone.stderr).toContain('concordat start');
    expect(readdirSync(bench.dir)).toEqual(['cursor']);
  });
});
