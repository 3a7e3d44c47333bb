/** The Fastify server behind {@link file://./raw.ts}: what HTTP alone costs on this machine. */
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { answer } from './child.js';

const app = Fastify();
const texts = new Map<string, string>();
app.get<{ Params: { n: string } }>('/bytes/:n', async ({ params: { n } }, reply) => {
  const text = texts.get(n) ?? 'x'.repeat(Number(n));
  texts.set(n, text);
  reply.header('content-type', 'application/json; charset=utf-8');
  return text;
});
const listening = app.listen({ host: '127.0.0.1', port: 0 });

answer(
  async ({ what }: { what: 'port' | 'memory' }) => {
    await listening;
    return what === 'port' ? (app.server.address() as AddressInfo).port : process.memoryUsage().rss;
  },
  () => app.close(),
);
