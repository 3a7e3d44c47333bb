import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  at,
  Cluster,
  type Daemon,
  type DaemonOptions,
  Room,
  until,
  writerKey,
} from '../../daemon/test/harness/index.js';
import { check } from './checks.js';
import { Ledger, type Violation } from './ledger.js';
import { Load } from './load.js';
import { pass } from './pass.js';
import { Random } from '../../daemon/test/harness/random.js';

/** How much is done to one set of daemons before the next takes its place: their logs stay small, and every set can be had again by its seed. */
const ROUNDS = 25;
const AGENTS = 2;
/** These runs give way to everything else on the machine, so only what takes this long counts as hanging. */
const START_MAX_MS = 180_000;
const AGREE_MS_MAX = 300_000;
/** Runnable processes for each processor past which a stop is not measured against its 5 s. */
const BUSY = 2;

/** What may be counted. */
export type Counts = Record<string, number>;

/** What a run has done, and which promises were broken. */
export interface Result {
  readonly counts: Counts;
  readonly violations: readonly Violation[];
}

/** Called with the result so far after each thing that was done, named by `what`. */
export type Progress = (so_far: Result, what: string) => void;

/** Something that is done to a set of daemons. */
export interface Fault<S extends Session> {
  readonly name: string;
  readonly weight: number;
  strike(session: S): Promise<void>;
}

/** A set of daemons that share a pact, under load, to which things are done. */
export class Session {
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

  /** Starts a daemon of the set. */
  daemon(options: Partial<DaemonOptions> = {}): Promise<Daemon> {
    return this.room.daemon(options);
  }

  /** Starts a set of so many daemons; null for 3. */
  async open(nodes: number | null): Promise<void> {
    const size = nodes ?? 3;
    this.cluster = await Cluster.create(this, { size, daemon: { start_max_ms: START_MAX_MS } });
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
    await this.agree();
  }

  /** Waits until every daemon may write, and all show the same. */
  async agree(): Promise<void> {
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

/** How much is done, and where it goes. */
export interface RunOptions {
  readonly seed: number;
  /** Daemons in a set; null for what the kind of set takes. */
  readonly nodes: number | null;
  /** Ends when so many processes were killed. */
  readonly kills: number;
  /** Ends when this much time has passed, whatever was done. */
  readonly max_ms: number;
  /** Directory that gets the projections of all nodes when they do not agree; null for none. */
  readonly keep: string | null;
  /** Called after each round. */
  readonly progress: Progress;
}

/**
 * Does things to sets of daemons until enough was done, and answers what was counted and which promises were broken.
 * @param open makes a set of its seed
 */
export async function runFaults<S extends Session>(
  options: RunOptions,
  faults: readonly Fault<S>[],
  open: (seed: number, counts: Counts, ledger: Ledger) => S,
): Promise<Result> {
  const counts: Counts = {};
  const violations: Violation[] = [];
  const ends = performance.now() + options.max_ms;
  const enough = (): boolean => (counts.kills ?? 0) >= options.kills || performance.now() > ends;
  for (let set = 0; !enough(); set++) {
    const ledger = new Ledger();
    const seed = options.seed + set;
    const session = open(seed, counts, ledger);
    let what = 'opening';
    try {
      ledger.at = `seed ${seed}`;
      await session.open(options.nodes);
      session.count('sets of daemons');
      for (let round = 0; round < ROUNDS && (round === 0 || !enough()) && ledger.violations.length === 0; round++) {
        const fault = session.random.weighted(faults);
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
        options.progress({ counts, violations: [...violations, ...ledger.violations] }, what);
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
    options.progress({ counts, violations }, 'set checked');
    await session.close();
  }
  return { counts, violations };
}
