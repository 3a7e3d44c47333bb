import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import HyperDHT from 'hyperdht';
import { afterEach, expect, test } from 'vitest';
import { openNetwork, type PeerNetwork, parseAddress } from '../../src/network/index.js';

const PROGRAM = fileURLToPath(new URL('../../dist/bootstrap.js', import.meta.url));

const children: ChildProcess[] = [];
const networks: PeerNetwork[] = [];

afterEach(async () => {
  await Promise.all(networks.splice(0).map((network) => network.close()));
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'close');
    }
  }
});

interface Run {
  child: ChildProcess;
  output: () => string;
  /** The first line of standard output. */
  line: Promise<string>;
  closed: Promise<number | null>;
}

function run(...args: string[]): Run {
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let output = '';
  const closed = once(child, 'close').then(([code]) => code as number | null);
  const line = new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (stream === child.stdout && output.includes('\n')) resolve(output.slice(0, output.indexOf('\n')));
      });
    }
    void closed.then(() => reject(new Error(`ended without a line: ${output}`)));
  });
  line.catch(() => {});
  return { child, output: () => output, line, closed };
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  'prints one line that says how to use it, lets nodes find each other, and ends on %s within 2 s',
  async (signal) => {
    const node = run('--host', '127.0.0.1', '--port', '0');
    const line = await node.line;
    const [, at] =
      /^bootstrap node on (\S+): start daemons with --bootstrap (\S+), or CONCORDAT_BOOTSTRAP=(\S+)$/.exec(line) ?? [];
    expect(at).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(line.split(at as string)).toHaveLength(4);
    const bootstrap = [parseAddress(at as string)];
    for (let i = 0; i < 2; i++) {
      networks.push(await openNetwork({ keyPair: HyperDHT.keyPair(), host: '127.0.0.1', port: 0, bootstrap }));
    }
    const [a, b] = networks as [PeerNetwork, PeerNetwork];
    expect((await a.connect(b.nodeKey, [], 10_000)).remoteKey).toBe(b.nodeKey);
    const began = performance.now();
    node.child.kill(signal);
    expect(await node.closed).toBe(0);
    expect(performance.now() - began).toBeLessThan(2000);
    expect(node.output()).toBe(`${line}\n`);
  },
);

test('says in one line that the port is in use, that the host cannot be one, and what is wrong with a flag', async () => {
  const first = run('--port', '0');
  const port = /127\.0\.0\.1:(\d+)/.exec(await first.line)?.[1] as string;
  for (const [args, code, message] of [
    [['--port', port], 1, `UDP port ${port} on 127.0.0.1 is in use; choose another one`],
    [
      ['--host', '0.0.0.0', '--port', '0'],
      1,
      '"0.0.0.0" cannot be the address of a bootstrap node: give the IPv4 address that the other nodes reach this machine at',
    ],
    [['--port', '70000'], 2, '"127.0.0.1:70000" is not an address; write host:port, such as 192.168.1.20:49737'],
    [['--prot', '1'], 2, "Unknown option '--prot'"],
  ] as const) {
    const attempt = run(...args);
    expect(await attempt.closed).toBe(code);
    expect(attempt.output()).toBe(`concordat bootstrap: ${message}\n`);
  }
});
