import { existsSync } from 'node:fs';
import { constants, cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { at, type Daemon, PACT, type Room, skillChecksum } from '../../daemon/test/harness/index.js';
import { post } from '../bench.js';
import type { LaneResult, Load, LoadRequest } from '../load.js';
import { text } from '../words.js';
import { indexed } from './indexed.js';

/** Counts up with the entries that a corpus is made of: a kept one of another version is of no use. */
const VERSION = 1;
const FILL_CALLERS = 64;
/** Between two lines of progress. */
const CHUNK = 25_000;

const TOPICS = 100;
/** Entries that stand at the beginning: 50 of a topic that nobody writes to again, 50 tasks that get done, 100 references to ten of them. */
export const FIRST = { knowledge: 50, tasks: 50, references: 100, referenced: 10 };
const FIRST_ENTRIES = FIRST.knowledge + FIRST.tasks + FIRST.references;

const SKILL = text(300, 0);

/** Requests that post one entry each, of about 300 bytes of words. */
export const POSTS = {
  knowledge: (topic: string): LoadRequest => post('/knowledge', { topic, content: '%t %n' }),
  task: post('/tasks', { title: 'task %n', description: '%t' }),
  message: post('/messages', { content: '%t %n' }),
  skill: post('/skills', {
    name: 'skill-%n',
    version: '1.0.0',
    format: 'generic',
    description: 'skill %n',
    content: SKILL,
    checksum: skillChecksum(SKILL),
  }),
};

/** Twelve of twenty entries are knowledge of a hundred topics, four are tasks, three messages, one a skill. */
const MIXED: readonly LoadRequest[] = Array.from({ length: TOPICS * 20 }, (_, n) => {
  const turn = n % 20;
  if (turn < 12) return POSTS.knowledge(`topic-${n % TOPICS}`);
  if (turn < 16) return POSTS.task;
  return turn < 19 ? POSTS.message : POSTS.skill;
});

/** What a pact's growth to a size took. */
export interface Growth {
  /** Entries posted a second, by 64 callers, while the search index follows. */
  readonly rate: number;
  /** Until search knew the last of them. */
  readonly indexed_s: number;
}

/** Data directories that hold a pact of so many entries; each grows out of the next smaller one, and all are kept for the next run. */
export class Corpora {
  readonly #dir: string;
  readonly #room: Room;
  readonly #load: Load;
  readonly #tell: (line: string) => void;

  /** @param cache folder that the data directories are kept in */
  constructor(cache: string, room: Room, load: Load, tell: (line: string) => void) {
    this.#dir = join(cache, `corpus-${VERSION}`);
    this.#room = room;
    this.#load = load;
    this.#tell = tell;
  }

  /** The data directory of a node that was stopped with so many entries. It must not be started: take a {@link copy}. */
  path(entries: number): string {
    return join(this.#dir, String(entries));
  }

  /** Makes the pact of this size when there is none yet; `measure` sees its daemon before that is stopped. */
  async grow(entries: number, measure: (daemon: Daemon, growth: Growth) => Promise<void>): Promise<void> {
    if (existsSync(this.path(entries))) return;
    const growing = await this.#begin(entries);
    const daemon = await this.#room.unstarted({ dir: growing }).start();
    const before = await this.#beginning(daemon);
    const start = performance.now();
    for (let known = before; known < entries; known = await entriesOf(daemon)) {
      const count = Math.min(CHUNK, entries - known);
      const { rate } = await this.#post(daemon, MIXED, known, count);
      this.#tell(`${(known + count).toLocaleString('en')} entries, ${Math.round(rate).toLocaleString('en')}/s`);
    }
    const took_s = (performance.now() - start) / 1000;
    const growth = { rate: (entries - before) / took_s, indexed_s: await indexed(daemon) };
    await measure(daemon, growth);
    await daemon.stop();
    await rename(growing, this.path(entries));
  }

  /** A copy that a daemon can be started on; it goes with the room. */
  async copy(entries: number): Promise<string> {
    const dir = join(this.#room.dir(), 'data');
    await copyTree(this.path(entries), dir);
    return dir;
  }

  /** The directory in which the pact grows: as an interrupted run left it, or a copy of the next smaller one, or empty. */
  async #begin(entries: number): Promise<string> {
    const growing = `${this.path(entries)}.growing`;
    await mkdir(this.#dir, { recursive: true });
    if (existsSync(growing)) return growing;
    const smaller = (await readdir(this.#dir)).map(Number).filter((size) => size < entries);
    if (smaller.length === 0) return growing;
    const partial = `${this.path(entries)}.copying`;
    await rm(partial, { recursive: true, force: true });
    await copyTree(this.path(Math.max(...smaller)), partial);
    await rename(partial, growing);
    return growing;
  }

  /** Answers how many entries the pact holds, which are at least the first ones. */
  async #beginning(daemon: Daemon): Promise<number> {
    const { pacts } = await daemon.host.must(200, 'GET', '/v1/pacts');
    if (pacts.length === 0)
      await daemon.host.must(200, 'POST', '/v1/pacts', { name: 'Main', alias: PACT, confirm: true });
    // The index follows from the first question on, as on every node that was ever searched.
    await indexed(daemon);
    const known = await entriesOf(daemon);
    if (known >= FIRST_ENTRIES) return known;
    if (known > 0) throw new Error(`the run was interrupted in the first second: remove ${daemon.dir}`);
    const { ids } = await this.#post(daemon, [POSTS.knowledge('first')], 0, FIRST.knowledge);
    const tasks = await this.#post(daemon, [POSTS.task], FIRST.knowledge, FIRST.tasks);
    for (const id of tasks.ids) await daemon.host.must(200, 'PUT', at(`/tasks/${id}/complete`), { result: 'done' });
    const answers = ids
      .slice(0, FIRST.referenced)
      .map((id) => post('/knowledge', { topic: 'answers', content: '%t %n', refs: [id] }));
    await this.#post(daemon, answers, FIRST.knowledge + FIRST.tasks, FIRST.references);
    return entriesOf(daemon);
  }

  #post(daemon: Daemon, requests: readonly LoadRequest[], first: number, count: number): Promise<LaneResult> {
    const callers = Math.min(FILL_CALLERS, count);
    const { port } = daemon.url;
    return this.#load.run({
      port: Number(port),
      token: daemon.token,
      callers,
      requests,
      first,
      count,
      keep_ids: count <= FIRST_ENTRIES,
    });
  }
}

/** Names the device that a store lies on, so that a copy is refused: two of them would write two histories. Ours never meet. */
const DEVICE_FILE = join('store', 'CORESTORE');

async function copyTree(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true, mode: constants.COPYFILE_FICLONE });
  await rm(join(to, DEVICE_FILE));
}

/** Entries that the shared pact holds on this node. */
export const entriesOf = async (daemon: Daemon): Promise<number> =>
  (await daemon.host.must(200, 'GET', at('/status'))).entries;
