import { at, type Daemon, Room } from '../daemon/test/harness/index.js';
import { knowledge, task } from './entries.js';
import { Load, type Lane, type LaneResult, type LoadRequest } from './load.js';
import { Raw } from './raw.js';
import type { Report } from './report.js';

/** Entries that stand at the very beginning of a corpus and are never written again: 50 of a topic, 50 tasks that get done. */
const FIRST = 100;
const FILL_CALLERS = 64;
const TOPICS = 100;

/** A daemon whose pact holds a known set of entries. */
export interface Corpus {
  readonly entries: number;
  readonly daemon: Daemon;
  /** Ids of all of them, oldest first. */
  readonly knowledge: readonly string[];
  readonly tasks: readonly string[];
}

/** What all benches share: the machine's raw limits, the load generator, and daemons that hold so many entries. */
export class Bench {
  readonly room = new Room();
  readonly load = new Load();
  readonly raw = new Raw();
  readonly report: Report;
  readonly quick: boolean;
  readonly #corpora = new Map<number, Promise<Corpus>>();

  constructor(report: Report, quick: boolean) {
    this.report = report;
    this.quick = quick;
  }

  /** How long one lane runs. */
  get lane_ms(): number {
    return this.quick ? 700 : 2000;
  }

  /** How often what is compared is measured, in turn, so that a slow moment of the machine hits both sides. */
  get rounds(): number {
    return this.quick ? 2 : 3;
  }

  get sizes(): readonly number[] {
    return this.quick ? [100, 1000, 10_000] : [100, 1000, 10_000, 100_000];
  }

  /** A daemon with a pact of its own. */
  async daemon(): Promise<Daemon> {
    return (await this.room.cluster(1)).node(0);
  }

  /** A daemon that holds `entries` entries, half of them tasks; the same one for all who ask. */
  corpus(entries: number): Promise<Corpus> {
    const known = this.#corpora.get(entries);
    if (known) return known;
    const made = this.#fill(entries);
    this.#corpora.set(entries, made);
    return made;
  }

  async #fill(entries: number): Promise<Corpus> {
    const daemon = await this.daemon();
    const first = await this.#write(daemon, FIRST, [
      post('/knowledge', knowledge('%n', 'first')),
      post('/tasks', task('%n')),
    ]);
    for (const id of odd(first)) await daemon.host.must(200, 'PUT', at(`/tasks/${id}/complete`), { result: 'done' });
    const pairs = Array.from({ length: TOPICS }, (_, topic) => [
      post('/knowledge', knowledge('%n', `topic-${topic}`)),
      post('/tasks', task('%n')),
    ]);
    const rest = entries > FIRST ? await this.#write(daemon, entries - FIRST, pairs.flat()) : [];
    return { entries, daemon, knowledge: even([...first, ...rest]), tasks: odd([...first, ...rest]) };
  }

  async #write(daemon: Daemon, count: number, requests: readonly LoadRequest[]): Promise<readonly string[]> {
    const { ids } = await this.run(daemon, { callers: Math.min(FILL_CALLERS, count), requests, count, keep_ids: true });
    return ids;
  }

  /** Runs one lane against a daemon. */
  run(daemon: Daemon, lane: Omit<Lane, 'port' | 'token'>): Promise<LaneResult> {
    return this.load.run(this.lane(daemon, lane));
  }

  lane(daemon: Daemon, lane: Omit<Lane, 'port' | 'token'>): Lane {
    return { ...lane, port: Number(daemon.url.port), token: daemon.token };
  }

  async close(): Promise<void> {
    await Promise.all([this.load.close(), this.raw.close()]);
    await this.room.close();
  }
}

const even = (ids: readonly string[]): string[] => ids.filter((_, i) => i % 2 === 0);
const odd = (ids: readonly string[]): string[] => ids.filter((_, i) => i % 2 === 1);

/** A request that posts to the shared pact. */
export const post = (path: string, body: object): LoadRequest => ({
  method: 'POST',
  path: at(path),
  body: JSON.stringify(body),
});

/** A request that reads from the shared pact. */
export const get = (path: string): LoadRequest => ({ method: 'GET', path: at(path) });

/** Posts of knowledge, each with its own text. */
export const POSTS: readonly LoadRequest[] = [post('/knowledge', knowledge('%n', 'posted'))];
