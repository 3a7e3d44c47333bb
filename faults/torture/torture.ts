import fs from 'node:fs';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { FAILPOINTS, type Failpoint } from '../../daemon/src/failpoints.js';
import { at, type Daemon, flipBit, until } from '../../daemon/test/harness/index.js';
import { pass } from '../session/pass.js';
import { type Fault, type Result, type RunOptions, runFaults, Session } from '../session/session.js';

/** How long a fault waits for a point to be passed before it strikes anyway. */
const PASSED_MS_MAX = 3_000;
const DERIVED = ['projection.db', 'search.db', 'similar.db'] as const;
/** Points that load passes; the others belong to a pact's beginning. */
const UNDER_LOAD: readonly Failpoint[] = FAILPOINTS.filter((point) => !/^(pact|join|file)-/.test(point));

/** Daemons of this very machine, to which things are done through their process and their files. */
class Machine extends Session {
  /** Resolves when the process is gone, which the daemon is told to be at a point; kills it when it never gets there. */
  async diesAt(node: Daemon, point: Failpoint, passes: number, marks: string | null = null): Promise<boolean> {
    await node.failAt(point, passes, { marks });
    const died = await until(() => !node.running, { what: 'it dies', deadline_ms: PASSED_MS_MAX }).catch(() => false);
    if (!died) await this.kill(node);
    else {
      await node.exited;
      this.count('kills');
      this.count(`kills at ${point}`);
    }
    return died;
  }

  /** What a power cut leaves: each write-ahead log as it was at its last sync, on a machine that has booted since. The daemon is dead. */
  cutPower(node: Daemon, marks: string): void {
    const synced: Record<string, number> = JSON.parse(fs.readFileSync(marks, 'utf8'));
    const directory = node.file('store', 'db');
    for (const name of fs.readdirSync(directory).filter((log) => log.endsWith('.log'))) {
      const file = path.join(directory, name);
      const bytes = Math.min(fs.statSync(file).size, synced[name] ?? 0);
      this.count('bytes cut off by power cuts', fs.statSync(file).size - bytes);
      fs.truncateSync(file, bytes);
    }
    const state = JSON.parse(fs.readFileSync(node.file('state.json'), 'utf8'));
    fs.writeFileSync(node.file('state.json'), JSON.stringify({ ...state, boot_id: randomUUID() }), { mode: 0o600 });
    this.count('power cuts');
  }
}

const FAULTS: readonly Fault<Machine>[] = [
  {
    name: 'killed at some moment',
    weight: 20,
    async strike(session) {
      await pass(session.random.whole(0, 300));
      await session.kill(session.victim());
    },
  },
  {
    name: 'killed at a named point',
    weight: 25,
    async strike(session) {
      await session.diesAt(session.victim(), session.random.pick(UNDER_LOAD), session.random.whole(1, 12));
    },
  },
  {
    name: 'all killed at once',
    weight: 10,
    async strike(session) {
      await pass(session.random.whole(0, 200));
      await Promise.all(session.nodes.map((node) => session.kill(node)));
    },
  },
  {
    name: 'killed while starting',
    weight: 12,
    async strike(session) {
      const node = session.victim();
      await session.kill(node);
      for (let i = session.random.whole(1, 3); i > 0; i--) {
        node.spawn();
        await pass(session.random.whole(50, 900));
        await session.kill(node);
      }
    },
  },
  {
    name: 'killed while stopping',
    weight: 5,
    async strike(session) {
      const node = session.victim();
      if (node.pid) process.kill(node.pid, 'SIGTERM');
      await pass(session.random.whole(0, 150));
      await session.kill(node);
      await node.exited;
    },
  },
  {
    name: 'frozen for a while',
    weight: 6,
    async strike(session) {
      const node = session.victim();
      if (!node.pid) return;
      session.load.silent.add(node);
      process.kill(node.pid, 'SIGSTOP');
      session.count('freezes');
      await pass(session.random.whole(200, 2_000));
      process.kill(node.pid, 'SIGCONT');
    },
  },
  {
    name: 'cut off from the others',
    weight: 6,
    async strike(session) {
      const node = session.victim();
      await node.offline(true);
      session.count('partitions');
      await pass(session.random.whole(200, 1_500));
      await node.offline(false);
    },
  },
  {
    name: 'cut off, then killed',
    weight: 6,
    async strike(session) {
      const node = session.victim();
      await node.offline(true);
      session.count('partitions');
      await pass(session.random.whole(100, 800));
      await session.kill(node);
    },
  },
  {
    name: 'power cut',
    weight: 8,
    async strike(session) {
      const node = session.victim();
      const marks = path.join(session.room.dir(), 'marks.json');
      if (await session.diesAt(node, session.random.pick(UNDER_LOAD), session.random.whole(1, 12), marks))
        session.cutPower(node, marks);
    },
  },
  {
    name: 'power cut of all',
    weight: 4,
    async strike(session) {
      const point = session.random.pick(UNDER_LOAD);
      await Promise.all(
        session.nodes.map(async (node) => {
          const marks = path.join(session.room.dir(), 'marks.json');
          if (await session.diesAt(node, point, session.random.whole(1, 8), marks)) session.cutPower(node, marks);
        }),
      );
    },
  },
  {
    name: 'stopped in turn',
    weight: 3,
    async strike(session) {
      for (const node of session.nodes) {
        await session.stop(node);
        await session.cluster.start(node);
      }
    },
  },
  {
    name: 'killed, and a derived file damaged',
    weight: 5,
    async strike(session) {
      const node = session.victim();
      await session.kill(node);
      const file = node.file(session.random.pick(DERIVED));
      if (!fs.existsSync(file)) return;
      session.count('derived files damaged');
      const bytes = fs.readFileSync(file);
      const how = session.random.whole(0, 2);
      if (how === 0) fs.rmSync(file);
      else if (how === 1) fs.truncateSync(file, session.random.whole(0, bytes.length));
      else {
        for (let i = 0; i < 64; i++) {
          const byte = session.random.whole(0, bytes.length - 1);
          flipBit(bytes, byte * 8 + session.random.whole(0, 7));
        }
        fs.writeFileSync(file, bytes);
      }
    },
  },
  {
    name: 'killed while the tables are built again',
    weight: 4,
    async strike(session) {
      const node = session.victim();
      const building = node.host.post(at('/reindex')).catch(() => null);
      await pass(session.random.whole(0, 100));
      await session.kill(node);
      await building;
    },
  },
];

/** Does things to sets of daemons until enough was done, and answers what was counted and which promises were broken. */
export const torture = (options: RunOptions): Promise<Result> =>
  runFaults(options, FAULTS, (...set) => new Machine(...set));
