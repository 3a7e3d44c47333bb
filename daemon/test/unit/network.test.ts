import type { KeyPair } from '@hyperswarm/secret-stream';
import HyperDHT from 'hyperdht';
import type { Message } from 'protomux';
import { afterEach, describe, expect, test } from 'vitest';
import {
  type Connection,
  type NetworkOptions,
  openBootstrapper,
  openNetwork,
  type PeerAddress,
  type PeerNetwork,
} from '../../src/network/index.js';
import { until } from '../harness/until.js';

/** Waits until `condition` holds; `what` completes the sentence "waited in vain until ...". */
const eventually = (what: string, condition: () => boolean): Promise<unknown> => until(condition, { what });

const CHANNEL = 'test/echo';

const open: PeerNetwork[] = [];
const keys = new Map<PeerNetwork, KeyPair>();
const others: { close(): unknown }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((network) => network.close()));
  for (const one of others.splice(0)) await one.close();
});

async function start(options: Partial<NetworkOptions> = {}): Promise<PeerNetwork> {
  const keyPair = options.keyPair ?? HyperDHT.keyPair();
  const network = await openNetwork({
    keyPair,
    host: '127.0.0.1',
    port: 0,
    bootstrap: 'none',
    onfault: (error) => {
      throw error;
    },
    ...options,
  });
  open.push(network);
  keys.set(network, keyPair);
  return network;
}

const keysOf = (network: PeerNetwork): KeyPair => keys.get(network) as KeyPair;

const at = (network: PeerNetwork): PeerAddress[] => [{ host: '127.0.0.1', port: network.port }];

/** Two nodes, the first with the smaller key. */
async function pair(options: Partial<NetworkOptions> = {}): Promise<[PeerNetwork, PeerNetwork]> {
  const [one, two] = [await start(options), await start(options)];
  return one.nodeKey < two.nodeKey ? [one, two] : [two, one];
}

/** Counts the connections that a node was ever told of, and answers `hello` on each with its own key. */
function serve(network: PeerNetwork): { connections: Connection[] } {
  const seen = { connections: [] as Connection[] };
  network.onConnection((connection) => {
    seen.connections.push(connection);
    const name = { protocol: CHANNEL, id: Buffer.from(connection.remoteKey, 'hex') };
    connection.mux.pair(name, () => {
      const channel = connection.mux.createChannel(name);
      const message: Message<Buffer> | undefined = channel?.addMessage({
        onmessage: () => message?.send(Buffer.from(network.nodeKey)),
      });
      channel?.open();
    });
  });
  return seen;
}

/** Asks the other side for its key over a channel of our own. */
function ask(connection: Connection): Promise<string> {
  return new Promise((resolve, reject) => {
    const name = { protocol: CHANNEL, id: connection.stream.publicKey };
    const channel = connection.mux.createChannel({ ...name, onclose: () => reject(new Error('channel closed')) });
    const message = channel?.addMessage({ onmessage: (answer: Buffer) => resolve(answer.toString()) });
    channel?.open();
    message?.send(Buffer.from('hello'));
  });
}

const isUp = (a: PeerNetwork, b: PeerNetwork): boolean =>
  a.connection(b.nodeKey) !== undefined && b.connection(a.nodeKey) !== undefined;

const handshake = (a: PeerNetwork, b: PeerNetwork): string | undefined =>
  a.connection(b.nodeKey)?.handshakeHash.toString('hex');

async function bootstrapper(): Promise<PeerAddress> {
  const node = await openBootstrapper({ host: '127.0.0.1', port: 0 });
  others.push(node);
  return node.address;
}

describe('connecting', () => {
  test('a node is dialed by its key and address, without a DHT, and both sides can talk', async () => {
    const [a, b] = await pair();
    serve(a);
    serve(b);
    const events: string[] = [];
    b.onPeer((event, key) => events.push(`${event} ${key}`));
    const connection = await a.connect(b.nodeKey, at(b), 5000);
    expect(connection.remoteKey).toBe(b.nodeKey);
    expect(connection.outgoing).toBe(true);
    expect(connection.handshakeHash).toHaveLength(64);
    expect(await ask(connection)).toBe(b.nodeKey);
    expect(handshake(a, b)).toBe(handshake(b, a));
    expect(events).toEqual([`peer-add ${a.nodeKey}`]);
    const info = b.peers().find((peer) => peer.node_key === a.nodeKey);
    expect(info).toMatchObject({ connected: true, direction: 'in', is_static: false, last_error: null });
    expect(await ask(b.connection(a.nodeKey) as Connection)).toBe(a.nodeKey);
    expect(await a.connect(b.nodeKey, [], 1000)).toBe(connection);
  });

  test.each(['127.0.0.1', '0.0.0.0'])(
    'nodes bound to %s find each other by key through a private DHT',
    async (host) => {
      const bootstrap = [await bootstrapper()];
      for (let round = 0; round < 3; round++) {
        const [a, b] = await pair({ host, bootstrap });
        serve(a);
        serve(b);
        const connection = await b.connect(a.nodeKey, [], 10_000);
        expect(await ask(connection)).toBe(a.nodeKey);
        await Promise.all([a.close(), b.close()]);
      }
    },
  );

  test.each(['127.0.0.1', '0.0.0.0'])('nodes bound to %s meet over static addresses, without a DHT', async (host) => {
    for (let round = 0; round < 5; round++) {
      const [a, b] = await pair({ host });
      serve(a);
      serve(b);
      expect(await ask(await b.connect(a.nodeKey, at(a), 5000))).toBe(a.nodeKey);
      await Promise.all([a.close(), b.close()]);
    }
  });

  test('the one address of several that works is enough', async () => {
    const [a, b] = await pair();
    const dead = [
      { host: '127.0.0.1', port: 9 },
      { host: 'no-such-host.invalid', port: 10 },
    ];
    await a.connect(b.nodeKey, [...dead, ...at(b)], 2000);
    expect(a.connections()).toHaveLength(1);
  });

  test('an address that becomes known while others are dialed is dialed at once', async () => {
    const [a, b] = await pair();
    a.want(b.nodeKey, 'test', [{ host: '127.0.0.1', port: 9 }]);
    await a.connect(b.nodeKey, at(b), 2000);
  });

  test('a host name is resolved', async () => {
    const [a, b] = await pair();
    await a.connect(b.nodeKey, [{ host: 'localhost', port: b.port }], 5000);
  });

  test('listeners hear of a connection before anything is read from it', async () => {
    const [a, b] = await pair();
    for (const [dialer, answerer] of [
      [a, b],
      [b, a],
    ] as const) {
      const heard: string[] = [];
      const stop = answerer.onConnection((connection) => {
        heard.push('connection');
        connection.mux.pair({ protocol: 'test/early' }, () => heard.push('channel'));
      });
      const stopDialer = dialer.onConnection((connection) => {
        connection.mux.createChannel({ protocol: 'test/early' })?.open();
      });
      const connection = await dialer.connect(answerer.nodeKey, at(answerer), 5000);
      await eventually('the channel arrives', () => heard.length === 2);
      expect(heard).toEqual(['connection', 'channel']);
      stop();
      stopDialer();
      connection.destroy();
      await eventually(
        'both sides have closed',
        () => !dialer.connection(answerer.nodeKey) && !answerer.connection(dialer.nodeKey),
      );
    }
  });

  test('a listener that throws is reported and does not keep the others from hearing', async () => {
    const faults: string[] = [];
    const [a, b] = await pair({ onfault: (error) => faults.push(String(error)) });
    let heard = 0;
    a.onConnection(() => {
      throw new Error('broken listener');
    });
    a.onConnection(() => heard++);
    await a.connect(b.nodeKey, at(b), 5000);
    expect(heard).toBe(1);
    expect(faults).toEqual(['Error: broken listener']);
  });
});

describe('one connection between two nodes', () => {
  test('nodes that dial each other at once end with the same single connection, and it is never replaced', async () => {
    for (let round = 0; round < 15; round++) {
      const [a, b] = await pair();
      const seen = [serve(a), serve(b)];
      a.want(b.nodeKey, 'test', at(b));
      b.want(a.nodeKey, 'test', at(a));
      await eventually('both are connected', () => isUp(a, b));
      expect(handshake(a, b)).toBe(handshake(b, a));
      expect(await ask(a.connection(b.nodeKey) as Connection)).toBe(b.nodeKey);
      expect(await ask(b.connection(a.nodeKey) as Connection)).toBe(a.nodeKey);
      expect(seen.map(({ connections }) => connections.length)).toEqual([1, 1]);
      await Promise.all([a.close(), b.close()]);
    }
  });

  test.each(['smaller', 'larger'])(
    'a peer that comes back while its frozen connection still looks open replaces it; its key is the %s',
    async (which) => {
      const [small, large] = [HyperDHT.keyPair(), HyperDHT.keyPair()].sort((a, b) =>
        Buffer.compare(a.publicKey, b.publicKey),
      );
      const [stableKeys, peerKeys] = which === 'smaller' ? [large, small] : [small, large];
      const stable = await start({ keyPair: stableKeys as KeyPair, limits: { pingMs: 200 } });
      const frozen = await start({ keyPair: peerKeys as KeyPair });
      const old = await frozen.connect(stable.nodeKey, at(stable), 5000);
      await eventually('the old connection is in use', () => isUp(stable, frozen));
      const former = stable.connection(frozen.nodeKey);
      // Nothing is answered on it any more, and nothing says goodbye.
      old.stream.pause();
      const again = await start({ keyPair: peerKeys as KeyPair });
      const current = await again.connect(stable.nodeKey, at(stable), 10_000);
      await eventually(
        'the new connection is in use',
        () => isUp(stable, again) && stable.connection(again.nodeKey) !== former,
      );
      expect(handshake(again, stable)).toBe(handshake(stable, again));
      await former?.closed;
      expect(again.connection(stable.nodeKey)).toBe(current);
    },
  );

  test('a second connection of a peer that answers on its first is closed', async () => {
    const [a, b] = await pair();
    const connection = await b.connect(a.nodeKey, at(a), 5000);
    await eventually('both are connected', () => isUp(a, b));
    const twin = await start({ keyPair: keysOf(b) });
    await expect(twin.connect(a.nodeKey, at(a), 500)).rejects.toMatchObject({ code: 'AGENT_DISCONNECTED' });
    expect(b.connection(a.nodeKey)).toBe(connection);
    expect(isUp(a, b)).toBe(true);
  });
});

describe('keeping connections', () => {
  test('a wanted peer is dialed again after its connection broke, whichever side broke it', async () => {
    const [a, b] = await pair();
    const events: string[] = [];
    a.onPeer((event) => events.push(event));
    a.want(b.nodeKey, 'test', at(b));
    for (const breaker of [a, b, a]) {
      await eventually('both are connected', () => isUp(a, b));
      const former = handshake(a, b);
      breaker.connection(breaker === a ? b.nodeKey : a.nodeKey)?.destroy();
      await eventually('a new connection is in use', () => isUp(a, b) && handshake(a, b) !== former);
    }
    expect(events).toEqual([
      'peer-add',
      'peer-remove',
      'peer-add',
      'peer-remove',
      'peer-add',
      'peer-remove',
      'peer-add',
    ]);
  });

  test('a wanted peer that starts later, or again on the same port, is found', async () => {
    const a = await start();
    const keyPair = HyperDHT.keyPair();
    const key = keyPair.publicKey.toString('hex');
    const first = await start({ keyPair });
    const { port } = first;
    await first.close();
    a.want(key, 'test', [{ host: '127.0.0.1', port }]);
    await eventually('the dial has failed', () => a.peers()[0]?.last_error !== null);
    expect(a.peers()[0]?.last_error).toMatchObject({ code: 'PEER_NOT_FOUND' });
    expect(a.peers()[0]?.last_error?.message).toContain(`127.0.0.1:${port}`);
    for (let round = 0; round < 2; round++) {
      const again = await start({ keyPair, port, portRequired: true });
      await eventually('the peer is connected', () => isUp(a, again));
      expect(a.peers()[0]?.last_error).toBeNull();
      await again.close();
      await eventually('the peer is gone', () => a.connection(key) === undefined);
    }
  });

  test('a peer is forgotten when its last owner lets go, and its connection stays', async () => {
    const [a, b] = await pair();
    a.want(b.nodeKey, 'one', at(b));
    a.want(b.nodeKey, 'two');
    await eventually('both are connected', () => isUp(a, b));
    a.unwant(b.nodeKey, 'one');
    a.unwant(b.nodeKey, 'two');
    expect(isUp(a, b)).toBe(true);
    b.connection(a.nodeKey)?.destroy();
    await eventually('the peer is forgotten', () => a.peers().length === 0);
  });

  test('a peer without an address says so when there is no DHT', async () => {
    const a = await start();
    a.want(HyperDHT.keyPair().publicKey.toString('hex'), 'test');
    expect(a.peers()[0]?.last_error).toMatchObject({ code: 'NO_ADDRESS' });
  });

  test('connect gives up in time and says why', async () => {
    const a = await start();
    const key = HyperDHT.keyPair().publicKey.toString('hex');
    await expect(a.connect(key, [], 50)).rejects.toMatchObject({
      code: 'AGENT_DISCONNECTED',
      details: { reason: 'NO_ADDRESS' },
    });
    expect(a.peers()).toEqual([]);
    await expect(a.connect(a.nodeKey, [], 50)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(() => a.want('abc', 'test')).toThrow(/64 lower-case hex/);
  });

  test('an offline node loses its connections and gets new ones only when it is back', async () => {
    const [a, b] = await pair();
    a.want(b.nodeKey, 'test', at(b));
    b.want(a.nodeKey, 'test', at(a));
    for (let round = 0; round < 3; round++) {
      await eventually('both are connected', () => isUp(a, b));
      b.setOffline(true);
      await eventually('both have lost each other', () => !a.connection(b.nodeKey) && !b.connection(a.nodeKey));
      await expect(b.connect(a.nodeKey, at(a), 300)).rejects.toMatchObject({ code: 'AGENT_DISCONNECTED' });
      expect(a.connection(b.nodeKey)).toBeUndefined();
      b.setOffline(false);
    }
    await eventually('both are connected', () => isUp(a, b));
  });
});

describe('strangers', () => {
  test('a connection that nobody admits is closed after its time', async () => {
    const [a, b] = await pair({ limits: { unadmittedMs: 150 } });
    const connection = await a.connect(b.nodeKey, at(b), 5000);
    await eventually('both are connected', () => isUp(a, b));
    expect(b.connection(a.nodeKey)?.admitted).toBe(false);
    await connection.closed;
    await eventually('the other side has closed', () => !b.connection(a.nodeKey));
  });

  test('an admitted connection, and one of a peer that is wanted, stays', async () => {
    const [a, b] = await pair({ limits: { unadmittedMs: 100, unadmittedBytes: 1000 } });
    const c = await start();
    b.onConnection((connection) => {
      if (connection.remoteKey === c.nodeKey) connection.admit();
    });
    const stranger = await start();
    a.want(b.nodeKey, 'test', at(b));
    b.want(a.nodeKey, 'test');
    const gone = await stranger.connect(b.nodeKey, at(b), 5000);
    const admitted = await c.connect(b.nodeKey, at(b), 5000);
    await eventually('all are connected', () => isUp(a, b) && isUp(b, c));
    admitted.mux.createChannel({ protocol: `test/${'x'.repeat(5000)}` })?.open();
    await gone.closed;
    expect(b.connection(c.nodeKey)?.admitted).toBe(true);
    expect(b.connection(a.nodeKey)?.admitted).toBe(true);
  });

  test('a stranger that sends too much is closed', async () => {
    const [a, b] = await pair({ limits: { unadmittedBytes: 20_000 } });
    const connection = await a.connect(b.nodeKey, at(b), 5000);
    let sent = 0;
    const timer = setInterval(() => {
      connection.mux.createChannel({ protocol: `test/${sent++}/${'x'.repeat(2000)}` })?.open();
    }, 5);
    await connection.closed;
    clearInterval(timer);
    expect(sent).toBeLessThan(60);
  });

  test('more strangers than may stay are told that there are too many; wanted peers still get in', async () => {
    const b = await start({ limits: { unadmittedMax: 2 } });
    const strangers = await Promise.all([start(), start(), start()]);
    for (const stranger of strangers) stranger.want(b.nodeKey, 'test', at(b));
    await eventually('one was refused', () =>
      strangers.some((stranger) => stranger.peers()[0]?.last_error?.code === 'TOO_MANY_CONNECTIONS'),
    );
    expect(b.connections().length).toBeLessThanOrEqual(2);
    const friend = await start();
    b.want(friend.nodeKey, 'test');
    await friend.connect(b.nodeKey, at(b), 5000);
    await eventually('the friend is in', () => isUp(b, friend));
  });
});

describe('the UDP port', () => {
  test('a required port in use is an error of one line that names it; a preferred one gives way', async () => {
    const a = await start();
    const { port } = a;
    const attempt = openNetwork({
      keyPair: HyperDHT.keyPair(),
      host: '127.0.0.1',
      port,
      portRequired: true,
      bootstrap: 'none',
    });
    await expect(attempt).rejects.toThrow(new RegExp(`^UDP port ${port} on 127\\.0\\.0\\.1 is in use.*--p2p-port$`));
    const b = await start({ port });
    expect(b.port).not.toBe(port);
    expect(b.addresses()).toEqual([{ host: '127.0.0.1', port: b.port }]);
    await a.close();
    const c = await start({ port, portRequired: true });
    expect(c.port).toBe(port);
  });

  test('a host of another machine is an error that says so', async () => {
    const attempt = openNetwork({ keyPair: HyperDHT.keyPair(), host: '203.0.113.7', port: 0, bootstrap: 'none' });
    await expect(attempt).rejects.toThrow(/not an IPv4 address of this machine/);
  });
});

test('close ends open and half-made connections within 2 s, twice is harmless, and connect is refused after', async () => {
  const bootstrap = [await bootstrapper()];
  const [a, b] = await pair({ bootstrap });
  a.want(b.nodeKey, 'test', at(b));
  a.want(HyperDHT.keyPair().publicKey.toString('hex'), 'test', [{ host: '127.0.0.1', port: 9 }]);
  await eventually('both are connected', () => isUp(a, b));
  const began = performance.now();
  await Promise.all([a.close(), a.close()]);
  expect(performance.now() - began).toBeLessThan(2000);
  await expect(a.connect(b.nodeKey, at(b), 100)).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
  await eventually('the peer has noticed', () => b.connection(a.nodeKey) === undefined);
});
