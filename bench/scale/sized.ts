import { readFileSync } from 'node:fs';
import { at, type Daemon, type Room, until } from '../../daemon/test/harness/index.js';
import type { Lane, LaneResult, Load } from '../load.js';
import { median } from '../numbers.js';
import type { Raw } from '../raw.js';
import { type Corpora, entriesOf } from './corpora.js';
import { indexed } from './indexed.js';
import type { Measured } from './results.js';

const TYPES = ['knowledge', 'task', 'skill', 'message'] as const;
type Type = (typeof TYPES)[number];
/** Places in time at which entries are picked, and how many of each type at each. */
const PLACES = 40;
const PICKED = 50;
const TABLES_MS_MAX = 600_000;
const RSS = /^process_resident_memory_bytes (\d+)$/m;

/** Ids and cursors from all over a pact, oldest first. */
export interface Samples {
  readonly ids: Readonly<Record<Type, readonly string[]>>;
  /** Places in the list of all entries, to read on from. */
  readonly cursors: readonly string[];
}

/** What the parts of the bench share. */
export interface Workshop {
  readonly room: Room;
  readonly load: Load;
  readonly raw: Raw;
  readonly corpora: Corpora;
  /** How long one lane runs, and how often it is run. */
  readonly lane_ms: number;
  readonly rounds: number;
  /** Says what is being done. */
  readonly tell: (line: string) => void;
}

/** A daemon on a copy of the pact of one size. */
export class Sized {
  readonly entries: number;
  readonly daemon: Daemon;
  readonly samples: Samples;
  readonly #workshop: Workshop;

  private constructor(workshop: Workshop, entries: number, daemon: Daemon, samples: Samples) {
    this.#workshop = workshop;
    this.entries = entries;
    this.daemon = daemon;
    this.samples = samples;
  }

  static async open(workshop: Workshop, entries: number): Promise<Sized> {
    const daemon = await workshop.room.unstarted({ dir: await workshop.corpora.copy(entries) }).start();
    // Where the tables were made by another version of the daemon, they are made again first.
    await until(async () => (await entriesOf(daemon)) >= entries, {
      what: 'the daemon lists every entry',
      deadline_ms: TABLES_MS_MAX,
      every_ms: 100,
    });
    await indexed(daemon);
    return new Sized(workshop, entries, daemon, await samplesOf(daemon));
  }

  lane(lane: Omit<Lane, 'port' | 'token'>): Lane {
    const { url, token } = this.daemon;
    return { ...lane, port: Number(url.port), token };
  }

  run(lane: Omit<Lane, 'port' | 'token'>): Promise<LaneResult> {
    return this.#workshop.load.run(this.lane(lane));
  }

  /** Resident memory in MB: as it is, and the most that it ever was, where the system tells. */
  async memory(): Promise<{ rss: number; peak: number | null }> {
    const { text } = await this.daemon.host.get('/v1/metrics');
    return { rss: Number(RSS.exec(text)?.[1] ?? Number.NaN) / 1e6, peak: peakOf(this.daemon) };
  }

  async close(): Promise<void> {
    await this.daemon.stop();
  }
}

/** The most memory that the daemon ever had, in MB; null where only Linux would know. */
export function peakOf(daemon: Daemon): number | null {
  try {
    const kib = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${daemon.pid}/status`, 'utf8'))?.[1];
    return kib === undefined ? null : (Number(kib) * 1024) / 1e6;
  } catch {
    return null;
  }
}

/** The middle of what several rounds of a lane measured. */
export const middle = (entries: number, name: string, rounds: readonly LaneResult[]): Measured => ({
  name,
  entries,
  unit: 'ms',
  value: median(rounds.map((round) => round.p50_ms)),
  p99: median(rounds.map((round) => round.p99_ms)),
});

async function samplesOf(daemon: Daemon): Promise<Samples> {
  const list = (query: string) => daemon.host.must(200, 'GET', at(`/entries?${query}`));
  const timeOf = async (order: string): Promise<number> =>
    Date.parse((await list(`order=${order}&limit=1`)).entries[0].timestamp);
  const [oldest, newest] = [await timeOf('asc'), await timeOf('desc')];
  const ids: Record<Type, Set<string>> = {
    knowledge: new Set(),
    task: new Set(),
    skill: new Set(),
    message: new Set(),
  };
  const cursors: string[] = [];
  for (let place = 0; place < PLACES; place++) {
    const since = Math.round(oldest + ((newest - oldest) * place) / PLACES);
    for (const type of TYPES) {
      const { entries } = await list(`type=${type}&order=asc&since=${since}&limit=${PICKED}`);
      for (const { id } of entries) ids[type].add(id);
    }
    cursors.push((await list(`order=asc&since=${since}&limit=1`)).cursor);
  }
  const { knowledge, task, skill, message } = ids;
  return { ids: { knowledge: [...knowledge], task: [...task], skill: [...skill], message: [...message] }, cursors };
}
