import { expect, it } from 'vitest';
import { createClient } from '../src/index.js';
import { ok, sse, startStubDaemon } from './stub-daemon.js';

it('makes any request of the contract from data', async () => {
  const daemon = await startStubDaemon({ 'PUT /v1/pacts/a b/tasks/8f0c1d6d-1/claim': ok({ pending: true }) });
  const answer = await createClient({ url: daemon.url }).request('put', '/v1/pacts/{pactId}/tasks/{id}/claim', {
    path: { pactId: 'a b', id: '8f0c1d6d-1' },
    query: { wait: 5 },
    body: { ttl_ms: 1000 },
  });
  expect(answer).toEqual({ pending: true });
  expect(daemon.seen[0]?.query.toString()).toBe('wait=5');
  expect(daemon.seen[0]?.body).toEqual({ ttl_ms: 1000 });
});

it('sends headers, and throws what the daemon refuses', async () => {
  const daemon = await startStubDaemon();
  const refused = createClient({ url: daemon.url }).request('post', '/v1/pacts/{pactId}/knowledge', {
    path: { pactId: 'a' },
    header: { 'Idempotency-Key': 'k-1' },
    body: {},
  });
  await expect(refused).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(daemon.seen[0]?.headers['idempotency-key']).toBe('k-1');
});

it('says when an event stream is open, and before its first event', async () => {
  const data = JSON.stringify({ pactId: 'p', alias: 'default' });
  const daemon = await startStubDaemon({
    'GET /v1/events': sse(`id: c0\n\nid: c1\nevent: entry-applied\ndata: ${data}\n\n`),
  });
  const order: string[] = [];
  for await (const event of createClient({ url: daemon.url }).events({ onopen: () => order.push('open') })) {
    order.push(event.id ?? '');
    break;
  }
  expect(order).toEqual(['open', 'c1']);
});
