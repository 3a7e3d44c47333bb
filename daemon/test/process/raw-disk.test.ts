import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { at, type Cluster, type Daemon, DRAFTS, KINDS, Room, range, skillChecksum, visible } from '../harness/index.js';

/** A text that occurs nowhere by chance. */
const MARK = 'marzipan-quagga-0815';
const room = new Room();
let cluster: Cluster;
let tokens: string[];

beforeAll(async () => {
  // The widest mask there is: modes must come from the daemon, not from the shell that started it.
  cluster = await room.cluster({ size: 2, daemon: { umask: 0, args: ['--log-level', 'trace'] } });
  const [a, b] = cluster.nodes as [Daemon, Daemon];
  const ids: string[] = [];
  for (const node of [a, b]) {
    for (const kind of KINDS) {
      for (const i of range(5)) {
        const draft = DRAFTS[kind](`${MARK}-${node === a ? 'a' : 'b'}-${i}`);
        ids.push((await node.host.must(201, 'POST', at(draft.path), draft.body)).id);
      }
    }
  }
  const long = `${MARK} `.repeat(500);
  ids.push(
    (
      await a.host.must(201, 'POST', at('/skills'), {
        name: 'installed',
        version: '1',
        format: 'generic',
        content: long,
        checksum: skillChecksum(long),
      })
    ).id,
  );
  await visible(ids, [a, b]);
  await a.host.must(200, 'POST', at(`/skills/${ids.at(-1)}/install`), { confirm: true });
  const agent = await a.agent('disk');
  const minted = await a.host.must(200, 'POST', at('/invites'), { confirm: true });
  tokens = [a.token, agent.token, minted.token];
  await cluster.same();
});
afterAll(() => room.close());

interface Found {
  file: string;
  stat: fs.Stats;
}

function walk(dir: string): Found[] {
  return fs.readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(dir, entry.name);
    // Files come and go under a running daemon.
    const stat = fs.lstatSync(file, { throwIfNoEntry: false });
    if (!stat) return [];
    return entry.isDirectory() ? [{ file, stat }, ...walk(file)] : [{ file, stat }];
  });
}

const holding = (dir: string, needle: string | Buffer): string[] =>
  walk(dir)
    .filter(({ stat }) => stat.isFile())
    .filter(({ file }) => {
      try {
        return fs.readFileSync(file).includes(needle);
      } catch {
        return false;
      }
    })
    .map(({ file }) => file);

/** Files and directories that somebody else could look into. */
const open = (dir: string): string[] =>
  [{ file: dir, stat: fs.lstatSync(dir) }, ...walk(dir)]
    .filter(({ stat }) => (stat.mode & 0o777) !== (stat.isDirectory() ? 0o700 : 0o600))
    .map(({ file, stat }) => `${path.relative(dir, file) || '.'} ${(stat.mode & 0o777).toString(8)}`);

test('the store of an encrypted pact holds no plaintext of an entry, while the daemon runs and after it stopped', async () => {
  for (const node of cluster.nodes) {
    expect(holding(node.file('store'), MARK)).toEqual([]);
    expect(holding(node.file('store'), Buffer.from(MARK, 'utf16le'))).toEqual([]);
    // The check can find something: the tables that reads use do hold the text.
    expect(holding(node.dir, MARK).length).toBeGreaterThan(0);
  }
});

test('files are 0600 and directories 0700 under any umask, while the daemon runs', () => {
  for (const node of cluster.nodes) expect(open(node.dir)).toEqual([]);
});

test('logs carry no entry and no token, at the most talkative level', () => {
  for (const node of cluster.nodes) {
    for (const secret of [MARK, ...tokens]) {
      expect(node.output.includes(secret), `the output of ${node.handle} holds a secret`).toBe(false);
      if (fs.existsSync(node.file('logs'))) expect(holding(node.file('logs'), secret)).toEqual([]);
    }
  }
});

test('agent tokens are stored as hashes only', () => {
  const [a] = cluster.nodes as [Daemon];
  expect(holding(a.dir, tokens[1] as string)).toEqual([]);
});

test('after a stop and another start it is all still so', async () => {
  for (const node of cluster.nodes) {
    await node.stop();
    expect(holding(node.file('store'), MARK)).toEqual([]);
    expect(open(node.dir)).toEqual([]);
    await cluster.start(node);
    expect(open(node.dir)).toEqual([]);
  }
});
