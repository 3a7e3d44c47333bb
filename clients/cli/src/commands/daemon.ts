import type { HostStatus, PactStatus, Peers } from '@concordat/client';
import type { Command } from 'commander';
import { type Cli, type Context, examples } from '../context.js';
import { findDaemon, runAttached, startDaemon, stopDaemon } from '../daemon-process.js';
import { EXIT_CODES } from '../exit-codes.js';
import { failure } from '../failure.js';
import { count, duration } from '../output.js';
import { collect, wholeNumber } from '../values.js';

/** Flags of the daemon that `start` and `init` hand on; each has the daemon's default and environment name. */
interface DaemonOptions {
  host?: string;
  port?: number;
  p2pHost?: string;
  p2pPort?: number;
  bootstrap?: string;
  peer?: string[];
  logLevel?: string;
}

interface InitOptions extends DaemonOptions {
  alias?: string;
  purpose?: string;
  displayName?: string;
}

/** `init`, `start`, `stop`, `status`. */
export function registerDaemon(program: Command, { action }: Cli): void {
  examples(
    withDaemonOptions(
      program
        .command('init')
        .description('start the daemon if it is not running, and create a pact')
        .argument('[name]', 'name of the pact, "default" when left out')
        .option('--alias <alias>', 'local name of the pact (default: made from the name)')
        .option('--purpose <text>', 'what the pact is for, shown to its members')
        .option('--display-name <name>', 'how this node is called in the pact'),
    ),
    ['concordat init', 'concordat init "Release crew" --alias release --purpose "ship 2.0"'],
  ).action(action(init));

  examples(
    withDaemonOptions(
      program
        .command('start')
        .description('start the daemon in the background')
        .option('--foreground', 'stay attached: for supervisors and containers; MALLOC_ARENA_MAX=2 saves 40 MB there'),
    ),
    [
      'concordat start',
      'concordat start --port 0 --bootstrap public',
      'concordat start --foreground --peer <node key>@192.0.2.7:49737',
    ],
  ).action(action(start));

  examples(program.command('stop').description('stop the daemon of the data directory'), [
    'concordat stop',
    'concordat stop --data-dir ./second-node',
  ]).action(action(stop));

  examples(program.command('status').description('show the node and its current pact'), [
    'concordat status',
    'concordat status --pact release --json',
  ]).action(action(status));
}

function withDaemonOptions(command: Command): Command {
  const port = (what: string) => wholeNumber(what, 0, 65_535);
  return command
    .option('--host <address>', 'address to listen on (CONCORDAT_HOST; default: 127.0.0.1)')
    .option('--port <number>', 'HTTP port, 0 for any free one (CONCORDAT_PORT; default: 7666)', port('--port'))
    .option('--p2p-host <address>', 'address for other nodes (CONCORDAT_P2P_HOST; default: 0.0.0.0)')
    .option('--p2p-port <number>', 'UDP port for other nodes, 0 for any (CONCORDAT_P2P_PORT)', port('--p2p-port'))
    .option('--bootstrap <nodes>', 'DHT: none, public, or host:port,... (CONCORDAT_BOOTSTRAP; default: none)')
    .option('--peer <key@host:port>', 'node to stay connected to; may be repeated (CONCORDAT_PEER)', collect)
    .option('--log-level <level>', 'trace, debug, info, warn or error (CONCORDAT_LOG_LEVEL; default: info)');
}

function daemonArgs(dataDir: string, options: DaemonOptions): string[] {
  const args = ['--data-dir', dataDir];
  const add = (flag: string, value: string | number | undefined) => {
    if (value !== undefined) args.push(flag, String(value));
  };
  add('--host', options.host);
  add('--port', options.port);
  add('--p2p-host', options.p2pHost);
  add('--p2p-port', options.p2pPort);
  add('--bootstrap', options.bootstrap);
  for (const peer of options.peer ?? []) add('--peer', peer);
  add('--log-level', options.logLevel);
  return args;
}

async function start(context: Context, options: DaemonOptions & { foreground?: boolean }): Promise<number> {
  const { dataDir, out } = context;
  const args = daemonArgs(dataDir, options);
  if (options.foreground) return runAttached('daemon', args);
  const { file, already } = await ensureRunning(context, args);
  await out.answer({ url: file.url, pid: file.pid, data_dir: dataDir, already_running: already }, () =>
    out.pairs([
      [already ? 'already running' : 'started', `process ${file.pid}`],
      ['address', file.url],
      ['reference', `${file.url}/docs`],
      ['data', dataDir],
    ]),
  );
  return EXIT_CODES.OK.code;
}

async function ensureRunning(context: Context, args: readonly string[]) {
  const { dataDir, out } = context;
  const found = await findDaemon(dataDir);
  if (found.state === 'running') return { file: found.file, already: true };
  return { file: await out.progress('starting the daemon', startDaemon(dataDir, args)), already: false };
}

async function stop({ dataDir, out }: Context): Promise<void> {
  const found = await findDaemon(dataDir);
  if (found.state === 'silent') {
    throw failure(
      'DAEMON_UNREACHABLE',
      `process ${found.file.pid} does not answer at ${found.file.url}, so it may not be the daemon; it was left alone`,
      `look what it is (ps -p ${found.file.pid}) and end it yourself`,
    );
  }
  if (found.state === 'stopped') {
    return out.answer({ stopped: false, pid: null }, () => `no daemon is running on ${dataDir}`);
  }
  await out.progress('stopping the daemon', stopDaemon(found.file));
  await out.answer({ stopped: true, pid: found.file.pid }, () => `stopped (process ${found.file.pid})`);
}

async function init(context: Context, name: string | undefined, options: InitOptions): Promise<void> {
  const { out, client, dataDir } = context;
  if (!context.daemonIsNamed) await ensureRunning(context, daemonArgs(dataDir, options));
  const known = await client.pacts();
  if (name === undefined && known.current !== null) {
    const current = known.current;
    return out.answer({ created: false, current }, () =>
      [`this node has a pact already: ${current}`, 'add another with "concordat init <name>"'].join('\n'),
    );
  }
  const chosen = name ?? (await out.ask('Name of the pact', 'default'));
  const created = await out.progress(
    'creating the pact',
    client.createPact({
      name: chosen,
      ...(options.alias === undefined ? {} : { alias: options.alias }),
      ...(options.purpose === undefined ? {} : { purpose: options.purpose }),
      ...(options.displayName === undefined ? {} : { display_name: options.displayName }),
    }),
  );
  await out.answer({ created: true, ...created, url: client.url, data_dir: dataDir }, () =>
    [
      out.pairs([
        ['pact', created.alias],
        ['id', created.pact_id],
        ['you', created.display_name ?? created.peer_handle],
        ['address', client.url],
        ['reference', `${client.url}/docs`],
      ]),
      '',
      `next: concordat record --pact ${created.alias} --topic start "what you know"`,
      `      concordat invite --pact ${created.alias}`,
    ].join('\n'),
  );
}

async function status(context: Context): Promise<void> {
  const { out, client } = context;
  const [node, peers] = await out.progress('asking the daemon', Promise.all([client.status(), client.peers()]));
  const pact = await shownPact(context, node);
  await out.answer({ url: client.url, node, peers, pact }, () =>
    [nodeLines(context, node, peers), pact ? pactLines(context, pact) : noPactLines()].join('\n\n'),
  );
}

async function shownPact(context: Context, node: HostStatus): Promise<PactStatus | null> {
  if (node.current === null && !context.pactIsNamed) return null;
  return (await context.pact()).status();
}

function nodeLines({ out, client }: Context, node: HostStatus, peers: Peers): string {
  const [first, ...more] = peers.listening;
  return out.pairs([
    ['node', node.handle],
    ['daemon', `${client.url}, version ${node.version}, up ${duration(node.uptime_s * 1_000)}`],
    ['last end', LAST_END[node.started]],
    ['data', node.data_dir],
    ['pacts', `${node.pact_count}${node.current === null ? '' : `, current ${node.current}`}`],
    ['connected', count(peers.peers.filter((peer) => peer.connected).length, 'node')],
    ['as a peer', first === undefined ? undefined : `${peers.node_key}@${first}`],
    ['also at', more.length === 0 ? undefined : more.join(', ')],
  ]);
}

const LAST_END: Readonly<Record<HostStatus['started'], string>> = {
  clean: 'clean',
  new: 'first start',
  killed: 'killed; nothing was lost',
  power_loss: 'power cut, or a restored copy',
};

function pactLines({ out }: Context, pact: PactStatus): string {
  return out.pairs([
    ['pact', pact.pact_name ?? '-'],
    ['id', pact.pact_id],
    ['purpose', pact.pact_purpose ?? undefined],
    ['you', `${pact.display_name ?? pact.peer_handle}, ${pact.is_member ? pact.role : 'not a member yet'}`],
    ['members', pact.agents],
    ['entries', pact.entries],
    ['log', `${pact.confirmed_length} of ${pact.length} confirmed by ${count(pact.indexers, 'indexer')}`],
    ['in step', pact.synced ? 'yes' : 'catching up'],
    ['works offline', pact.offline_ready ? 'yes' : 'not yet: the copy is being completed'],
    ['refused ops', pact.rejections > 0 ? pact.rejections : undefined],
    ['attention', attention(pact)],
  ]);
}

function attention(pact: PactStatus): string | undefined {
  if (pact.excluded_by !== null) return `this node was removed from the pact by ${pact.excluded_by}`;
  if (pact.protocol.needs_upgrade) return 'the pact uses a newer protocol: install a newer Concordat';
  if (pact.writes_held) return 'writes are held until another member has confirmed the own log';
  if (!pact.is_member) return 'not admitted yet: join with an invite';
  return undefined;
}

function noPactLines(): string {
  return 'no pact yet: create one with "concordat init", or join one with "concordat join <invite>"';
}
