import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { at, type Daemon, flipBit, PACT, Room, range, until } from '../harness/index.js';

const room = new Room();
afterAll(() => room.close());

const isRoot = process.getuid?.() === 0;

/** Says why a test cannot run here, loudly, and counts it. */
const needRoot = (skip: (why: string) => void): void => {
  if (isRoot) return;
  process.stdout.write('SKIPPED: a small disk can only be mounted by root\n');
  skip('not root');
};

/** A disk of so many MiB, in memory, where a directory was. */
function mountDisk(directory: string, mib: number): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mib}m`, 'tmpfs', directory]);
  room.keep(() => execFileSync('umount', ['--lazy', directory]));
}

function smallDisk(mib: number): string {
  const disk = room.dir();
  mountDisk(disk, mib);
  return disk;
}

const noStack = (daemon: Daemon): void => expect(daemon.errors).not.toMatch(/^\s+at /m);

/** A start that must fail: one line that a person can act on, no stack. */
async function refused(daemon: Daemon, words: RegExp): Promise<void> {
  daemon.spawn();
  const exit = await daemon.exited;
  expect(exit.signal).toBeNull();
  expect(exit.code).toBeGreaterThan(0);
  expect(daemon.errors.trim().split('\n'), daemon.output).toHaveLength(1);
  expect(daemon.errors).toMatch(words);
}

/** A daemon that is alone in a pact. */
async function withPact(options: { dir?: string } = {}): Promise<Daemon> {
  const daemon = await room.daemon(options);
  await daemon.host.must(200, 'POST', '/v1/pacts', { name: 'Main', alias: PACT, confirm: true });
  return daemon;
}

const mayWrite = (daemon: Daemon): Promise<unknown> =>
  until(async () => !(await daemon.host.must(200, 'GET', at('/status'))).writes_held, { what: 'it may write' });

const CONTENT = 'x'.repeat(60_000);

/** Writes until a write is refused. */
async function fill(daemon: Daemon): Promise<{ acked: string[]; refusal: { status: number; text: string } | null }> {
  const acked: string[] = [];
  for (const i of range(1_000)) {
    const answer = await daemon.host
      .post(at('/knowledge'), { topic: 'big', content: `${i} ${CONTENT}` })
      .catch((error: Error) => ({ status: 0, text: error.message, body: null }));
    if (answer.status !== 201) return { acked, refusal: answer };
    acked.push(answer.body.id);
  }
  return { acked, refusal: null };
}

describe('a disk that is full', () => {
  test('refuses writes and says why, answers reads, loses nothing, and goes on once there is room and it is started again', async ({
    skip,
  }) => {
    needRoot(skip);
    const disk = smallDisk(24);
    const daemon = await withPact({ dir: path.join(disk, 'data') });
    const { acked, refusal } = await fill(daemon);
    expect(acked.length).toBeGreaterThan(10);
    noStack(daemon);
    expect([refusal?.status, refusal?.text], daemon.tail()).toEqual([503, expect.stringMatching(/disk|space/i)]);
    expect(daemon.running).toBe(true);
    expect((await daemon.host.get('/v1/healthz')).status).toBe(200);
    for (const id of [acked[0], acked.at(-1)]) expect((await daemon.host.get(at(`/entries/${id}`))).status).toBe(200);
    await daemon.stop();
    execFileSync('mount', ['-o', 'remount,size=200m', disk]);
    await daemon.start();
    await mayWrite(daemon);
    for (const id of acked) expect((await daemon.host.get(at(`/entries/${id}`))).status, id).toBe(200);
    await daemon.host.must(201, 'POST', at('/knowledge'), { topic: 'big', content: 'there is room again' });
    await daemon.stop();
  });

  test('under the tables alone holds writes until there is room, and needs no start: what the log has is shown then', async ({
    skip,
  }) => {
    needRoot(skip);
    const disk = smallDisk(8);
    const daemon = await withPact({ dir: path.join(disk, 'data') });
    await daemon.stop();
    // The log gets a disk of its own.
    const store = daemon.file('store');
    const copy = path.join(room.dir(), 'store');
    fs.cpSync(store, copy, { recursive: true, preserveTimestamps: true });
    mountDisk(store, 200);
    fs.cpSync(copy, store, { recursive: true, preserveTimestamps: true });
    await daemon.start();
    const { acked, refusal } = await fill(daemon);
    expect([refusal?.status, refusal?.text], daemon.tail()).toEqual([503, expect.stringMatching(/disk is full/)]);
    expect((await daemon.host.get('/v1/healthz')).status).toBe(200);
    execFileSync('mount', ['-o', 'remount,size=200m', disk]);
    await mayWrite(daemon);
    await daemon.host.must(201, 'POST', at('/knowledge'), { topic: 'big', content: 'there is room again' });
    const { entries } = await daemon.host.must(200, 'GET', at('/knowledge?limit=1000'));
    // The one that was refused is in the log if the refusal said so.
    const kept = refusal?.text.includes('the write is in the log') ? 1 : 0;
    expect(entries).toHaveLength(acked.length + kept + 1);
    await until(async () => (await daemon.host.get(at('/search?q=room'))).body?.entries?.length === 1, {
      what: 'search, whose disk was full as well, finds it',
    });
    await daemon.stop();
  });

  test('is said in one line when there is no room to start', async ({ skip }) => {
    needRoot(skip);
    const disk = smallDisk(1);
    fs.writeFileSync(path.join(disk, 'filler'), Buffer.alloc(1024 * 1024 - 8192));
    await refused(room.unstarted({ dir: path.join(disk, 'data') }), /space|ENOSPC/i);
  });
});

describe('a directory that cannot be written', () => {
  test('on a disk that is read-only is said in one line, for a new node and for one that was there', async ({
    skip,
  }) => {
    needRoot(skip);
    const disk = smallDisk(64);
    const daemon = await room.daemon({ dir: path.join(disk, 'data') });
    await daemon.stop();
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    await refused(daemon, /read-only|EROFS/i);
    await refused(room.unstarted({ dir: path.join(disk, 'other') }), /cannot be used/i);
    execFileSync('mount', ['-o', 'remount,rw', disk]);
    await daemon.start();
    await daemon.stop();
  });

  test('because it is a file is said in one line', async () => {
    const file = path.join(room.dir(), 'data');
    fs.writeFileSync(file, 'not a directory');
    await refused(room.unstarted({ dir: file }), /data/);
    await refused(room.unstarted({ dir: path.join(file, 'below') }), /data/);
  });
});

test('a disk that does not keep what was written ends the daemon with one line: nothing is acknowledged, no peer hears of it, and the next start trusts nothing', async () => {
  const cluster = await room.cluster(2);
  const [victim, other] = cluster.nodes as [Daemon, Daemon];
  const kept = await victim.host.must(201, 'POST', at('/knowledge'), { topic: 'kept', content: 'on disk' });
  await cluster.same();
  const { local_length } = await victim.dump(cluster.pact_id);
  // The kernel refuses to sync this one, as it does a file on a disk that fails.
  const refusing = victim.file('store', 'db', '999999.log');
  fs.symlinkSync('/dev/null', refusing);
  const lost = await victim.host.post(at('/knowledge'), { topic: 'lost', content: 'not on disk' }).catch(() => null);
  expect(lost).toBeNull();
  expect(await victim.exited).toEqual({ code: 1, signal: null });
  expect(victim.errors.trim().split('\n')).toHaveLength(1);
  expect(victim.errors).toMatch(/disk did not keep/);
  expect((await other.host.must(200, 'GET', at('/knowledge?topic=lost'))).entries).toEqual([]);
  fs.rmSync(refusing);
  await cluster.start(victim);
  expect((await victim.host.must(200, 'GET', '/v1/status')).started).toBe('power_loss');
  await mayWrite(victim);
  expect((await victim.host.get(at(`/entries/${kept.id}`))).status).toBe(200);
  expect((await victim.dump(cluster.pact_id)).local_length).toBeGreaterThanOrEqual(local_length);
  await cluster.same();
});

describe('a store with damage', () => {
  test('is refused in one line, or works: no stack, no hang, no silent loss', async () => {
    const daemon = await withPact();
    for (const i of range(20))
      await daemon.host.must(201, 'POST', at('/knowledge'), { topic: 'kept', content: `${i}` });
    await daemon.stop();
    const good = room.dir();
    fs.cpSync(daemon.dir, good, { recursive: true, preserveTimestamps: true });
    const db = daemon.file('store', 'db');
    let refusals = 0;
    for (const name of fs.readdirSync(db).filter((file) => /^(CURRENT|MANIFEST|OPTIONS|\d+\.(log|sst))/.test(file))) {
      const file = path.join(db, name);
      const bytes = fs.readFileSync(file);
      if (bytes.length === 0) continue;
      const damaged = Buffer.from(bytes);
      flipBit(damaged, Math.floor(bytes.length / 2) * 8 + 4);
      fs.writeFileSync(file, damaged);
      daemon.spawn();
      const found = await until(
        async () => {
          if (!daemon.running) return 'refused';
          const { pid } = JSON.parse(fs.readFileSync(daemon.file('daemon.json'), 'utf8'));
          return pid === daemon.pid && 'serves';
        },
        { what: `the daemon serves or ends with ${name} damaged`, deadline_ms: 30_000 },
      );
      if (found === 'refused') {
        await daemon.exited;
        expect(daemon.errors.trim().split('\n'), daemon.output).toHaveLength(1);
        refusals++;
      } else {
        // Whoever lost something knows it.
        await daemon.stop();
        await daemon.start();
        const status = await daemon.host.get(at('/status'));
        const kept = (await daemon.host.get(at('/knowledge?limit=1000'))).body.entries?.length;
        expect(
          kept === 20 || status.status !== 200 || status.body.writes_held,
          `${name}: ${kept} of 20\n${status.text}`,
        ).toBe(true);
        await daemon.stop();
      }
      noStack(daemon);
      for (const entry of fs.readdirSync(daemon.dir)) fs.rmSync(daemon.file(entry), { recursive: true });
      fs.cpSync(good, daemon.dir, { recursive: true, preserveTimestamps: true });
    }
    expect(refusals).toBeGreaterThan(0);
  });
});
