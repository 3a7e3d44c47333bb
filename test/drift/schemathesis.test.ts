/**
 * A stranger reads the contract, and tries on a live daemon what people do not think of: schemathesis in all its phases, with fixed seeds.
 * What it may not find: an answer of 500 and above, a status or a body that the contract does not declare, an invalid request that is taken.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Daemon, Room } from '../../daemon/test/harness/index.js';
import { makeEnvironment, programOf } from '../../scripts/python/environment.js';
import { ROOT } from '../house/tree.js';

const FOLDER = fileURLToPath(new URL('fuzz/', import.meta.url));
const ENVIRONMENT = `${ROOT}.cache/schemathesis`;
const SEEDS = [1, 2, 3];
/** Cases for each operation in the phases that draw at random; all three seeds together take about a minute. */
const EXAMPLES_MAX = 6;
/** A first set-up fetches some 20 MB. */
const SET_UP_MAX_MS = 180_000;
const SEED_MAX_MS = 90_000;

interface Ran {
  readonly status: number | null;
  readonly output: string;
}

/** Runs it to its end; the report is what it prints. */
const attack = (daemon: Daemon, pact: string, seed: number): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const draw = ['--seed', String(seed), '--max-examples', String(EXAMPLES_MAX), '--continue-on-failure'];
    // A stream never ends when it succeeds; daemon/test/contract/event-stream.test.ts holds it against the contract.
    const args = [
      '--no-color',
      'run',
      `${daemon.url.origin}/openapi.json`,
      ...draw,
      '--exclude-operation-id',
      'streamEvents',
    ];
    const child = spawn(programOf(ENVIRONMENT, 'st'), args, {
      cwd: FOLDER,
      env: {
        PATH: process.env.PATH,
        TMPDIR: process.env.TMPDIR,
        HOME: daemon.dir,
        CONCORDAT_TEST_RUN: process.env.CONCORDAT_TEST_RUN,
        CONCORDAT_TOKEN: daemon.token,
        CONCORDAT_PACT: pact,
        HYPOTHESIS_STORAGE_DIRECTORY: `${daemon.dir}/hypothesis`,
        PYTHONDONTWRITEBYTECODE: '1',
      },
      timeout: SEED_MAX_MS,
    });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output }));
  });

let missing: string | undefined;
beforeAll(() => {
  missing = makeEnvironment(ENVIRONMENT, `${FOLDER}requirements.txt`);
  if (missing !== undefined) process.stdout.write(`SKIPPED: schemathesis: ${missing}\n`);
}, SET_UP_MAX_MS);

describe('schemathesis finds nothing', () => {
  const room = new Room();
  afterAll(() => room.close());

  it.for(SEEDS)('with seed %i', async (seed, { skip }) => {
    if (missing !== undefined) skip(missing);
    const daemon = await room.daemon();
    const { pact_id } = await daemon.host.must(200, 'POST', '/v1/pacts', { name: 'Fuzz', confirm: true });
    const { status, output } = await attack(daemon, pact_id, seed);
    expect(status, output).toBe(0);
    // What it did must not have cost the daemon its pact.
    await daemon.host.must(201, 'POST', `/v1/pacts/${pact_id}/messages`, { content: 'still here' });
  });
});
