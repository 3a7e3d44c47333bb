import fs from 'node:fs';
import { randomUUID } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { FAILPOINTS, type Failpoint } from '../daemon/src/failpoints.js';
import { at, type Cluster, type Daemon, Room, until, writerKey } from '../daemon/test/harness/index.js';
import { check } from './checks.js';
import { Ledger } from './ledger.js';
import { Load } from './load.js';
import { Random } from './random.js';

/** How much is done to one set of daemons before the next takes its place: their logs stay small, and every set can be had again by its seed. */
const ROUNDS = 25;
const AGENTS = 2;
/** How long a fault waits for a point to be passed before it strikes anyway. */
const PASSED_MS_MAX = 3_000;
/** These runs give way to everything else on the machine, so only what takes this long counts as hanging. */
const START_MAX_MS = 180_000;
const AGREE_MS_MAX = 300_000;
/** Runnable processes for each processor past which a stop is not measured against its 5 s. */
const BUSY = 2;
const DERIVED = ['projection.db', 'search.db'] as const;
/** Points that load passes; the others belong to a pact's beginning. */
const UNDER_LOAD: readonly Failpoint[] = FAILPOINTS.filter((point) => !/^(pact|join|file)-/.test(point));

/** What may be counted. */
export type Counts = Record<string, number>;

interface Fault {
  readonly name: string;
  readonly weight: number;
  strike(session: Session): Promise<void>;
}

/** A pause that belongs to the fault itself: how long a process stands still, or lives before it is killed. */
const pass = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A set of daemons that share a pact, under load, to which things are done. */
class Session {
  readonly random: Random;
  readonly room = new Room();
  readonly counts: Counts;
  readonly ledger: Ledger;
  readonly load: Load;
  cluster!: Cluster;

  constructor(seed: number, counts: Counts, ledger: Ledger) {
    this.random = new Random(seed);
    this.counts = counts;
    this.ledger = ledger;
    this.load = new Load(ledger);
  }

  count(name: string, by = 1): void {
    this.counts[name] = (this.counts[name] ?? 0) + by;
  }

  async open(size: number): Promise<void> {
    this.cluster = await this.room.cluster({ size, daemon: { start_max_ms: START_MAX_MS } });
    const [first, ...others] = this.cluster.nodes as [Daemon, ...Daemon[]];
    if (others.length >= 2 && this.random.next() < 0.5) {
      this.count('sets with three indexers');
      for (const node of others.slice(0, 2))
        await first.host.must(200, 'POST', at('/admin/promote'), { key: await writerKey(node), confirm: true });
    } else this.count('sets with one indexer');
    for (const node of this.cluster.nodes) await this.load.add(node, AGENTS);
  }

  get nodes(): readonly Daemon[] {
    return this.cluster.nodes;
  }

  victim(): Daemon {
    return this.random.pick(this.nodes);
  }

  /** `kill -9`. */
  async kill(node: Daemon): Promise<void> {
    if (!node.running) return;
    this.count('kills');
    await node.kill();
  }

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

  async stop(node: Daemon): Promise<void> {
    if (!node.running) return;
    const exit = await node.stop();
    this.count('stops');
    if (exit.code === 0) return;
    if ((os.loadavg()[0] ?? 0) > BUSY * os.cpus().length) this.count('stops cut short while the machine was busy');
    else this.ledger.violate('a stop is clean within its time', `${JSON.stringify(exit)}\n${node.tail()}`);
  }

  /** Brings everybody back, and waits until all agree. */
  async heal(): Promise<void> {
    for (const node of this.nodes) {
      if (node.running) await node.offline(false);
      else await this.cluster.start(node);
    }
    // Ports may be new, and whoever started first knew nobody.
    for (const node of this.nodes) {
      for (const other of this.nodes)
        if (other !== node) await node.host.must(200, 'POST', '/v1/peers', { peer: await other.address() });
    }
    for (const node of this.nodes) {
      await until(async () => !(await node.host.must(200, 'GET', at('/status'))).writes_held, {
        what: `${node.handle} may write`,
        deadline_ms: AGREE_MS_MAX,
        every_ms: 50,
      });
    }
    await this.cluster.same(AGREE_MS_MAX);
  }

  /** Where each node stands, and what it said last: for whoever looks for the cause. Their projections go to `keep`. */
  async state(keep: string | null): Promise<string> {
    if (keep !== null) fs.mkdirSync(keep, { recursive: true });
    const states = (this.cluster?.nodes ?? []).map(async (node) => {
      const { projection, ...dump } = node.running ? await node.dump(this.cluster.pact_id) : { projection: '' };
      if (keep !== null) fs.writeFileSync(path.join(keep, `${node.handle}.json`), projection);
      const status = node.running ? (await node.host.get(at('/status'))).text : 'not running';
      const peers = node.running ? (await node.host.get('/v1/peers')).text : '';
      return [node.handle, JSON.stringify(dump), status, peers, node.tail(8)].join('\n  ');
    });
    return (await Promise.allSettled(states))
      .map((state) => (state.status === 'fulfilled' ? state.value : String(state.reason)))
      .join('\n');
  }

  close(): Promise<void> {
    return this.room.close();
  }
}

const FAULTS: readonly Fault[] = [
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
          const place = session.random.whole(0, bytes.length - 1);
          bytes[place] = (bytes[place] ?? 0) ^ (1 << session.random.whole(0, 7));
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

export interface TortureOptions {
  readonly seed: number;
  readonly nodes: number;
  /** Ends when so many processes were killed. */
  readonly kills: number;
  /** Ends when this much time has passed, whatever was done. */
  readonly max_ms: number;
  /** Directory that gets the projections of all nodes when they do not agree; null for none. */
  readonly keep: string | null;
  /** Called after each round. */
  readonly progress: (counts: Counts, ledger: Ledger, what: string) => void;
}

/** Does things to sets of daemons until enough was done, and answers what was counted and which promises were broken. */
export async function torture(options: TortureOptions): Promise<{ counts: Counts; ledger: Ledger }> {
  const counts: Counts = { kills: 0 };
  const violations: Ledger['violations'] = [];
  const ends = performance.now() + options.max_ms;
  const enough = (): boolean => (counts.kills ?? 0) >= options.kills || performance.now() > ends;
  let last = new Ledger();
  for (let set = 0; !enough(); set++) {
    const ledger = new Ledger();
    last = ledger;
    const seed = options.seed + set;
    const session = new Session(seed, counts, ledger);
    let what = 'opening';
    try {
      ledger.at = `seed ${seed}`;
      await session.open(options.nodes);
      session.count('sets of daemons');
      for (let round = 0; round < ROUNDS && (round === 0 || !enough()) && ledger.violations.length === 0; round++) {
        const fault = session.random.weighted(FAULTS);
        what = fault.name;
        ledger.at = `seed ${seed}, round ${round}: ${what}`;
        session.load.silent.clear();
        session.load.start();
        await pass(session.random.whole(20, 250));
        await fault.strike(session);
        session.count('rounds');
        session.count(`rounds: ${what}`);
        // The others went on meanwhile.
        await pass(session.random.whole(0, 150));
        await session.load.stop();
        await session.heal();
        if (round % 5 === 4) await check(session.nodes, ledger);
        options.progress(counts, ledger, what);
      }
      await check(session.nodes, ledger);
    } catch (error) {
      await session.load.stop();
      ledger.violate(
        'the daemons come back and agree',
        `${await session.state(options.keep)}\n${(error as Error).message}`,
      );
    }
    for (const [code, n] of session.load.refusals) session.count(`answers ${code}`, n);
    session.count('acknowledged writes', ledger.entries.size);
    session.count('grants', ledger.grants.size);
    session.count('results', ledger.results.size);
    violations.push(...ledger.violations);
    options.progress(counts, ledger, 'set checked');
    await session.close();
  }
  last.violations.splice(0, Number.POSITIVE_INFINITY, ...violations);
  return { counts, ledger: last };
}
