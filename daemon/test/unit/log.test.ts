import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Autobase from 'autobase';
import type Hyperbee from 'hyperbee';
import ProtomuxWakeup from 'protomux-wakeup';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { GatedStore } from '../../src/network/index.js';
import { PactLog } from '../../src/pact/log.js';

let dir: string;
let store: GatedStore;
let log: PactLog;
let base: Autobase;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'concordat-jump-'));
  store = new GatedStore(dir);
  log = new PactLog({
    store: store.namespaceFor('main', { allows: () => true }),
    key: null,
    encryptionKey: Buffer.alloc(32, 1),
    wakeup: new ProtomuxWakeup(),
    supported: 1,
    onMove: () => {},
    onOwnBlocks: () => {},
  });
  const ready = vi.spyOn(Autobase.prototype, 'ready');
  await log.open();
  base = ready.mock.contexts.at(-1) as Autobase;
  ready.mockRestore();
});

afterEach(async () => {
  await log.close();
  await store.close();
  await rm(dir, { recursive: true, force: true });
});

const jump = (key: Buffer) => ({ key, minimum: 16, destroyed: false, close: async () => {} });

test('when the order goes on in another core, a jump in the old one is given up, looked into or about to be made', () => {
  const old = jump(Buffer.alloc(32, 2));
  Object.assign(base, { fastForwarding: old, fastForwardTo: { key: old.key } });
  base.emit('reboot');
  expect([old.destroyed, base.fastForwardTo]).toEqual([true, null]);
  Object.assign(base, { fastForwarding: null });
});

test('a jump in the core that the order goes on in stays', () => {
  const next = jump(base.core.key);
  Object.assign(base, { fastForwarding: next, fastForwardTo: { key: next.key } });
  base.emit('reboot');
  expect([next.destroyed, base.fastForwardTo]).toEqual([false, { key: next.key }]);
  Object.assign(base, { fastForwarding: null, fastForwardTo: null });
});

test('a log that was closed is not kept to tell peers of it; one that is open is', async () => {
  const [open, closed] = ['open', 'closed'].map((name) => store.get({ name }));
  if (!open || !closed) throw new Error('no cores');
  await Promise.all([open.ready(), closed.ready()]);
  const { coupled } = base._coupler as { coupled: Set<typeof open> };
  for (const core of [open, closed]) coupled.add(core);
  await closed.close();
  base.emit('update');
  expect([coupled.has(open), coupled.has(closed)]).toEqual([true, false]);
  await open.close();
});

/** A tree whose root is gone once it is read, since `then` happened. */
const uprooted = (then: () => void) => ({
  get: async () => {
    then();
    throw new TypeError("Cannot read properties of undefined (reading 'keys')");
  },
  close: async () => {},
});

test('a look into the view begins anew when the view was rewritten under it', async () => {
  const length = vi.spyOn(log, 'length', 'get').mockReturnValue(2);
  const checkout = vi.spyOn(base.view as Hyperbee, 'checkout');
  checkout.mockReturnValueOnce(uprooted(() => base.emit('fast-forward')) as unknown as Hyperbee);
  checkout.mockReturnValueOnce({ get: async () => ({ seq: 1, value: '1' }), close: async () => {} } as never);
  expect(await log.has('k')).toBe(true);
  expect(checkout).toHaveBeenCalledTimes(2);
  length.mockRestore();
});

test('a look into the view that fails for another reason fails', async () => {
  const length = vi.spyOn(log, 'length', 'get').mockReturnValue(2);
  vi.spyOn(base.view as Hyperbee, 'checkout').mockReturnValue(uprooted(() => {}) as unknown as Hyperbee);
  await expect(log.has('k')).rejects.toThrow('keys');
  length.mockRestore();
});
