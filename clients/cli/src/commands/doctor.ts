import type { Member, PactStatus, Peer } from '@concordat/client';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { ConcordatApiError } from '@concordat/client';
import type { Command } from 'commander';
import { type Cli, type Context, examples } from '../context.js';
import { EXIT_CODES, exitCodeOf } from '../exit-codes.js';
import { failure } from '../failure.js';
import { count, printable } from '../output.js';

/** What a check found, in words; a check that fails throws what is wrong and what to do. */
type Check = (found: Findings) => Promise<string> | string;

/** What earlier checks learned and later ones need. */
interface Findings {
  context: Context;
  status?: PactStatus;
  members?: Member[];
}

interface CheckResult {
  name: string;
  state: 'ok' | 'failed' | 'skipped';
  detail: string;
  hint: string | null;
}

/** In this order: each presumes those before it, so the first that fails is the one to mend. */
const CHECKS: readonly (readonly [name: string, check: Check])[] = [
  ['data directory', checkDataDir],
  ['daemon', checkDaemon],
  ['token', checkToken],
  ['pact', checkPact],
  ['peers', checkPeers],
  ['indexer', checkIndexer],
  ['offline copy', checkOfflineReady],
];

/** `doctor`. */
export function registerDoctor(program: Command, { action }: Cli): void {
  examples(
    program
      .command('doctor')
      .description('check everything in order; name the first thing that is wrong, and what to do'),
    ['concordat doctor', 'concordat doctor --pact release --json'],
  ).action(action(doctor));
}

async function doctor(context: Context): Promise<number> {
  const { out } = context;
  const { results, error } = await out.progress('checking', runChecks(context));
  const failed = results.find((result) => result.state === 'failed');
  await out.answer({ ok: failed === undefined, failed: failed?.name ?? null, checks: results }, () => {
    const width = Math.max(...results.map((result) => result.name.length));
    const lines = results.map(({ name, state, detail }) => {
      const mark = { ok: out.green('ok     '), failed: out.red('FAILED '), skipped: out.dim('skipped') }[state];
      return `${mark}  ${name.padEnd(width)}  ${printable(detail)}`.trimEnd();
    });
    if (failed) lines.push('', `${out.bold(failed.name)}: ${printable(failed.hint ?? failed.detail)}`);
    return lines.join('\n');
  });
  if (error === undefined) return EXIT_CODES.OK.code;
  return exitCodeOf(error.status, error.code);
}

async function runChecks(context: Context): Promise<{ results: CheckResult[]; error: ConcordatApiError | undefined }> {
  const found: Findings = { context };
  const results: CheckResult[] = [];
  let error: ConcordatApiError | undefined;
  for (const [name, check] of CHECKS) {
    if (error) {
      results.push({ name, state: 'skipped', detail: '', hint: null });
      continue;
    }
    try {
      results.push({ name, state: 'ok', detail: await check(found), hint: null });
    } catch (thrown) {
      if (!(thrown instanceof ConcordatApiError)) throw thrown;
      error = thrown;
      results.push({ name, state: 'failed', detail: error.message, hint: error.hint ?? null });
    }
  }
  return { results, error };
}

function checkDataDir({ context }: Findings): string {
  if (context.daemonIsNamed) return 'not looked at: the daemon was given by its address';
  const dir = context.dataDir;
  if (modeOf(dir) === undefined) {
    throw failure('DAEMON_NOT_FOUND', `${dir} does not exist`, 'run "concordat init", or give --data-dir');
  }
  for (const path of [dir, join(dir, 'daemon.json'), join(dir, 'node.key')]) {
    const mode = modeOf(path);
    // Windows has no such bits.
    if (mode === undefined || process.platform === 'win32' || (mode & 0o077) === 0) continue;
    throw failure(
      'UNSAFE_PERMISSIONS',
      `${path} can be read by others (mode ${(mode & 0o777).toString(8)})`,
      `run: chmod go-rwx "${path}"`,
    );
  }
  return dir;
}

function modeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mode;
}

async function checkDaemon({ context }: Findings): Promise<string> {
  await context.client.healthz();
  return context.client.url;
}

async function checkToken({ context }: Findings): Promise<string> {
  const { handle, version } = await context.client.status();
  return `accepted by ${handle}, version ${version}`;
}

async function checkPact(found: Findings): Promise<string> {
  const pact = await found.context.pact();
  const status = await pact.status();
  found.status = status;
  const fail = (what: string, hint: string) => failure('PACT_UNUSABLE', what, hint);
  if (status.excluded_by !== null) {
    throw fail(`this node was removed from the pact by ${status.excluded_by}`, 'ask a member for a new invite');
  }
  if (status.protocol.needs_upgrade) {
    throw fail(
      `the pact moved to a newer protocol than this daemon knows, which is ${status.protocol.supported}`,
      'install a newer Concordat; entries stay readable',
    );
  }
  if (!status.is_member) {
    throw fail(
      'this node was not admitted to the pact yet',
      'ask a member for an invite, then "concordat join <invite>"',
    );
  }
  if (status.writes_held) {
    throw fail(
      'writes are held: after a power cut or a restored copy another member has to confirm the own log; or the disk is full',
      'connect this node to another member, or make room; reading works meanwhile',
    );
  }
  found.members = await pact.members();
  return `${status.pact_name ?? pact.ref}: ${status.role}, ${count(status.agents, 'member')}, ${count(status.entries, 'entry', 'entries')}`;
}

async function checkPeers({ context, status, members = [] }: Findings): Promise<string> {
  const { peers, listening } = await context.client.peers();
  const others = members.filter((member) => !member.is_self);
  const online = others.filter((member) => member.online);
  if (others.length === 0) return 'alone in the pact: let others in with "concordat invite"';
  if (online.length > 0) return `${online.length} of ${others.length} other members connected`;
  const shared = peers.filter((peer) => status !== undefined && peer.shared_pacts.includes(status.pact_id));
  throw failure(
    'NO_AGENTS',
    `none of ${others.length} other members is connected${whyNot(shared)}`,
    peerHint(listening),
  );
}

function whyNot(peers: readonly Peer[]): string {
  const failed = peers.find((peer) => peer.last_error !== null);
  return failed?.last_error ? `; last attempt to reach ${failed.handle}: ${failed.last_error.message}` : '';
}

function peerHint(listening: readonly string[]): string {
  const here = listening.length > 0 ? ` (this node listens at ${listening.join(', ')})` : '';
  return `check that their daemons run and that UDP gets through; without a DHT name one with "concordat start --peer <node key>@host:port"${here}`;
}

function checkIndexer({ status, members = [] }: Findings): string {
  if (status?.is_indexer) return 'this node orders the pact';
  const reachable = members.filter((member) => !member.is_self && member.online && member.role !== 'member');
  const [first] = reachable;
  if (first) return `${first.display_name ?? first.agent_id} is connected`;
  throw failure(
    'NO_INDEXER_REACHABLE',
    'no indexer of the pact is connected: writes are kept here and stay unconfirmed, claims stay pending',
    'wait until one is online; if it will not come back, run "concordat recover"',
  );
}

function checkOfflineReady({ status }: Findings): string {
  if (status?.offline_ready) return 'complete: reading and writing work alone';
  throw failure(
    'NOT_OFFLINE_READY',
    'the copy on this disk is not complete yet',
    'leave the daemon connected for a while',
  );
}
