import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { at, type Daemon, introduce, Room, range, until, visible } from '../harness/index.js';

const room = new Room();
afterAll(() => room.close());

const MIB = 1024 * 1024;

/** Is there a program that limits a process which runs? */
const CAN_LIMIT = spawnSync('prlimit', ['--version'], { stdio: 'ignore' }).status === 0;
if (!CAN_LIMIT) process.stdout.write('SKIPPED: prlimit (Debian: util-linux) is not installed\n');

const setLimit = (daemon: Daemon, limit: string): void =>
  void execFileSync('prlimit', ['--pid', String(daemon.pid), limit]);

beforeEach(({ skip }) => {
  if (!CAN_LIMIT) skip('no prlimit');
});

/** Memory that a process has of its own, files that it maps left out, bytes. */
const dataBytes = (daemon: Daemon): number =>
  Number(/^VmData:\s+(\d+) kB/m.exec(fs.readFileSync(`/proc/${daemon.pid}/status`, 'utf8'))?.[1]) * 1024;

describe('few file descriptors', () => {
  // So the last one goes to a connection, to the thread for similar entries that begins meanwhile, or to a file of the tables.
  test.each([4, 8, 12, 16, 20])(
    '%i more than it has cost new connections and no more: what was open is answered, and all is well when there are enough again',
    async (more) => {
      const [daemon] = (await room.cluster(1)).nodes as [Daemon];
      const open = fs.readdirSync(`/proc/${daemon.pid}/fd`).length;
      const limit = (n: number): void => setLimit(daemon, `--nofile=${n}:4096`);
      const few = open + more;
      limit(few);
      const sent = Promise.all(
        range(64).map((i) => daemon.host.post(at('/knowledge'), { topic: 'few', content: `${i}` }).catch(() => null)),
      );
      await until(() => fs.readdirSync(`/proc/${daemon.pid}/fd`).length >= few - 1, {
        what: 'all descriptors are used',
        every_ms: 1,
      });
      limit(4096);
      const answers = await sent;
      expect(daemon.running).toBe(true);
      expect(daemon.errors).not.toMatch(/^\s+at /m);
      expect(answers.filter((answer) => answer && answer.status !== 201).map((answer) => answer?.text)).toEqual([]);
      const acked = answers.flatMap((answer) => (answer?.status === 201 ? [answer.body.id as string] : []));
      expect(acked.length).toBeGreaterThan(0);
      await daemon.host.must(201, 'POST', at('/knowledge'), { topic: 'few', content: 'enough again' });
      for (const id of acked) expect((await daemon.host.get(at(`/entries/${id}`))).status).toBe(200);
      await daemon.stop();
    },
  );
});

describe('little memory', () => {
  test('ends the daemon, at whatever it was about to do: what it acknowledged is there when it is started again, on both nodes', async () => {
    const cluster = await room.cluster(2);
    const [starved, other] = cluster.nodes as [Daemon, Daemon];
    const content = 'x'.repeat(60_000);
    const acked: string[] = [];
    let ended = 0;
    for (const mib of [24, 48, 96]) {
      setLimit(starved, `--data=${dataBytes(starved) + mib * MIB}`);
      const write = async (caller: number): Promise<void> => {
        for (const i of range(40)) {
          const answer = await starved.host
            .post(at('/knowledge'), { topic: 'much', content: `${mib} ${caller} ${i} ${content}` })
            .catch(() => null);
          if (answer?.status === 201) acked.push(answer.body.id);
          else if (!starved.running) return;
        }
      };
      await Promise.all(range(16).map(write));
      if (starved.running) await starved.kill();
      else ended++;
      await starved.start();
      await introduce(cluster.nodes);
      await visible(acked, [starved, other], 60_000);
      await cluster.same(60_000);
    }
    expect(ended).toBeGreaterThan(0);
    expect(acked.length).toBeGreaterThan(0);
  });
});
