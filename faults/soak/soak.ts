import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { at, Cluster, type Daemon, Room } from '../../daemon/test/harness/index.js';
import { check } from '../session/checks.js';
import { type Allowance, type Sample, trendOf } from './flat.js';
import { Ledger } from '../session/ledger.js';
import { Load } from '../session/load.js';
import { pass } from '../session/pass.js';
import { Random } from '../../daemon/test/harness/random.js';
import type { Counts, Progress, Result } from '../session/session.js';

const NODES = 5;
/** Nodes that live through the whole run; the others lose their connections or start again. */
const STEADY = 3;
/** Writes at once while the pact is filled. */
const FILL_CALLERS = 64;
/** Time between two looks at every node. */
const LOOK_MS = 5_000;
/** Time between two changes around the steady nodes: a visitor, lost connections, a restart. */
const CHURN_MS = 4_000;
const AGREE_MS_MAX = 300_000;

const MIB = 2 ** 20;

/** What is measured, and by how much it may grow from the first window after the warm-up to the last. */
export const ALLOWED = {
  'resident memory, MiB': { of: 'median', share: 0.1, least: 24 },
  'heap after garbage collection, MiB': { of: 'least', share: 0.1, least: 8 },
  'open descriptors': { of: 'median', share: 0, least: 8 },
  'active handles': { of: 'median', share: 0, least: 8 },
  'disk for each entry, KiB': { of: 'median', share: 0.1, least: 1 },
  'time of a write, ms': { of: 'median', share: 0.5, least: 20 },
  'slowest of 100 writes, ms': { of: 'p99', share: 0.5, least: 100 },
} satisfies Record<string, Allowance>;

/**
 * What the machine itself takes for the same piece of work, without the time in which it waits for its turn: not judged, but when it rises, or is high
 * from the start, what the nodes take does so with it. Other machines on the same host move it by half (measured).
 */
const MACHINE = 'work that never changes, ms of processor time: machine';
const WORK = Buffer.alloc(16 * MIB);
const ANY: Allowance = { of: 'median', share: Number.POSITIVE_INFINITY, least: 0 };

type Series = keyof typeof ALLOWED;

/** How long and how hard. */
export interface SoakOptions {
  readonly seed: number;
  readonly minutes: number;
  readonly agents: number;
  /** Entries that are written before anything is measured, as fast as they can be: the caches of the view and of the tables are bounded, and full then. */
  readonly fill: number;
  /** Of all agents together; each write is followed by about one claim. */
  readonly writes_per_s: number;
  readonly progress: Progress;
}

function bytesIn(directory: string): number {
  let bytes = 0;
  for (const entry of readdirSync(directory, { withFileTypes: true, recursive: true })) {
    // RocksDB may remove a file between the two calls.
    const stat = entry.isFile() && statSync(path.join(entry.parentPath, entry.name), { throwIfNoEntry: false });
    if (stat) bytes += stat.blocks * 512;
  }
  return bytes;
}

/** Nodes that share a pact for a long time, and what was seen of them. */
class Soak {
  readonly counts: Counts = {};
  readonly ledger = new Ledger();
  readonly #room = new Room();
  readonly #random: Random;
  readonly #load: Load;
  readonly #series = new Map<string, Sample[]>();
  readonly #started = performance.now();
  #cluster!: Cluster;
  #visits = 0;
  #filled = 0;
  #measured_from = 0;

  constructor(seed: number, pause_ms: number) {
    this.#random = new Random(seed);
    this.#load = new Load(this.ledger, pause_ms, (took_ms) => {
      this.#note('time of a write, ms', 'all', took_ms);
      this.#note('slowest of 100 writes, ms', 'all', took_ms);
    });
    this.ledger.at = `seed ${seed}`;
  }

  #count(name: string, by = 1): void {
    this.counts[name] = (this.counts[name] ?? 0) + by;
  }

  get seconds(): number {
    return (performance.now() - this.#started) / 1000;
  }

  #note(series: Series, whose: string, value: number): void {
    this.#sample(`${series}: ${whose}`, value);
  }

  #sample(name: string, value: number): void {
    const samples = this.#series.get(name) ?? [];
    this.#series.set(name, samples);
    samples.push({ at_s: this.seconds - this.#measured_from, value });
  }

  async open(agents: number, fill: number): Promise<void> {
    this.#cluster = await Cluster.create(this.#room, { size: NODES });
    await this.#fill(fill);
    await this.#cluster.same(AGREE_MS_MAX);
    for (const [i, node] of this.#cluster.nodes.entries())
      await this.#load.add(node, Math.floor(agents / NODES) + (i < agents % NODES ? 1 : 0));
    this.#measured_from = this.seconds;
  }

  /** Writes entries that nobody looks at again, many at once. */
  async #fill(count: number): Promise<void> {
    const { host } = this.#cluster.node(0);
    const write = async (): Promise<void> => {
      while (this.#filled < count) {
        const content = `filled ${this.#filled++}: ${'what an agent found out, in some words. '.repeat(6)}`;
        await host.must(201, 'POST', at('/knowledge'), { topic: `topic ${this.#filled % 100}`, content });
      }
    };
    await Promise.all(Array.from({ length: FILL_CALLERS }, write));
  }

  /** Load, looks and changes, until the time is over. */
  async run(run_s: number, progress: (what: string) => void): Promise<void> {
    this.#load.start();
    const ends = performance.now() + run_s * 1000;
    const every = async (ms: number, what: () => Promise<void>): Promise<void> => {
      while (performance.now() < ends) {
        await what();
        await pass(ms);
      }
    };
    await Promise.all([
      every(LOOK_MS, async () => {
        await this.#look();
        progress('look');
      }),
      every(CHURN_MS, () => this.#churn()),
    ]);
    await this.#load.stop();
  }

  async #look(): Promise<void> {
    const steady = this.#cluster.nodes.slice(0, STEADY);
    for (const [i, node] of steady.entries()) {
      const whose = `node ${i}`;
      const { rss_bytes, heap_bytes, handles } = await node.resources();
      this.#note('resident memory, MiB', whose, rss_bytes / MIB);
      this.#note('heap after garbage collection, MiB', whose, heap_bytes / MIB);
      this.#note('active handles', whose, handles);
      this.#note('open descriptors', whose, readdirSync(`/proc/${node.pid}/fd`).length);
      this.#note(
        'disk for each entry, KiB',
        whose,
        bytesIn(node.dir) / 1024 / Math.max(1, this.#filled + this.ledger.entries.size),
      );
    }
    const before = process.cpuUsage();
    crc32(WORK);
    const { user, system } = process.cpuUsage(before);
    this.#sample(MACHINE, (user + system) / 1000);
    this.#count('looks');
  }

  /** One change: what comes and goes around a node that stays. */
  async #churn(): Promise<void> {
    const nodes = this.#cluster.nodes;
    const away = this.#random.pick(nodes.slice(STEADY));
    const chance = this.#random.next();
    if (chance < 0.15) {
      this.#count('restarts');
      await away.stop();
      await this.#cluster.start(away);
    } else if (chance < 0.35) {
      this.#count('times cut off');
      await away.offline(true);
      await pass(this.#random.whole(200, 3_000));
      await away.offline(false);
    } else {
      const host = this.#random.pick(nodes);
      await this.#visit(host).catch((error: Error) =>
        this.ledger.violate('every request of a visitor is answered', `${error.message}\n${host.tail()}`),
      );
    }
  }

  /** An agent that comes, listens, reads, writes, and is taken back. */
  async #visit(node: Daemon): Promise<void> {
    this.#count('visitors');
    const name = `visitor-${this.#visits++}`;
    const visitor = await node.agent(name);
    const events = await node.events('', null, visitor.token);
    for (const route of ['/knowledge?limit=50', '/tasks?limit=50', '/changes?limit=50', '/search?q=know', '/status'])
      await visitor.must(200, 'GET', at(route));
    await visitor.must(201, 'POST', at('/messages'), { content: `${name} was here`, priority: 'normal' });
    events.close();
    await node.host.must(200, 'DELETE', `/v1/agents/${name}`);
  }

  /** After the load: all agree, nothing is lost, and every series is held against what it may grow by. */
  async judge(run_s: number): Promise<void> {
    await this.#cluster.same(AGREE_MS_MAX);
    await check(this.#cluster.nodes, this.ledger);
    for (const [code, n] of this.#load.refusals) this.#count(`answers ${code}`, n);
    this.#count('acknowledged writes', this.ledger.entries.size);
    this.#count('grants', this.ledger.grants.size);
    for (const [name, samples] of this.#series) {
      const allowance = name === MACHINE ? ANY : ALLOWED[name.slice(0, name.lastIndexOf(':')) as Series];
      const { from, to, flat } = trendOf(samples, run_s, allowance);
      const rounded = [from, to].map((value) => Math.round(value * 10) / 10) as [number, number];
      this.counts[`${name}, first`] = rounded[0];
      this.counts[`${name}, last`] = rounded[1];
      if (!flat) this.ledger.violate('what lives long stays level', `${name}: from ${rounded[0]} to ${rounded[1]}`);
    }
  }

  close(): Promise<void> {
    return this.#room.close();
  }
}

/** Keeps nodes and agents going for so many minutes, and answers what was counted and which promises were broken. */
export async function soak(options: SoakOptions): Promise<Result> {
  const run_s = options.minutes * 60;
  const session = new Soak(options.seed, (options.agents * 1000) / options.writes_per_s);
  try {
    await session.open(options.agents, options.fill);
    const result = { counts: session.counts, violations: session.ledger.violations };
    await session.run(run_s, (what) => options.progress(result, what));
    await session.judge(run_s);
    return result;
  } finally {
    await session.close();
  }
}
