import { join } from 'node:path';
import { openDerived } from '../../../daemon/dist/derived/index.js';
import type { Ask } from '../../closed-loop.js';
import { bytesOf, entryOf, inBatches, type Operation, type Product, type Setting } from './product.js';

const TABLES = `
create table entries(id integer primary key, ts integer not null, topic text not null, content text not null);
create virtual table words using fts5(content, content = 'entries', content_rowid = 'id', tokenize = 'porter unicode61');
`;
const SEARCH = `select e.id, e.topic, e.content, -bm25(words) score, snippet(words, 0, '[', ']', '…', 24) snippet
  from words join entries e on e.id = words.rowid where words match ? order by bm25(words) limit 10`;
const BATCH = 5000;

/** A plain SQLite file with a full-text table, in the process of its only user, through the driver that the daemon has. */
export async function sqlite({ dir, entries, pairs }: Setting): Promise<Product> {
  // Opens with a write-ahead log and without syncing, which is how it is filled; then every commit is synced.
  const { db } = openDerived(join(dir, 'entries.db'), { version: 1, tables: TABLES, cache_kib: 32_768 });
  const insert = db.prepare('insert into entries(ts, topic, content) values(?, ?, ?) returning id');
  const insertWords = db.prepare('insert into words(rowid, content) values(?, ?)');
  const write = (n: number): number => {
    const { topic, content } = entryOf(n);
    const [row] = insert.all([Date.now(), topic, content]);
    insertWords.run([row?.id as number, content]);
    return row?.id as number;
  };
  let written = 0;
  await inBatches(entries, BATCH, (batch) => {
    db.transaction(() => {
      for (const _ of batch) write(written++);
    });
  });
  db.exec('pragma synchronous = full');
  const byId = db.prepare('select id, ts, topic, content from entries where id = ?');
  const newest = db.prepare('select id, ts, topic, content from entries order by id desc limit 50');
  const search = db.prepare(SEARCH);
  const asks: Record<Operation, Ask> = {
    write: async () => bytesOf(db.transaction(() => write(written++))),
    'read by id': async (n) => bytesOf(byId.all([1 + ((n * 7919) % entries)])),
    'newest 50': async () => bytesOf(newest.all()),
    'search: two common words': async (n) => bytesOf(search.all([pairs[n % pairs.length] as string])),
  };
  return { caller: async (operation) => asks[operation], pid: process.pid, close: async () => db.close() };
}
