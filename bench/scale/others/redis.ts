import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Ask } from '../../closed-loop.js';
import { bytesOf, entryOf, inBatches, type Operation, type Product, type Setting } from './product.js';
import { programOf, Server } from './server.js';

interface Client {
  connect(): Promise<unknown>;
  on(event: 'error', listener: () => void): unknown;
  configSet(name: string, value: string): Promise<unknown>;
  xAdd(key: string, id: '*', fields: Record<string, string>): Promise<string>;
  xRange(key: string, from: string, to: string): Promise<unknown>;
  xRevRange(key: string, from: string, to: string, options: { COUNT: number }): Promise<unknown>;
  destroy(): void;
}
interface RedisPackage {
  createClient(options: { socket: { path: string } }): Client;
}

const KEY = 'entries';
const BATCH = 1000;
const IDS = 2000;

/** A Redis stream over a socket file; null where there is no redis-server. */
export async function redis({ dir, packages, entries }: Setting): Promise<Product | null> {
  const file = programOf('redis-server');
  if (file === null) return null;
  const { createClient } = createRequire(join(packages, 'package.json'))('redis') as RedisPackage;
  const path = join(dir, 'redis.sock');
  const flags = { port: '0', unixsocket: path, dir, save: '', appendonly: 'yes', appendfsync: 'no' };
  const server = new Server(
    file,
    Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]),
  );
  const clients: Client[] = [];
  const connect = async (): Promise<Client> => {
    const client = createClient({ socket: { path } });
    client.on('error', () => {});
    await client.connect();
    clients.push(client);
    return client;
  };
  await server.serving(connect);
  const [filler] = clients as [Client];
  const ids: string[] = [];
  const fields = ({ topic, content }: ReturnType<typeof entryOf>) => ({ topic, content });
  await inBatches(entries, BATCH, async (batch) => {
    const added = await Promise.all(batch.map((entry) => filler.xAdd(KEY, '*', fields(entry))));
    ids.push(...added.filter((_, n) => n % Math.max(1, Math.floor(entries / IDS)) === 0));
  });
  // From here on a write is answered when it is on disk.
  await filler.configSet('appendfsync', 'always');
  const asks = (client: Client): Partial<Record<Operation, Ask>> => ({
    write: async (n) => bytesOf(await client.xAdd(KEY, '*', fields(entryOf(entries + n)))),
    'read by id': async (n) => {
      const id = ids[(n * 7919) % ids.length] as string;
      return bytesOf(await client.xRange(KEY, id, id));
    },
    'newest 50': async () => bytesOf(await client.xRevRange(KEY, '+', '-', { COUNT: 50 })),
  });
  return {
    caller: async (operation) => asks(await connect())[operation],
    pid: server.pid,
    close: async () => {
      for (const client of clients) client.destroy();
      await server.close('SIGTERM');
    },
  };
}
