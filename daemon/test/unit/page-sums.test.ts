import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PAGE_BYTES, PageSums } from '../../src/derived/page-sums.js';
import { openDerived, type SqlDb } from '../../src/derived/index.js';
import { flipBit } from '../harness/flip-bit.js';

const SCHEMA = { version: 1, tables: 'create table kept(k integer primary key, v text)', cache_kib: 1_024 };
/** Rows that take more pages than the write-ahead log may have. */
const MANY = 24_000;

let directory: string;
let file: string;
let db: SqlDb;
beforeEach(() => {
  directory = fs.mkdtempSync(join(tmpdir(), 'concordat-sums-'));
  file = join(directory, 'kept.db');
  db = openDerived(file, SCHEMA).db;
});
afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

/** Writes texts, some anew and some in the place of others. */
function write(from: number, count: number, word: string): void {
  db.transaction(() => {
    for (let k = from; k < from + count; k++)
      db.prepare('insert or replace into kept values(?, ?)').run([k, `${word} ${k} `.repeat(32)]);
  });
}

async function damagedPage(): Promise<number | null> {
  const sums = new PageSums(file);
  try {
    return await sums.damaged();
  } finally {
    sums.close();
  }
}

const pages = (): number => fs.statSync(file).size / PAGE_BYTES;

function flip(bit: number): void {
  const bytes = fs.readFileSync(file);
  flipBit(bytes, bit);
  fs.writeFileSync(file, bytes);
}

describe('the sums of pages', () => {
  it('hold after any commits, while the database is used and after it was closed', async () => {
    for (let round = 0; round < 4; round++) {
      write(round * 500, MANY, `round ${round}`);
      expect(await damagedPage()).toBeNull();
    }
    await db.inspect();
    db.close();
    expect(pages()).toBeGreaterThan(400);
    expect(await damagedPage()).toBeNull();
    expect(fs.statSync(`${file}-sums`).mode & 0o777).toBe(0o600);
  });

  it('are of no account to a commit: it stands when they cannot be noted', () => {
    write(0, 10, 'before');
    // Whoever reads this gets an error, as whoever opens a file does without a descriptor left (found with few of them: answers of 500, and tables that
    // had what they were told they had not).
    fs.renameSync(`${file}-wal`, `${file}-wal-of-sqlite`);
    fs.mkdirSync(`${file}-wal`);
    expect(() => write(0, 20, 'after')).not.toThrow();
    expect(db.prepare('select count(*) n from kept').all()).toEqual([{ n: 20 }]);
  });

  it('hold wherever a process ends in a checkpoint', async () => {
    write(0, MANY, 'before');
    db.close();
    const before = fs.readFileSync(file);
    ({ db } = openDerived(file, SCHEMA));
    write(MANY / 2, MANY, 'after');
    db.close();
    const after = fs.readFileSync(file);
    await fc.assert(
      fc.asyncProperty(fc.nat(pages()), async (reached) => {
        const written = after.subarray(0, reached * PAGE_BYTES);
        fs.writeFileSync(file, Buffer.concat([written, before.subarray(written.length)]));
        expect(await damagedPage()).toBeNull();
      }),
      { numRuns: 50 },
    );
  });

  it('tell where a bit flipped, wherever that was', async () => {
    write(0, MANY, 'kept');
    write(0, 500, 'changed');
    db.close();
    await fc.assert(
      fc.asyncProperty(fc.nat(pages() * PAGE_BYTES * 8 - 1), async (bit) => {
        flip(bit);
        expect(await damagedPage()).toBe(Math.floor(bit / 8 / PAGE_BYTES) + 1);
        flip(bit);
      }),
      { numRuns: 50 },
    );
  });

  it('say nothing of what was written without them', async () => {
    write(0, 500, 'kept');
    db.close();
    fs.rmSync(`${file}-sums`);
    expect(await damagedPage()).toBeNull();
    ({ db } = openDerived(file, SCHEMA));
    write(0, 10, 'changed');
    db.close();
    expect(await damagedPage()).toBeNull();
  });

  it('damage is told while the database is used', async () => {
    write(0, 500, 'kept');
    db.close();
    flip(fs.readFileSync(file).indexOf('kept 250 ') * 8);
    ({ db } = openDerived(file, SCHEMA));
    const met = await new Promise<Error>((resolve) => {
      db.ondamage = resolve;
      void db.inspect();
    });
    expect(met.message).toMatch(/malformed: page \d+ is not what was written/);
    db.close();
  });
});
