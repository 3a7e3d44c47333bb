import { execFileSync } from 'node:child_process';
import { chownSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Ask } from '../../closed-loop.js';
import { bytesOf, entryOf, inBatches, type Operation, type Product, type Setting } from './product.js';
import { plainUser, programOf, Server } from './server.js';

interface Client {
  connect(): Promise<void>;
  query(query: string | { name: string; text: string; values: readonly unknown[] }): Promise<{ rows: unknown[] }>;
  end(): Promise<void>;
}
interface PgPackage {
  Client: new (options: { host: string; user: string; database: string }) => Client;
}

const TABLE = `create table entries(id bigserial primary key, ts timestamptz not null default now(), topic text not null,
  content text not null, words tsvector generated always as (to_tsvector('english', content)) stored)`;
const BATCH = 5000;
const STATEMENTS: Record<Operation, string> = {
  write: 'insert into entries(topic, content) values($1, $2) returning id',
  'read by id': 'select id, ts, topic, content from entries where id = $1',
  'newest 50': 'select id, ts, topic, content from entries order by id desc limit 50',
  'search: two common words': `select id, topic, content, score, ts_headline('english', content, q) snippet from (select id, topic, content, ts_rank(words, q) score, q
    from entries, plainto_tsquery('english', $1) q where words @@ q order by score desc, id desc limit 10) best`,
};

/** A PostgreSQL table with a GIN index of its words, over a socket file; null where there is no server. */
export async function postgres({ dir, packages, entries, pairs }: Setting): Promise<Product | null> {
  const [initdb, file] = [programOf('initdb'), programOf('postgres')];
  if (initdb === null || file === null) return null;
  const { Client } = createRequire(join(packages, 'package.json'))('pg') as PgPackage;
  const user = plainUser();
  chownSync(dir, user.uid, user.gid);
  const data = join(dir, 'data');
  execFileSync(initdb, ['-D', data, '-U', 'bench', '-A', 'trust', '-E', 'UTF8'], { ...user, stdio: 'pipe', cwd: dir });
  const server = new Server(file, ['-D', data, '-k', dir, '-c', 'listen_addresses='], user);
  const clients: Client[] = [];
  const connect = async (): Promise<Client> => {
    const client = new Client({ host: dir, user: 'bench', database: 'postgres' });
    await client.connect();
    clients.push(client);
    return client;
  };
  await server.serving(connect);
  const [filler] = clients as [Client];
  await filler.query(TABLE);
  await inBatches(entries, BATCH, async (batch) => {
    await filler.query({
      name: 'fill',
      text: 'insert into entries(topic, content) select * from unnest($1::text[], $2::text[])',
      values: [batch.map(({ topic }) => topic), batch.map(({ content }) => content)],
    });
  });
  await filler.query('create index words on entries using gin(words)');
  await filler.query('vacuum analyze entries');
  const valuesOf: Record<Operation, (n: number) => readonly unknown[]> = {
    write: (n) => Object.values(entryOf(entries + n)),
    'read by id': (n) => [1 + ((n * 7919) % entries)],
    'newest 50': () => [],
    'search: two common words': (n) => [pairs[n % pairs.length]],
  };
  const ask = (client: Client, operation: Operation): Ask => {
    return async (n) => {
      const { rows } = await client.query({
        name: operation,
        text: STATEMENTS[operation],
        values: valuesOf[operation](n),
      });
      return bytesOf(rows);
    };
  };
  return {
    caller: async (operation) => ask(await connect(), operation),
    pid: server.pid,
    close: async () => {
      await Promise.all(clients.map((client) => client.end()));
      await server.close('SIGINT');
    },
  };
}
