/** What `--help` of the shell client shows is a request that the contract accepts. */
import { dirname } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeDaemon } from '../../clients/shell/test/fake-daemon.js';
import { Bench, needs, SCRIPT } from '../../clients/shell/test/script.js';
import { contract, operationsOf } from '../../daemon/src/contract/index.js';
import { RequestValidation } from '../../daemon/src/contract/validation.js';

const validation = new RequestValidation(contract);

let bench: Bench;
let daemon: FakeDaemon;
beforeAll(async () => {
  bench = new Bench();
  daemon = await new FakeDaemon().start();
});
afterAll(async () => {
  bench.close();
  await daemon.close();
});

describe('the example of', () => {
  beforeEach((context) => needs(context, 'curl', 'jq', 'dash'));

  it.each(operationsOf(contract))('$id', async (operation) => {
    const { id, method, path, body } = operation;
    const name = id.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const help = await bench.run('dash', [name, '--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain(`(${method} ${path})`);
    const example = /^example:\n {2}(.+)$/m.exec(help.stdout)?.[1] ?? '';
    for (const { name: parameter } of operation.parameters) {
      expect(help.stdout).toContain(
        `\n  --${parameter === 'pactId' ? 'pact' : parameter.toLowerCase().replace('_', '-')} `,
      );
    }

    // The answer is of no use to the stream, and need not be: what was asked is what counts.
    const env = { PATH: `${dirname(SCRIPT)}:${process.env.PATH}`, CONCORDAT_URL: daemon.url };
    const before = daemon.seen.length;
    await bench.program('dash', example, env);
    expect(daemon.seen.length, example).toBe(before + 1);
    const asked = new URL(daemon.last.target, daemon.url);
    const values = new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`).exec(asked.pathname)?.groups;
    expect(daemon.last.method).toBe(method);
    validation.parameters(operation, 'path')?.({ ...values });
    validation.parameters(operation, 'query')?.(Object.fromEntries(asked.searchParams));
    if (body) validation.body(body.schema)(JSON.parse(daemon.last.body));
    else expect(daemon.last.body).toBe('');
  });
});
