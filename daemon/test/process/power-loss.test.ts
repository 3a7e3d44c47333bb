import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { at, type Cluster, type Daemon, entryOf, positionOf, Room, range, until, visible } from '../harness/index.js';

const DELAY_MS = 400;
/** Five delayed writes of each side, on a busy machine. */
const SAMPLED_MS_MAX = 60_000;
const room = new Room();
afterAll(() => room.close());

/** The store's write-ahead log that is written now, and its length. */
function writeAheadLog(node: Daemon): { file: string; bytes: number } {
  const found: string[] = [];
  const walk = (dir: string) => {
    for (const entry of fs.readdirSync(dir, { withFileTypes: true })) {
      const file = path.join(dir, entry.name);
      if (entry.isDirectory()) walk(file);
      else if (/^\d+\.log$/.test(entry.name)) found.push(file);
    }
  };
  walk(node.file('store'));
  const file = found.sort().at(-1);
  if (!file) throw new Error('the store has no write-ahead log');
  return { file, bytes: fs.statSync(file).size };
}

/** What a power cut leaves behind: the log as it was at its last sync, on a machine that has booted since. The daemon must be dead. */
function cutPower(node: Daemon, log: { file: string; bytes: number }): void {
  fs.truncateSync(log.file, log.bytes);
  const file = node.file('state.json');
  const state = JSON.parse(fs.readFileSync(file, 'utf8'));
  const key = Object.keys(state).find((name) => /boot/.test(name));
  if (!key) throw new Error(`state.json names no boot: ${Object.keys(state)}`);
  fs.writeFileSync(file, JSON.stringify({ ...state, [key]: randomUUID() }), { mode: 0o600 });
}

const post = (node: Daemon, topic: string, content: string) =>
  node.host.must(201, 'POST', at('/knowledge'), { topic, content });

/** Samples of a node's own log: how long it is, and how much of it peers say they hold. */
async function sampled(
  node: Daemon,
  pact: string,
  work: () => Promise<void>,
): Promise<{ t: number; local: number; remote: number }[]> {
  const samples: { t: number; local: number; remote: number }[] = [];
  let done = false;
  const sampling = until(
    async () => {
      const t = performance.now();
      const dump = await node.dump(pact);
      samples.push({ t, local: dump.local_length, remote: dump.remote_local_length });
      return done;
    },
    { what: 'the work is done', deadline_ms: SAMPLED_MS_MAX, every_ms: 5 },
  );
  await Promise.all([
    sampling,
    work().finally(() => {
      done = true;
    }),
  ]);
  return samples;
}

/** For every sample: what peers held then had been in the log for at least the sync's delay. The time it was appended is bounded from below by the last sample without it. */
function heldTooEarly(samples: { t: number; local: number; remote: number }[], from: number): unknown[] {
  const early: unknown[] = [];
  for (const [i, sample] of samples.entries()) {
    if (sample.remote <= from) continue;
    const before = samples.slice(0, i + 1).findLast((other) => other.local < sample.remote);
    if (before && i > 0) {
      // `t` is when the sample was asked for; it was answered before the next one was asked for.
      const answered = samples[i + 1]?.t ?? performance.now();
      if (answered - before.t < DELAY_MS)
        early.push({ remote: sample.remote, after_ms: Math.round(answered - before.t) });
    }
  }
  return early;
}

describe('a block leaves its author only after it is on the disk', () => {
  test.each([
    ['the indexer', 0],
    ['a node that is no indexer', 1],
  ])(
    'fdatasync delayed on %s: nobody sees an entry before that, and no peer holds a younger block',
    async (_, index) => {
      const cluster = await room.cluster(2);
      const author = cluster.node(index);
      const reader = cluster.node(1 - index);
      await cluster.same();
      const from = (await author.dump(cluster.pact_id)).local_length;
      await author.fdatasyncDelay(DELAY_MS);
      const events = await reader.events('pact=main');
      room.keep(() => events.close());
      const seen = new Map<string, number>();
      events.onFrame((frame) => {
        const id = entryOf(frame);
        if (id && !seen.has(id)) seen.set(id, performance.now());
      });
      const samples = await sampled(author, cluster.pact_id, async () => {
        for (const i of range(5)) {
          const sent = performance.now();
          const { id } = await post(author, 'slow disk', `${i}`);
          expect(performance.now() - sent).toBeGreaterThanOrEqual(DELAY_MS - 5);
          const at_ms = await until(() => seen.get(id), { what: `the reader sees ${id}`, every_ms: 2 });
          expect(at_ms - sent).toBeGreaterThanOrEqual(DELAY_MS - 5);
          // The other side writes as well, so that an indexer's acknowledgements are held back like everything else.
          await post(reader, 'meanwhile', `${i}`);
        }
      });
      expect(samples.at(-1)?.remote).toBeGreaterThan(from);
      expect(heldTooEarly(samples, from)).toEqual([]);
      await author.fdatasyncDelay(0);
      await cluster.same();
    },
  );
});

test('a disk that takes for ever holds back own blocks only: what another member writes goes on arriving', async () => {
  const cluster = await room.cluster(2);
  const [author, reader] = [cluster.node(0), cluster.node(1)];
  await cluster.same();
  const events = await reader.events('pact=main');
  room.keep(() => events.close());
  const seen = new Set<string | null>();
  events.onFrame((frame) => seen.add(entryOf(frame)));
  await reader.fdatasyncDelay(600_000);
  for (const i of range(5)) {
    const { id } = await post(author, 'others', `${i}`);
    await until(async () => seen.has(id), { what: `the reader sees ${id}` });
  }
  await reader.kill();
});

describe('after a power cut', () => {
  const prepare = async (
    index: number,
  ): Promise<{ cluster: Cluster; victim: Daemon; other: Daemon; acked: string[] }> => {
    const cluster = await room.cluster(2);
    const victim = cluster.node(index);
    const other = cluster.node(1 - index);
    const acked = (await Promise.all(range(30).map((i) => post(victim, 'acked', `${i}`)))).map(
      (entry) => entry.id as string,
    );
    await visible(acked, [other]);
    await cluster.same();
    return { cluster, victim, other, acked };
  };

  /** Both nodes hold every acknowledged entry with its content once, and the victim writes on. */
  const whole = async (cluster: Cluster, victim: Daemon, acked: ReadonlyMap<string, string>) => {
    await until(async () => (await victim.host.must(200, 'GET', at('/status'))).writes_held === false, {
      what: 'writes are released',
      deadline_ms: 20_000,
    });
    const { id } = await post(victim, 'afterwards', 'writing goes on');
    expect(acked.has(id)).toBe(false);
    for (const node of cluster.nodes) {
      await visible([...acked.keys(), id], [node]);
      for (const [known, content] of acked)
        expect((await node.host.must(200, 'GET', at(`/entries/${known}`))).payload.content).toBe(content);
      expect(node.output.toLowerCase()).not.toMatch(/\bconflict\b.*quarantine|unhandled/);
    }
    await cluster.same();
  };

  test.each([
    ['the indexer', 0],
    ['a node that is no indexer', 1],
  ])(
    'the log of %s is cut to its last sync with a write under way, it writes alone, then reconnects: nothing acknowledged is lost, no fork, both agree',
    async (_who, index) => {
      const { cluster, victim, other, acked } = await prepare(index);
      const contents = new Map(acked.map((id, i) => [id, String(i)]));
      const log = writeAheadLog(victim);
      const { local_length } = await victim.dump(cluster.pact_id);
      await victim.fdatasyncDelay(60_000);
      const lost = victim.host.post(at('/knowledge'), { topic: 'never', content: 'never synced' }).catch(() => null);
      await until(async () => (await victim.dump(cluster.pact_id)).local_length > local_length, {
        what: 'the write is in the log and not synced',
      });
      // What is not synced does not leave, however often one looks.
      for (const _ of range(50)) {
        expect((await other.host.must(200, 'GET', at('/knowledge?topic=never'))).entries).toEqual([]);
        expect((await victim.dump(cluster.pact_id)).remote_local_length).toBeLessThanOrEqual(local_length);
      }

      await victim.kill();
      expect(await lost).toBeNull();
      cutPower(victim, log);
      await other.offline(true);
      await victim.start();
      expect((await victim.host.must(200, 'GET', '/v1/status')).started).toBe('power_loss');
      // Alone it may write at once, since nothing that was not synced ever left, or hold its writes; it may not lose one that it acknowledged.
      const alone = await victim.host.post(at('/knowledge'), { topic: 'alone', content: 'written alone' });
      if (alone.status === 201) contents.set(alone.body.id, 'written alone');
      else expect([alone.status, alone.body.error]).toEqual([503, 'WRITES_HELD']);
      expect((await victim.host.get(at('/entries'))).status).toBe(200);

      await other.offline(false);
      await victim.host.must(200, 'POST', '/v1/peers', { peer: await other.address() });
      await whole(cluster, victim, contents);
    },
  );

  test('a log that lost blocks which a peer holds: writes are held, reads work, and once the peer has given them back the next entry gets the next position', async () => {
    const { cluster, victim, other, acked } = await prepare(0);
    const contents = new Map(acked.map((id, i) => [id, String(i)]));
    const log = writeAheadLog(victim);
    const later: string[] = [];
    for (const i of range(20)) later.push((await post(victim, 'acked', `later ${i}`)).id);
    for (const [i, id] of later.entries()) contents.set(id, `later ${i}`);
    await visible(later, [other]);
    await cluster.same();

    await victim.kill();
    cutPower(victim, log);
    await other.offline(true);
    await victim.start();
    const held = await victim.host.post(at('/knowledge'), { topic: 'early', content: 'too early' });
    expect([held.status, held.body.error], held.text).toEqual([503, 'WRITES_HELD']);
    expect((await victim.host.must(200, 'GET', at('/status'))).writes_held).toBe(true);
    expect((await victim.host.must(200, 'GET', at('/knowledge?limit=1000'))).entries.length).toBeGreaterThan(0);

    await other.offline(false);
    await victim.host.must(200, 'POST', '/v1/peers', { peer: await other.address() });
    await whole(cluster, victim, contents);
    const { id } = await post(victim, 'afterwards', 'and on');
    expect(positionOf(id)).toBeGreaterThan(Math.max(...later.map(positionOf)));
    expect(cluster.nodes.map((node) => node.running)).toEqual([true, true]);
  });
});
