/** Error codes that other tests meet only as one of several that may come. */
import { afterAll, expect, it } from 'vitest';
import { at, introduce, PACT, Room } from '../../daemon/test/harness/index.js';

/** The daemon gives a write 10 s. */
const STUCK_MS = 12_000;

const room = new Room();
afterAll(() => room.close());

it('VIEW_TIMEOUT: the disk takes longer than a write may', async () => {
  const node = (await room.cluster(1)).node(0);
  await node.fdatasyncDelay(STUCK_MS);
  const stuck = await node.host.request('POST', at('/messages'), { body: { content: 'late' }, deadline_ms: 30_000 });
  await node.fdatasyncDelay(0);
  expect([stuck.status, stuck.body.error]).toEqual([504, 'VIEW_TIMEOUT']);
});

it('AGENT_DISCONNECTED: an invite is redeemed while nobody of the pact is there', async () => {
  const [host, guest] = await Promise.all([room.daemon(), room.daemon()]);
  await host.host.must(200, 'POST', '/v1/pacts', { name: PACT, alias: PACT, confirm: true });
  const { token } = await host.host.must(200, 'POST', at('/invites'), { confirm: true });
  await introduce([guest, host]);
  await host.stop();
  const body = { token, confirm: true };
  const alone = await guest.host.request('POST', '/v1/pacts/join', { body, deadline_ms: 60_000 });
  expect([alone.status, alone.body.error]).toEqual([503, 'AGENT_DISCONNECTED']);
});
