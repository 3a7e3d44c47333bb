import { type ChildProcess, fork } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Failpoint } from '../../src/failpoints.js';
import { EventReader } from './events.js';
import { Client, keepAlive } from './http.js';
import { until } from './until.js';

/** The built daemon; CONCORDAT_TEST_MAIN names another build, such as an installed package, to run the same tests against. */
const MAIN = process.env.CONCORDAT_TEST_MAIN ?? fileURLToPath(new URL('../../dist/bundle/main.js', import.meta.url));
/** How long a daemon may take from spawn to a good healthz on a busy machine, unless its options say otherwise. */
const START_MS_MAX = 20_000;
/** The promise is 5 s (architecture, "Operations"); the rest is for a busy machine. */
const STOP_MS_MAX = 8_000;

/** What the daemon answers to `dump` over the test channel. */
export interface Dump {
  /** Tree hash of the signed view. */
  tree_hash: string | null;
  signed_length: number;
  length: number;
  /** The projection's agreed tables as text, one row a line. */
  projection: string;
  local_length: number;
  /** The longest own writer core that any connected peer reports. */
  remote_local_length: number;
  /** Logs of which something is to come that this node jumped over. */
  gaps: number;
}

export interface DaemonOptions {
  /** Data directory; the room's own when left out. */
  dir: string;
  /** `none` (default) or `host:port,...`. */
  bootstrap?: string;
  /** `<64 hex>@host:port`, dialed from the start. */
  peers?: readonly string[];
  /** Further flags. */
  args?: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** File mode mask of the process; the test's own when left out. */
  umask?: number;
  /** Command that runs the daemon, such as one that enters a network namespace; it must become the daemon, with the same process id. */
  within?: readonly string[];
  /** How long a start may take: for long runs that give way to everything else on the machine. */
  start_max_ms?: number;
}

/** How a process ended. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

interface ControlAnswer {
  id: number;
  ok: boolean;
  error?: string;
}

const living = new Set<ChildProcess>();
/** Last resort when a test run is torn down without its hooks. */
process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

/** A real daemon process on a data directory; it can be stopped, killed and started again. */
export class Daemon {
  readonly dir: string;
  readonly options: DaemonOptions;
  /** The host's caller: all scopes, no rate limit. */
  readonly host: Client;
  url = new URL('http://127.0.0.1:1/');
  token = '';
  node_key = '';
  handle = '';
  /** ms from spawn to a good healthz, of the last start. */
  boot_ms = 0;
  readonly #agent = keepAlive();
  #child: ChildProcess | null = null;
  #exit: Promise<Exit> | null = null;
  #control = new Map<number, { resolve: (answer: never) => void; reject: (error: Error) => void }>();
  #sent = 0;
  #output: string[] = [];
  #errors: string[] = [];

  constructor(options: DaemonOptions) {
    this.options = options;
    this.dir = options.dir;
    this.host = new Client(
      () => this.url,
      () => this.token,
      this.#agent,
    );
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }
  get running(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
  }
  /** Resolves when the process of the last start has ended. */
  get exited(): Promise<Exit> {
    if (!this.#exit) throw new Error('the daemon was never started');
    return this.#exit;
  }
  /** Everything the process printed since its last start. */
  get output(): string {
    return this.#output.join('');
  }

  /** The part of {@link output} that went to the standard error. */
  get errors(): string {
    return this.#errors.join('');
  }

  /** Path of the daemon's file in its data directory. */
  file(...parts: string[]): string {
    return path.join(this.dir, ...parts);
  }

  /** Spawns the process without waiting for it to serve: for starts that must fail. */
  spawn(extra: { peers?: readonly string[]; args?: readonly string[] } = {}): void {
    if (this.running) throw new Error('the daemon runs already');
    const { bootstrap = 'none', peers = [], args = [], env = {}, umask, within = [] } = this.options;
    const flags = ['--data-dir', this.dir, '--port', '0', '--p2p-host', '127.0.0.1', '--bootstrap', bootstrap];
    for (const peer of [...peers, ...(extra.peers ?? [])]) flags.push('--peer', peer);
    flags.push(...args, ...(extra.args ?? []));
    const inherited = Object.fromEntries(
      Object.entries(process.env).filter(
        ([name]) => !name.startsWith('CONCORDAT_') && name !== 'NODE_OPTIONS' && !name.startsWith('VITEST'),
      ),
    );
    const mask = umask === undefined ? null : process.umask(umask);
    let child: ChildProcess;
    try {
      child = fork(MAIN, flags, {
        // As `concordat start` does it.
        env: { ...inherited, MALLOC_ARENA_MAX: '2', CONCORDAT_TEST_CONTROL: '1', ...env },
        execPath: within[0] ?? process.execPath,
        execArgv: within.length > 0 ? [...within.slice(1), process.execPath] : [],
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      });
    } finally {
      if (mask !== null) process.umask(mask);
    }
    this.#child = child;
    this.#output = [];
    this.#errors = [];
    living.add(child);
    for (const [stream, own] of [
      [child.stdout, null],
      [child.stderr, this.#errors],
    ] as const) {
      stream?.setEncoding('utf8');
      stream?.on('data', (chunk: string) => {
        own?.push(chunk);
        this.#output.push(chunk);
        if (this.#output.length > 5_000) this.#output.splice(0, 1_000);
      });
    }
    child.on('message', (message: ControlAnswer) => {
      const waiting = this.#control.get(message.id);
      if (!waiting) return;
      this.#control.delete(message.id);
      if (message.ok) waiting.resolve(message as never);
      else waiting.reject(new Error(`test channel: ${message.error}`));
    });
    this.#exit = new Promise((resolve) => {
      child.on('close', (code, signal) => {
        living.delete(child);
        for (const waiting of this.#control.values()) waiting.reject(new Error('the daemon ended'));
        this.#control.clear();
        resolve({ code, signal });
      });
    });
  }

  /** Spawns the process and resolves when it serves. */
  async start(extra: { peers?: readonly string[]; args?: readonly string[] } = {}): Promise<this> {
    const started = performance.now();
    this.spawn(extra);
    let gone: Exit | null = null;
    void this.exited.then((exit) => {
      gone = exit;
    });
    await until(
      async () => {
        if (gone) return true;
        const info = this.#daemonFile();
        if (!info || info.pid !== this.pid) return false;
        this.url = new URL(info.url);
        this.token = info.apiToken;
        this.node_key = info.node_key;
        this.handle = info.handle;
        return (await this.host.as(null).get('/v1/healthz', { deadline_ms: 2_000 })).status === 200;
      },
      {
        what: `the daemon in ${path.basename(this.dir)} serves\n${this.tail()}`,
        deadline_ms: this.options.start_max_ms ?? START_MS_MAX,
      },
    ).catch((error) => {
      throw new Error(`${(error as Error).message}\n${this.tail()}`, { cause: error });
    });
    if (gone)
      throw new Error(
        `the daemon in ${path.basename(this.dir)} ended while starting: ${JSON.stringify(gone)}\n${this.tail()}`,
      );
    this.boot_ms = performance.now() - started;
    return this;
  }

  #daemonFile(): { pid: number; url: string; apiToken: string; node_key: string; handle: string } | null {
    try {
      return JSON.parse(fs.readFileSync(this.file('daemon.json'), 'utf8'));
    } catch {
      return null;
    }
  }

  /** Asks the process to stop and answers how it ended and after how many ms; kills it when it does not. */
  async stop(signal: 'SIGTERM' | 'SIGINT' = 'SIGTERM'): Promise<Exit & { took_ms: number }> {
    const started = performance.now();
    if (this.running) this.#child?.kill(signal);
    const slow = setTimeout(() => this.#child?.kill('SIGKILL'), STOP_MS_MAX);
    const exit = await this.exited;
    clearTimeout(slow);
    return { ...exit, took_ms: performance.now() - started };
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.exited;
  }

  /** The last lines that the process printed, for a failure's message. */
  tail(lines = 30): string {
    return this.output.split('\n').slice(-lines).join('\n');
  }

  /** Frees what this side holds. The data directory belongs to the room. */
  async close(): Promise<void> {
    if (this.#child) await this.stop();
    this.#agent.destroy();
  }

  // --- the test channel

  #ask<T>(op: string, fields: Record<string, unknown> = {}): Promise<T> {
    const child = this.#child;
    if (!child?.connected) return Promise.reject(new Error('the daemon has no test channel'));
    const id = ++this.#sent;
    return new Promise<T>((resolve, reject) => {
      const slow = setTimeout(() => {
        this.#control.delete(id);
        reject(new Error(`test channel: no answer to ${op}\n${this.tail()}`));
      }, 30_000);
      this.#control.set(id, {
        resolve: (answer) => {
          clearTimeout(slow);
          resolve(answer as T);
        },
        reject: (error) => {
          clearTimeout(slow);
          reject(error);
        },
      });
      child.send({ id, op, ...fields });
    });
  }

  /** Cuts every peer connection and refuses new ones, or lets them come back. */
  async offline(value: boolean): Promise<void> {
    await this.#ask('offline', { value });
  }
  /** Every fdatasync of the log takes at least this long from now on. */
  async fdatasyncDelay(ms: number): Promise<void> {
    await this.#ask('fdatasync-delay', { ms });
  }
  /**
   * The process gets the signal when it passes the point for the `passes`-th time from now on.
   * @param options.marks file that it writes before that: how long each write-ahead log of its store was at its last sync
   */
  async failAt(
    point: Failpoint,
    passes: number,
    { signal = 'SIGKILL', marks = null }: { signal?: 'SIGKILL' | 'SIGSTOP'; marks?: string | null } = {},
  ): Promise<void> {
    await this.#ask('fail-at', { point, passes, signal, marks });
  }
  async dump(pact: string): Promise<Dump> {
    return this.#ask<Dump>('dump', { pact });
  }
  /** What the process holds after a collection of garbage; handles are sockets, timers and whatever else keeps it alive. */
  async resources(): Promise<{ rss_bytes: number; heap_bytes: number; handles: number }> {
    return this.#ask('resources');
  }
  /** Appends bytes, as they are, to this node's own log of the pact. */
  async appendRaw(pact: string, blocks: readonly (string | Buffer)[]): Promise<void> {
    await this.#ask('append-raw', { pact, hex: blocks.map((block) => Buffer.from(block as string).toString('hex')) });
  }

  // --- shorthands

  /** Opens `GET /v1/events`. */
  events(query = '', lastEventId?: string | null, token: string | null = this.token): Promise<EventReader> {
    return EventReader.open(this.url, `/v1/events${query ? `?${query}` : ''}`, token, lastEventId);
  }

  /** `<node key>@host:port`, as `--peer` takes it. */
  async address(): Promise<string> {
    const { listening } = await this.host.must(200, 'GET', '/v1/peers');
    return `${this.node_key}@${listening[0]}`;
  }

  /** Mints a named agent and answers a caller with its token. */
  async agent(name: string, scopes?: readonly string[]): Promise<AgentClient> {
    const minted = await this.host.must(201, 'POST', '/v1/agents', { name, ...(scopes ? { scopes } : {}) });
    return Object.assign(this.host.as(minted.token), {
      agent_id: minted.agent_id as string,
      token: minted.token as string,
    });
  }
}

/** A {@link Client} that speaks for a named agent. */
export type AgentClient = Client & { readonly agent_id: string; readonly token: string };
