import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Daemon } from './daemon.js';
import { arm, type Failpoint } from './failpoints.js';

type Request = { id: number } & (
  | { op: 'offline'; value: boolean }
  | { op: 'fdatasync-delay'; ms: number }
  | { op: 'dump'; pact: string }
  | { op: 'resources' }
  | { op: 'append-raw'; pact: string; hex: string[] }
  | { op: 'fail-at'; point: Failpoint; passes: number; signal: 'SIGKILL' | 'SIGSTOP'; marks: string | null }
);

/** The protocol version that a test lets this process claim to know, so that it can play a newer daemon; else undefined. */
export const testProtocol = (): number | undefined =>
  process.env.CONCORDAT_TEST_CONTROL === '1' && process.env.CONCORDAT_TEST_PROTOCOL
    ? Number(process.env.CONCORDAT_TEST_PROTOCOL)
    : undefined;

/**
 * Lets the test that started this process reach what no user can: cut the network, slow the disk, write hostile blocks, compare
 * states, die at a named point. Only over the channel of a parent process that also set CONCORDAT_TEST_CONTROL=1.
 */
export function acceptTestControl(current: () => Promise<Daemon>, url: string): void {
  if (process.env.CONCORDAT_TEST_CONTROL !== '1' || !process.send) return;
  // The test is gone, however it ended.
  process.on('disconnect', () => process.exit(0));
  process.on('message', (request: Request) => {
    void current()
      .then((daemon) => perform(daemon, request))
      .then(
        (result) => process.send?.({ id: request.id, ok: true, ...result }),
        (error: Error) => process.send?.({ id: request.id, ok: false, error: error.message }),
      );
  });
  process.send({ ready: true, url });
}

/** V8's own; a context for each call would be something that grows by itself. */
let collect: (() => void) | undefined;

/** Makes what is left in the heap what is held, and not what nobody has looked at yet. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  collect ??= runInNewContext('gc') as () => void;
  collect();
}

async function perform(daemon: Daemon, request: Request): Promise<object> {
  switch (request.op) {
    case 'offline':
      daemon.network.setOffline(request.value);
      return {};
    case 'fdatasync-delay':
      daemon.sync.delayMs = request.ms;
      return {};
    case 'dump':
      return daemon.pacts.opened(request.pact).dump();
    case 'resources': {
      collectGarbage();
      const { rss, heapUsed } = process.memoryUsage();
      return { rss_bytes: rss, heap_bytes: heapUsed, handles: process.getActiveResourcesInfo().length };
    }
    case 'append-raw':
      await daemon.pacts.opened(request.pact).appendRaw(request.hex.map((text) => Buffer.from(text, 'hex')));
      return {};
    case 'fail-at': {
      const { point, passes, signal, marks } = request;
      const synced = marks === null ? null : await watchSyncs(daemon);
      arm(point, passes, () => {
        if (marks !== null && synced) writeFileSync(marks, JSON.stringify(synced()));
        process.kill(process.pid, signal);
      });
      return {};
    }
  }
}

/** From now on notes how long each write-ahead log was when a sync of it began that has ended since: what a power cut leaves of it. */
async function watchSyncs({ sync }: Daemon): Promise<() => Record<string, number>> {
  let synced: Record<string, number> = {};
  const original = sync.sync.bind(sync);
  sync.sync = async () => {
    const logs = readdirSync(sync.directory).filter((name) => name.endsWith('.log'));
    const lengths = Object.fromEntries(logs.map((name) => [name, statSync(join(sync.directory, name)).size]));
    await original();
    synced = Object.fromEntries(logs.map((name) => [name, Math.max(lengths[name] ?? 0, synced[name] ?? 0)]));
  };
  await sync.sync();
  return () => synced;
}
