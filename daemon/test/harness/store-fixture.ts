import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { at, Cluster, type ClusterOptions, invite, visible } from './cluster.js';
import type { Daemon } from './daemon.js';
import { DRAFTS, KINDS } from './entries.js';
import type { Room } from './room.js';

/** Data directories as released versions wrote them, and what they answered: `<version>.tar.gz`. */
const FIXTURES = fileURLToPath(new URL('../fixtures/stores/', import.meta.url));
/** Data directories in a fixture: the creator's and another member's. */
const PARTS = ['creator', 'member'] as const;
const ANSWERS = 'answers.json';
/** Each daemon makes these again; RocksDB's own log names this machine. */
const LEFT_OUT = ['store/db/LOG', 'daemon.json', 'lock', 'p2p-port.json', 'peers.json'];

/** What every node of the pact answered to a GET under the pact, by route. */
export type Answers = Record<string, unknown>;

/** Versions that there is a fixture of. */
export const fixtureVersions = (): string[] =>
  fs
    .readdirSync(FIXTURES)
    .filter((name) => name.endsWith('.tar.gz'))
    .map((name) => name.slice(0, -'.tar.gz'.length));

/** Unpacks the data directories of a version, the creator's first, and what its daemons answered. */
export function unpackFixture(room: Room, version: string): { dirs: string[]; answers: Answers } {
  const dir = room.dir();
  execFileSync('tar', ['-xzf', path.join(FIXTURES, `${version}.tar.gz`), '-C', dir]);
  return {
    dirs: PARTS.map((part) => path.join(dir, part)),
    answers: JSON.parse(fs.readFileSync(path.join(dir, ANSWERS), 'utf8')),
  };
}

/** Writes some of everything, and answers the routes under the pact whose answers have to stay. */
async function fill(creator: Daemon, member: Daemon): Promise<string[]> {
  const must = creator.host.must.bind(creator.host);
  const worker = await member.agent('worker');
  const routes = [
    '/entries?limit=1000',
    '/knowledge?include=superseded',
    '/tasks',
    '/skills',
    '/messages',
    '/invites',
    '/agents',
  ];
  const ids: string[] = [];
  for (const node of [creator, member]) {
    for (const kind of KINDS) {
      const draft = DRAFTS[kind](`${kind} of ${node === creator ? 'the creator' : 'the member'}`.replaceAll(' ', '-'));
      ids.push((await node.host.must(201, 'POST', at(draft.path), draft.body)).id);
    }
  }
  const [first] = ids;
  const newer = { topic: 'links', content: 'what is known better', links: [{ rel: 'supersedes', id: first }] };
  ids.push((await must(201, 'POST', at('/knowledge'), newer)).id);
  await visible(ids, [creator, member]);
  const mail = { content: 'please answer', priority: 'normal', to: [worker.agent_id], ack: true };
  ids.push((await must(201, 'POST', at('/messages'), mail)).id);
  const tasks: string[] = [];
  for (const title of ['open', 'claimed', 'released', 'complete']) {
    const { id } = await must(201, 'POST', at('/tasks'), { title, description: `a task that is ${title}` });
    tasks.push(id);
    await visible([id], [member]);
    // A claim without renewal ends by itself: what became of that task later is not held against it.
    if (title === 'open') continue;
    const { fence } = await worker.must(200, 'PUT', at(`/tasks/${id}/claim`), {});
    if (title === 'released') await worker.must(200, 'PUT', at(`/tasks/${id}/release`), { fence });
    if (title === 'complete')
      await worker.must(200, 'PUT', at(`/tasks/${id}/complete`), { fence, result: { done: 1 } });
  }
  const lasting = { topic: 'ttl', content: 'for a hundred years', ttl: 3_153_600_000 };
  ids.push((await must(201, 'POST', at('/knowledge'), lasting)).id);
  await visible([ids.at(-1) as string], [member]);
  await worker.must(200, 'PUT', at(`/entries/${ids.at(-2)}/reaction`), { reaction: 'useful' });
  await invite(creator);
  const { nonce } = (await must(200, 'POST', at('/invites'), { confirm: true })) as { nonce: string };
  await must(200, 'DELETE', at(`/invites/${nonce}`), { confirm: nonce });
  return [
    ...routes,
    ...ids.map((id) => `/entries/${id}`),
    ...tasks.filter((_, i) => i !== 1).flatMap((id) => [`/tasks/${id}`, `/tasks/${id}/explain`]),
  ];
}

/** Writes the fixture of a version with the daemon of this tree, and answers its size in bytes. Refuses to write one again. */
export async function writeFixture(room: Room, version: string): Promise<number> {
  const file = path.join(FIXTURES, `${version}.tar.gz`);
  if (fs.existsSync(file)) throw new Error(`there is a fixture of ${version}: it stays as that version wrote it`);
  const cluster = await Cluster.create(room, { size: 2 } satisfies ClusterOptions);
  const [creator, member] = cluster.nodes as [Daemon, Daemon];
  const routes = await fill(creator, member);
  await cluster.same();
  const answers: Answers = {};
  for (const route of routes) answers[route] = await creator.host.must(200, 'GET', at(route));
  const dir = room.dir();
  for (const [i, node] of [creator, member].entries()) {
    await node.stop();
    const part = path.join(dir, PARTS[i] as string);
    fs.cpSync(node.dir, part, { recursive: true });
    for (const name of LEFT_OUT) fs.rmSync(path.join(part, name), { force: true });
  }
  fs.mkdirSync(FIXTURES, { recursive: true });
  fs.writeFileSync(path.join(dir, ANSWERS), JSON.stringify(answers));
  execFileSync('tar', ['-czf', file, '--sparse', '-C', dir, ...PARTS, ANSWERS]);
  return fs.statSync(file).size;
}
