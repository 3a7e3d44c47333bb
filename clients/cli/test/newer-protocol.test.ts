import { afterEach, expect, it, vi } from 'vitest';
import { ok, startStubDaemon } from '../../typescript/test/stub-daemon.js';
import { runCli } from './run-cli.js';

const KEY = '8f0c1d6d'.repeat(8);

afterEach(() => vi.unstubAllEnvs());

it('a pact that moved to a newer protocol: status and doctor say so, and what to do', async () => {
  const daemon = await startStubDaemon({
    'GET /v1/healthz': ok({ ok: true }),
    'GET /v1/status': ok({ handle: 'anon-fox-8f0c1d6d', version: '0.1.0', current: 'default', pacts: 1 }),
    'GET /v1/peers': ok({ node_key: KEY, listening: ['127.0.0.1:1'], peers: [] }),
    'GET /v1/pacts': ok({ current: 'default', pacts: [{ alias: 'default', pact_id: KEY, is_current: true }] }),
    'GET /v1/pacts/default/status': ok({
      pact_name: 'Release crew',
      excluded_by: null,
      is_member: true,
      protocol: { version: 1, supported: 1, needs_upgrade: true },
    }),
  });
  vi.stubEnv('CONCORDAT_URL', daemon.url);
  vi.stubEnv('CONCORDAT_TOKEN', 'a token');
  const { stdout, code } = await runCli(['doctor']);
  expect(stdout).toContain('the pact moved to a newer protocol than this daemon knows, which is 1');
  expect(stdout).toContain('install a newer Concordat; entries stay readable');
  expect(code).toBe(6);
  expect((await runCli(['status'])).stdout).toContain('the pact uses a newer protocol: install a newer Concordat');
});
