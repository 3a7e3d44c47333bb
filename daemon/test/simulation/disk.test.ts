import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { MemoryDisk } from './disk.js';
import { Random } from './random.js';
import { VirtualTime } from './world.js';

interface Database {
  session(): Database;
  read(): unknown;
  write(): unknown;
  get(key: string): Promise<unknown>;
  iterator(range: { gte: Buffer; lt: Buffer }): unknown;
  close(): Promise<void>;
}

const storage = createRequire(createRequire(import.meta.url).resolve('hypercore-storage'));
const RocksDB = storage('rocksdb-native') as new (path: string) => Database & { ready(): Promise<void> };
const directory = mkdtempSync(join(tmpdir(), 'concordat-disk-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A truncation that goes on in a session that was closed under it would be half of one on the disk. */
describe('a session of the database that was closed', () => {
  const databases: [what: string, open: () => Promise<Database>][] = [
    [
      'RocksDB',
      async () => {
        const db = new RocksDB(join(directory, 'db'));
        await db.ready();
        return db;
      },
    ],
    [
      'its simulation',
      async () => {
        const times = { read_max_us: 1, write_max_us: 1, sync_max_ms: 1 };
        return new MemoryDisk(
          new VirtualTime(),
          new Random(1, 'disk'),
          times,
          'd',
        ).columnFamily() as unknown as Database;
      },
    ],
  ];
  it.each(databases)('does nothing more: %s', async (_, open) => {
    const db = await open();
    const session = db.session();
    await session.close();
    const refusal = 'RocksDB session is closed';
    expect(() => session.write()).toThrow(refusal);
    expect(() => session.read()).toThrow(refusal);
    expect(() => session.session()).toThrow(refusal);
    expect(() => session.iterator({ gte: Buffer.from('a'), lt: Buffer.from('b') })).toThrow(refusal);
    await expect(session.get('a')).rejects.toThrow(refusal);
    await db.close();
  });
});
