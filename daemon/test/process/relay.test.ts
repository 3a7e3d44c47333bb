import fs from 'node:fs';
import crypto from 'hypercore-crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { at, type Cluster, type Daemon, invite, range, relay, Room, storedCores, Stranger } from '../harness/index.js';

const ENTRIES = 40;
/** Contents this long make the blocks many times larger than everything else that two daemons say to each other. */
const CONTENT = 'for members only '.repeat(200);
/** Greetings, refusals and lists of keys, but no blocks. */
const TALK_BYTES_MAX = 40_000;

const room = new Room();
let cluster: Cluster;
let a: Daemon;
let member: Daemon;
/** Larger than both node keys: the side with the smaller key chooses the connection, so both choose this one. */
let seed: Buffer;

/** Starts the member with no address of anybody, at a port that nobody knows: the two meet through the relay or not at all. */
async function startAlone(): Promise<void> {
  if (member.running) await member.stop();
  for (const file of ['peers.json', 'p2p-port.json']) fs.rmSync(member.file(file), { force: true });
  await member.start();
}

const write = async (topic: string): Promise<void> => {
  const post = (i: number) => a.host.must(201, 'POST', at('/knowledge'), { topic, content: `${i} ${CONTENT}` });
  await Promise.all(range(ENTRIES).map(post));
};

const held = async (topic: string): Promise<number> =>
  (await member.host.must(200, 'GET', at(`/knowledge?topic=${topic}&limit=100`))).entries.length;

beforeAll(async () => {
  cluster = await room.cluster(2);
  [a, member] = cluster.nodes as [Daemon, Daemon];
  do seed = crypto.randomBytes(32);
  while ([a, member].some((node) => crypto.keyPair(seed).publicKey.toString('hex') < node.node_key));
  await member.stop();
  await write('secret');
});
afterAll(() => room.close());

test('a stranger that lets two real members answer each other gets 0 blocks through, and both end the connection', async () => {
  await startAlone();
  const between = await relay(room, crypto.keyPair(seed), a, member);
  await between.ended;
  expect(between.bytes(), 'the two did talk').toBeGreaterThan(0);
  expect(between.bytes()).toBeLessThan(TALK_BYTES_MAX);
  expect(await held('secret')).toBe(0);
  await between.close();
});

test('nor with the key of a member: a proof is worth nothing on another connection; the same key gets the blocks when it asks itself', async () => {
  const insider = await Stranger.open(room, seed.toString('hex'));
  const connection = await insider.connect(a);
  expect(await insider.invite(connection).ask(insider.request(await invite(a), connection))).toMatchObject({
    ok: true,
  });
  await insider.close();
  // The member has to hear of the admission before it accepts that key.
  await member.stop();
  await cluster.start(member);
  await cluster.same();
  await startAlone();
  const between = await relay(room, crypto.keyPair(seed), a, member);
  await write('more');
  await between.ended;
  expect(between.bytes()).toBeLessThan(TALK_BYTES_MAX);
  expect(await held('more')).toBe(0);
  await between.close();
  await member.stop();
  const keys = [...(await storedCores(member)).keys()];
  const honest = await Stranger.open(room, seed.toString('hex'));
  const enough = (blocks: number): boolean => blocks >= ENTRIES;
  expect(await honest.fetch(room, await honest.connect(a), keys, enough, 20_000)).toBeGreaterThanOrEqual(ENTRIES);
});
