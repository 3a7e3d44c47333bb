import type { Daemon } from './daemon.js';

type Request = { id: number } & (
  | { op: 'offline'; value: boolean }
  | { op: 'fdatasync-delay'; ms: number }
  | { op: 'dump'; pact: string }
  | { op: 'append-raw'; pact: string; hex: string[] }
);

/** The protocol version that a test lets this process claim to know, so that it can play a newer daemon; else undefined. */
export const testProtocol = (): number | undefined =>
  process.env.CONCORDAT_TEST_CONTROL === '1' && process.env.CONCORDAT_TEST_PROTOCOL
    ? Number(process.env.CONCORDAT_TEST_PROTOCOL)
    : undefined;

/**
 * Lets the test that started this process reach what no user can: cut the network, slow the disk, write hostile blocks, compare
 * states. Only over the channel of a parent process that also set CONCORDAT_TEST_CONTROL=1.
 */
export function acceptTestControl(daemon: Daemon): void {
  if (process.env.CONCORDAT_TEST_CONTROL !== '1' || !process.send) return;
  // The test is gone, however it ended.
  process.on('disconnect', () => process.exit(0));
  process.on('message', (request: Request) => {
    perform(daemon, request).then(
      (result) => process.send?.({ id: request.id, ok: true, ...result }),
      (error: Error) => process.send?.({ id: request.id, ok: false, error: error.message }),
    );
  });
  process.send({ ready: true, url: daemon.url });
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
    case 'append-raw':
      await daemon.pacts.opened(request.pact).appendRaw(request.hex.map((text) => Buffer.from(text, 'hex')));
      return {};
  }
}
