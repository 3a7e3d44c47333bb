import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import NoiseSecretStream from '@hyperswarm/secret-stream';
import Corestore from 'corestore';
import Hyperbee from 'hyperbee';
import type Hypercore from 'hypercore';
import Protomux from 'protomux';
import type Rache from 'rache';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Gate, GatedStore } from '../../src/network/index.js';
import { until } from '../harness/until.js';

const eventually = (what: string, condition: () => boolean): Promise<unknown> => until(condition, { what });

/** A gate whose guests can change. */
class GuestList implements Gate {
  readonly guests = new Set<string>();
  allows(remoteKeyHex: string): boolean {
    return this.guests.has(remoteKeyHex);
  }
}

const everybody: Gate = { allows: () => true };

/** How long a block that must not come is waited for, in ms; one that may come takes about 10. */
const ABSENCE_MS = 300;

let dir: string;
let server: GatedStore;
let client: GatedStore;
/** Key of the client's node as the server sees it, and of the server's as the client does. */
let clientKey: string;
let serverKey: string;
let streams: NoiseSecretStream[];
let gate: GuestList;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'concordat-gate-'));
  server = new GatedStore(join(dir, 'server'));
  client = new GatedStore(join(dir, 'client'));
  await Promise.all([server.ready(), client.ready()]);
  streams = [];
  gate = new GuestList();
});

afterEach(async () => {
  for (const stream of streams) stream.destroy();
  await Promise.all([server.close(), client.close()]);
  await rm(dir, { recursive: true, force: true });
});

/** Connects two stores; answers how to end it. */
async function connect(first = server, second = client): Promise<() => void> {
  const [ours, theirs] = [NoiseSecretStream.keyPair(), NoiseSecretStream.keyPair()];
  const one = new NoiseSecretStream(true, undefined, { keyPair: ours });
  const two = new NoiseSecretStream(false, undefined, { keyPair: theirs });
  for (const stream of [one, two]) stream.on('error', () => {});
  one.rawStream.pipe(two.rawStream).pipe(one.rawStream);
  await Promise.all([one.opened, two.opened]);
  streams.push(one, two);
  serverKey = ours.publicKey.toString('hex');
  clientKey = theirs.publicKey.toString('hex');
  for (const stream of [one, two]) Protomux.from(stream);
  first.replicate(one);
  second.replicate(two);
  return () => one.destroy();
}

/** A core of the server with one block, opened through `store`. */
async function written(store: GatedStore, name: string): Promise<Hypercore> {
  const core = store.get({ name });
  await core.append(`${name} 0`);
  return core;
}

/** A core that the server has on disk, with one block, but not in memory. */
async function stored(name: string, owner: Gate): Promise<{ key: Buffer; discoveryKey: Buffer }> {
  const { key, discoveryKey } = await written(server, name);
  await server.close();
  server = new GatedStore(join(dir, 'server'));
  await server.ready();
  server.own(discoveryKey, owner);
  return { key, discoveryKey };
}

/** The client's copy of a core, in a pact of its own that lets everybody in. */
async function copy(core: { key: Buffer }, namespace = 'copies'): Promise<Hypercore> {
  const mine = client.namespaceFor(namespace, everybody).get({ key: core.key });
  await mine.ready();
  return mine;
}

const block = async (core: Hypercore, index: number, timeout = 5000): Promise<string | undefined> =>
  (await core.get(index, { timeout }))?.toString();

async function staysEmpty(core: Hypercore): Promise<void> {
  await expect(block(core, 0, ABSENCE_MS)).rejects.toThrow();
  expect(core.length).toBe(0);
}

test('a core of a gate that allows the peer replicates, before or after the connection', async () => {
  const pact = server.namespaceFor('pact', everybody);
  const early = await written(pact, 'early');
  await connect();
  expect(await block(await copy(early), 0)).toBe('early 0');
  const late = await written(pact, 'late');
  expect(await block(await copy(late), 0)).toBe('late 0');
  expect(server.denied).toBe(0);
});

test('a gate hears which of its cores a peer asks for, if that may have it', async () => {
  const asked: string[] = [];
  const listening = {
    allows: (key: string) => gate.allows(key),
    asked: (key: Buffer) => asked.push(key.toString('hex')),
  };
  const core = await stored('core', listening);
  await connect();
  const mine = await copy(core);
  await staysEmpty(mine);
  expect(asked).toEqual([]);
  gate.guests.add(clientKey);
  server.regate();
  expect(await block(mine, 0)).toBe('core 0');
  expect(asked).toEqual([core.key.toString('hex')]);
});

test('a peer that is not allowed any more goes on with a core that the gate spares, on this connection alone', async () => {
  const core = await written(server.namespaceFor('spared', gate), 'core');
  const spared = new Set([core.discoveryKey.toString('hex')]);
  Object.assign(gate, { spares: (key: string, id: string) => key === clientKey && spared.has(id) });
  gate.guests.add(await connect().then(() => clientKey));
  server.regate();
  const mine = await copy(core);
  expect(await block(mine, 0)).toBe('core 0');
  gate.guests.clear();
  server.regate();
  await core.append('core 1');
  expect(await block(mine, 1)).toBe('core 1');
  spared.clear();
  server.regate();
  await core.append('core 2');
  await expect(block(mine, 2, ABSENCE_MS)).rejects.toThrow();
  spared.add(core.discoveryKey.toString('hex'));
  server.regate();
  await expect(block(mine, 2, ABSENCE_MS)).rejects.toThrow();
});

test('what was a view of a log before is given to whom the gate allows, when nobody has opened it since the start', async () => {
  const log = Buffer.alloc(32, 1);
  const notes = { old: [log, 'view'], writer: [log, null], other: [Buffer.alloc(32, 2), 'view'] } as const;
  const keys: Record<string, { key: Buffer }> = {};
  for (const [name, [referrer, view]] of Object.entries(notes)) {
    const core = (await written(server, name)) as Hypercore & {
      setUserData(name: string, value: Buffer): Promise<void>;
    };
    await core.setUserData('referrer', referrer);
    if (view !== null) await core.setUserData('autobase/view', Buffer.from(view));
    keys[name] = { key: core.key };
  }
  await server.close();
  server = new GatedStore(join(dir, 'server'));
  await server.ready();
  await connect();
  const [old, writer, other] = [await copy(keys.old!), await copy(keys.writer!), await copy(keys.other!)];
  await staysEmpty(old);
  await server.ownViews(log, gate);
  await staysEmpty(old);
  gate.guests.add(clientKey);
  server.regate();
  expect(await block(old, 0)).toBe('old 0');
  await Promise.all([staysEmpty(writer), staysEmpty(other)]);
});

test('blocks are missing that a peer told of and has not given', async () => {
  const core = await written(server.namespaceFor('pact', everybody), 'core');
  await core.append('core 1');
  await connect();
  const mine = await copy(core);
  const id = core.discoveryKey.toString('hex');
  expect(await block(mine, 1)).toBe('core 1');
  expect([client.missing(id), server.missing(id), client.missing('ab'.repeat(32))]).toEqual([true, false, false]);
  expect(await block(mine, 0)).toBe('core 0');
  expect(client.missing(id)).toBe(false);
});

test('the store is not closed while what a peer sent last is being written', async () => {
  const core = await written(server.namespaceFor('pact', everybody), 'core');
  const mine = await copy(core);
  await connect();
  await block(mine, 0);
  const stray: unknown[] = [];
  const note = (error: unknown): unknown => stray.push(error);
  process.on('unhandledRejection', note);
  const waiting = mine.session({ weak: true });
  await waiting.ready();
  waiting.get(2).catch(() => {});
  // The disk takes its time for what comes next.
  const state = mine.core.state as unknown as { flush(): Promise<boolean> };
  const flush = state.flush.bind(state);
  let tell = (): void => {};
  let release = (): void => {};
  const begun = new Promise<void>((resolve) => (tell = resolve));
  const released = new Promise<void>((resolve) => (release = resolve));
  state.flush = async () => {
    const done = await flush();
    tell();
    await released;
    return done;
  };
  mine.get(1).catch(() => {});
  await core.append('core 1');
  await begun;
  // A daemon ends its connections first.
  for (const stream of streams) stream.destroy();
  await eventually('nobody is connected', () => mine.peers.length === 0);
  const closing = client.close();
  for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
  release();
  await closing;
  for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
  process.off('unhandledRejection', note);
  expect(stray).toEqual([]);
});

test('a core that fell idle is not closed under a connection that began meanwhile', async () => {
  const core = await written(server.namespaceFor('pact', everybody), 'core');
  const mine = await copy(core);
  await connect();
  await block(mine, 0);
  const { discoveryKey } = mine;
  await mine.close();
  const idle = client.cores.get(discoveryKey.toString('hex'));
  for (const stream of streams) stream.destroy();
  await eventually('the core is idle', () => idle !== undefined && client.cores._gcing.has(idle));
  await connect();
  await eventually('the core has a channel again', () => idle?.replicator.idle() === false);
  for (let cycle = 0; cycle < 4; cycle++) client.cores._gcCycleBound();
  expect(idle?.closing).toBeNull();
  for (const stream of streams) stream.destroy();
  await eventually('the core is idle again', () => idle !== undefined && client.cores._gcing.has(idle));
  for (let cycle = 0; cycle < 4; cycle++) client.cores._gcCycleBound();
  expect(idle?.closing).not.toBeNull();
});

test('a node that heard of a length before it had the blocks hands it on once they are there, though the writer is gone', async () => {
  const author = new GatedStore(join(dir, 'author'));
  const core = author.namespaceFor('pact', everybody).get({ name: 'core' });
  await core.append(['0', '1']);
  const behind = await copy(core);
  const partFromClient = await connect(author, client);
  expect(await block(behind, 1)).toBe('1');
  partFromClient();
  await eventually('the author is alone', () => core.peers.length === 0);
  await core.append(['2', '3', '4']);
  const between = server.namespaceFor('copies', everybody).get({ key: core.key });
  const partFromServer = await connect(author, server);
  await between.update({ wait: true });
  await connect(server, client);
  await eventually('both others know each other', () => between.peers.some((peer) => peer.remoteLength === 2));
  expect([between.length, behind.length]).toEqual([5, 2]);
  expect(await block(between, 2)).toBe('2');
  partFromServer();
  expect(await block(behind, 2)).toBe('2');
  expect(behind.length).toBe(5);
  await author.close();
});

test('of a block that was waited for and came, nothing is kept for the peers that were asked for it', async () => {
  const core = await written(server.namespaceFor('pact', everybody), 'core');
  const mine = await copy(core);
  await connect();
  expect(await block(mine, 0)).toBe('core 0');
  const asked = (): object[] =>
    mine.core.replicator.peers.flatMap(({ wants }) => [...wants.wants.values()].flatMap(({ handles }) => [...handles]));
  for (let i = 1; i <= 20; i++) {
    const next = block(mine, i);
    await eventually('it is asked for', () => asked().length > 0);
    await core.append(`core ${i}`);
    expect(await next).toBe(`core ${i}`);
    await eventually('it is asked for no longer', () => asked().length === 0);
  }
});

test('a peer that the gate does not allow gets nothing, even though it knows the key', async () => {
  const core = await written(server.namespaceFor('pact', gate), 'core');
  await connect();
  await staysEmpty(await copy(core));
  expect(server.denied).toBeGreaterThan(0);
});

test('a core without an owner is given to nobody', async () => {
  const core = await written(server, 'unowned');
  await connect();
  await staysEmpty(await copy(core));
  expect(server.ownerOf(core.discoveryKey)).toBeUndefined();
});

test('the gate holds for what is downloaded too: a core that is not owned asks no peer', async () => {
  const core = await written(server.namespaceFor('pact', everybody), 'core');
  await connect();
  const unowned = client.get({ key: core.key });
  await unowned.ready();
  await staysEmpty(unowned);
  const closed = client.namespaceFor('closed', gate).get({ key: core.key });
  await staysEmpty(closed);
  gate.guests.add(serverKey);
  client.regate();
  expect(await block(closed, 0)).toBe('core 0');
});

describe('a grant on a live connection', () => {
  test('replicates from then on', async () => {
    const core = await written(server.namespaceFor('pact', gate), 'core');
    await connect();
    const mine = await copy(core);
    await staysEmpty(mine);
    gate.guests.add(clientKey);
    server.regate();
    expect(await block(mine, 0)).toBe('core 0');
  });

  test('reaches a core that the server has on disk but does not have open', async () => {
    const core = await stored('core', gate);
    await connect();
    const mine = await copy(core);
    await staysEmpty(mine);
    expect(server.cores.size).toBe(0);
    gate.guests.add(clientKey);
    server.regate();
    expect(await block(mine, 0)).toBe('core 0');
  });

  test('owning a core is enough: no call of regate is needed', async () => {
    const core = await written(server, 'writer');
    gate.guests.add('nobody');
    await connect();
    const mine = await copy(core);
    await staysEmpty(mine);
    expect(server.own(core.discoveryKey, everybody)).toBe(true);
    expect(await block(mine, 0)).toBe('writer 0');
  });
});

describe('a revocation on a live connection', () => {
  test('stops blocks at once, other cores of the connection go on, and a new grant resumes', async () => {
    const core = await written(server.namespaceFor('pact', gate), 'core');
    const other = await written(server.namespaceFor('other', everybody), 'other');
    await connect();
    gate.guests.add(clientKey);
    const [mine, mineToo] = [await copy(core), await copy(other)];
    mine.download({ start: 0, end: -1 });
    mineToo.download({ start: 0, end: -1 });
    await eventually('both cores have arrived', () => mine.contiguousLength === 1 && mineToo.contiguousLength === 1);

    gate.guests.delete(clientKey);
    server.regate();
    await core.append('core 1');
    await other.append('other 1');
    await eventually('the other core goes on', () => mineToo.contiguousLength === 2);
    await expect(block(mine, 1, ABSENCE_MS)).rejects.toThrow();
    expect(mine.length).toBe(1);
    expect(core.peers).toHaveLength(0);

    gate.guests.add(clientKey);
    server.regate();
    await eventually('the core resumes', () => mine.contiguousLength === 2);
  });

  test('can be taken back for a core that the server itself does not download', async () => {
    const core = await stored('core', gate);
    await connect();
    gate.guests.add(clientKey);
    const mine = await copy(core);
    await mine.update({ wait: true });
    expect(mine.length).toBe(1);
    gate.guests.delete(clientKey);
    server.regate();
    await expect(block(mine, 0, ABSENCE_MS)).rejects.toThrow();
    gate.guests.add(clientKey);
    server.regate();
    expect(await block(mine, 0)).toBe('core 0');
  });

  test('disown closes one core, disownAll those of a gate', async () => {
    const pact = server.namespaceFor('pact', everybody);
    const cores = [await written(pact, 'one'), await written(pact, 'two')];
    const kept = await written(server.namespaceFor('kept', { allows: () => true }), 'kept');
    await connect();
    for (const core of [...cores, kept]) expect(await block(await copy(core), 0)).toContain(' 0');
    const [one, two] = cores as [Hypercore, Hypercore];
    server.disown(one.discoveryKey, gate);
    expect(one.peers).toHaveLength(1);
    server.disown(one.discoveryKey);
    expect([one.peers.length, two.peers.length]).toEqual([0, 1]);
    server.disownAll(everybody);
    expect([two.peers.length, kept.peers.length]).toEqual([0, 1]);
  });

  test('while a core is being opened for the peer leaves it closed', async () => {
    const core = await written(server.namespaceFor('pact', gate), 'core');
    await core.close();
    await connect();
    let asked = 0;
    gate.allows = () => ++asked === 1;
    await staysEmpty(await copy(core));
    expect(asked).toBeGreaterThan(1);
    for (const open of server.cores)
      for (const mux of server.muxes()) expect(open.replicator.attached(mux)).toBe(false);
  });
});

describe('ownership', () => {
  test('sessions of a session, as Autobase makes them, keep the gate', async () => {
    const session = server.namespaceFor('pact', gate).session();
    const nested = session.namespace('nested').session({ writable: false });
    const core = await written(session.namespace('nested'), 'core');
    expect(server.ownerOf(core.discoveryKey)).toBe(gate);
    const again = nested.get({ key: core.key });
    await again.ready();
    await connect();
    await staysEmpty(await copy(core));
    gate.guests.add(clientKey);
    server.regate();
    expect(await block(await copy(core), 0)).toBe('core 0');
  });

  test('namespaces stay those of a plain Corestore', async () => {
    const core = await written(server.namespaceFor('pact', gate), 'core');
    const key = core.key.toString('hex');
    await server.close();
    const plain = new Corestore(join(dir, 'server'));
    const same = plain.namespace('pact').get({ name: 'core' });
    await same.ready();
    expect(same.key.toString('hex')).toBe(key);
    await plain.close();
  });

  test('the first owner wins', async () => {
    const core = await written(server.namespaceFor('one', gate), 'core');
    expect(server.own(core.discoveryKey, everybody)).toBe(false);
    expect(server.own(core.discoveryKey, gate)).toBe(true);
    const thief = server.namespaceFor('two', everybody).get({ key: core.key });
    await thief.ready();
    expect(server.ownerOf(core.discoveryKey)).toBe(gate);
  });

  test('opening the core of another writer owns nothing; the view has to list it', async () => {
    const pact = server.namespaceFor('pact', everybody);
    const stranger = await written(client.namespaceFor('local', everybody), 'stranger');
    const writer = pact.get({ key: stranger.key, writable: false, compat: false });
    await writer.ready();
    expect(server.ownerOf(writer.discoveryKey)).toBeUndefined();
    await connect();
    await staysEmpty(writer);
    expect(pact.own(writer.discoveryKey, everybody)).toBe(true);
    expect(await block(writer, 0)).toBe('stranger 0');
  });

  test('what is held back is held on a connection that is made meanwhile, too, and goes out when it is let go', async () => {
    const core = await written(server.namespaceFor('held', { allows: () => true }), 'held');
    const release = server.hold();
    await connect();
    // Corestore's own holding has ended by then.
    await new Promise(setImmediate);
    expect(server.muxes().map((mux) => mux.corked)).toEqual([1]);
    const wanted = client.get({ key: core.key });
    client.own(core.discoveryKey, { allows: () => true });
    const asked = block(wanted, 0);
    release();
    expect(server.muxes().map((mux) => mux.corked)).toEqual([0]);
    expect(await asked).toBe('held 0');
    server.hold()();
    expect(server.muxes().map((mux) => mux.corked)).toEqual([0]);
  });

  test('the muxes of all live connections are given, and none after they closed', async () => {
    await connect();
    await connect();
    expect(server.muxes()).toHaveLength(2);
    for (const stream of streams) stream.destroy();
    await eventually('the streams are gone', () => server.muxes().length === 0);
  });
});

describe('the internals that the gate stands on', () => {
  const require = createRequire(import.meta.url);
  const source = (path: string): Promise<string> => readFile(require.resolve(path), 'utf8');

  test('the packages are the versions that the gate was written against', () => {
    const version = (name: string): string => (require(`${name}/package.json`) as { version: string }).version;
    expect({ corestore: version('corestore'), hypercore: version('hypercore'), autobase: version('autobase') }).toEqual(
      {
        corestore: '7.12.5',
        hypercore: '11.37.1',
        autobase: '7.28.1',
      },
    );
  });

  test('Corestore attaches cores in no other place than the three that are gated', async () => {
    const text = await source('corestore');
    expect(text.match(/attachTo\(/g)).toHaveLength(3);
    for (const hook of [
      '_openCore(discoveryKey, opts) {',
      'async _attachMaybe(muxer, discoveryKey) {',
      '_shouldReplicate(core, muxer) {',
      'attachAll(core) {',
    ]) {
      expect(text).toContain(hook);
    }
    expect(text).toContain('if (!this._shouldReplicate(core, muxer)) {');
    expect(text).toContain('return this._attachMaybe(muxer, discoveryKey)');
    expect(text).toContain('if (this.active) this.streamTracker.attachAll(core)');
    expect(text.match(/this\._openCore\(/g)).toHaveLength(3);
    expect(text).toContain('setInterval(this._gcCycleBound, 2000)');
    expect(text).toContain('return this.session({');
  });

  test('Autobase opens the cores of other writers, and nothing else, as read-only without compat', async () => {
    const files = [
      'autobase',
      'autobase/lib/apply-state.js',
      'autobase/lib/boot.js',
      'autobase/lib/encryption.js',
      'autobase/lib/fast-forward.js',
      'autobase/lib/fork.js',
      'autobase/lib/store.js',
      'autobase/lib/system.js',
    ];
    const texts = await Promise.all(files.map(source));
    const places = texts.flatMap((text) => text.match(/compat: false,\s+writable: false/g) ?? []);
    expect(places).toHaveLength(1);
    expect(texts[0]).toMatch(/_makeWriterCore\(key\) \{[\s\S]{0,500}compat: false,\s+writable: false/);
    for (const text of texts) expect(text).not.toMatch(/attachTo\(|replicator\.pair/);
  });

  test('a channel of a core is called hypercore/alpha and its id is the discovery key', async () => {
    const core = await written(server.namespaceFor('pact', everybody), 'core');
    await connect();
    await block(await copy(core), 0);
    const channels = server.muxes().flatMap((mux) => [...mux]);
    expect(channels.map((channel) => [channel.protocol, channel.id?.toString('hex')])).toContainEqual([
      'hypercore/alpha',
      core.discoveryKey.toString('hex'),
    ]);
  });
});

test('the database collects no more in memory than it was told', async () => {
  const db = join(dir, 'server', 'db');
  const names = (await readdir(db)).filter((name) => name.startsWith('OPTIONS-'));
  const options = await readFile(join(db, names.at(-1) ?? ''), 'utf8');
  const [, cores = ''] = options.split('[CFOptions "corestore"]');
  expect(/^ *write_buffer_size=(\d+)$/m.exec(cores)?.[1]).toBe(String(32 * 1024 * 1024));
});

test('the views of all pacts together keep some thousand nodes in memory, however many they have', async () => {
  const options = { extension: false, keyEncoding: 'utf-8', valueEncoding: 'utf-8' } as const;
  const views = ['one', 'two'].map(
    (name) => new Hyperbee(server.namespaceFor(name, everybody).get({ name: 'view' }), options),
  );
  for (const view of views) {
    const batch = view.batch();
    for (let n = 0; n < 3000; n++) await batch.put(`key ${n}`, 'value');
    await batch.flush();
    for (let n = 0; n < 3000; n++) expect(await view.get(`key ${n}`)).not.toBeNull();
  }
  const { globalSize } = server.globalCache as Rache;
  expect(globalSize).toBeGreaterThan(1000);
  expect(globalSize).toBeLessThanOrEqual(4096);
});
