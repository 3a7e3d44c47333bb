import type { InviteSummary } from '@concordat/client';
import type { Command } from 'commander';
import { type Cli, type Context, examples } from '../context.js';
import { relativeTime } from '../output.js';
import { parseDurationMs, parseInvite } from '../values.js';

interface InviteOptions {
  ttl?: number;
  list?: boolean;
  revoke?: string;
  yes?: boolean;
}

/** `list`, `switch`, `rename`, `remove`, `invite`, `join`, `reindex`. */
export function registerPacts(program: Command, { action }: Cli): void {
  examples(program.command('list').description('list the pacts of this node'), ['concordat list']).action(action(list));

  examples(
    program.command('switch').description('make a pact the current one').argument('<alias>', 'alias of the pact'),
    ['concordat switch release'],
  ).action(
    action(async ({ client, out }: Context, alias: string) => {
      const answer = await out.progress('switching', client.switchPact(alias));
      await out.answer(answer, () => `the current pact is ${answer.current}`);
    }),
  );

  examples(
    program
      .command('rename')
      .description('give a pact another alias on this node')
      .argument('<pact>', 'alias or id of the pact')
      .argument('<new-alias>', 'the new alias'),
    ['concordat rename default release'],
  ).action(
    action(async ({ client, out }: Context, pact: string, alias: string) => {
      const answer = await out.progress('renaming', client.renamePact(pact, alias));
      await out.answer(answer, () => `${pact} is now called ${answer.alias}`);
    }),
  );

  examples(
    program
      .command('remove')
      .description("delete this node's copy and keys of a pact; the other members keep theirs")
      .argument('<pact>', 'alias or id of the pact')
      .option('-y, --yes', 'do not ask'),
    ['concordat remove release', 'concordat remove release --yes'],
  ).action(action(remove));

  examples(
    program
      .command('invite')
      .description('mint an invite for one node, or list or revoke invites')
      .option('--ttl <duration>', 'how long it can be used (default: 24h)', parseDurationMs)
      .option('--list', 'list the invites of the pact')
      .option('--revoke <nonce>', 'revoke an invite')
      .option('-y, --yes', 'do not ask before revoking'),
    [
      'concordat invite',
      'concordat invite --ttl 1h --json',
      'concordat invite --list',
      'concordat invite --revoke <nonce>',
    ],
  ).action(action(invite));

  examples(
    program
      .command('join')
      .description('join a pact with an invite')
      .argument('<invite>', 'invite token, share link, or pact id; - reads it from stdin')
      .option('--alias <alias>', 'local name of the pact (default: made from its name)')
      .option('--display-name <name>', 'how this node is called in the pact'),
    ['concordat join <invite>', 'concordat join - --alias release < invite.txt'],
  ).action(action(join));

  examples(program.command('reindex').description("rebuild this node's lists of a pact from its log"), [
    'concordat reindex',
    'concordat reindex --pact release',
  ]).action(
    action(async (context: Context) => {
      const pact = await context.pact();
      const answer = await context.out.progress(`rebuilding ${pact.ref}`, pact.reindex());
      await context.out.answer(
        answer,
        () => `rebuilt ${pact.ref}: ${answer.entries} entries in ${Math.round(answer.took_ms)} ms`,
      );
    }),
  );
}

async function list({ client, out }: Context): Promise<void> {
  const answer = await out.progress('asking the daemon', client.pacts());
  await out.answer(answer, () => {
    if (answer.pacts.length === 0) {
      return 'no pacts yet: create one with "concordat init", or join one with "concordat join <invite>"';
    }
    return out.table(
      ['', 'alias', 'name', 'role', 'you', 'added', 'id'],
      answer.pacts.map((pact) => [
        pact.is_current ? '*' : ' ',
        pact.alias,
        pact.pact_name,
        pact.role ?? 'not admitted',
        pact.display_name,
        relativeTime(pact.added_at),
        pact.pact_id.slice(0, 8),
      ]),
    );
  });
}

async function remove({ client, out }: Context, ref: string, options: { yes?: boolean }): Promise<void> {
  if (!(await out.confirm(`delete the pact ${ref} with all its entries from this node`, options.yes))) return;
  const answer = await out.progress(`removing ${ref}`, client.removePact(ref));
  await out.answer(answer, () => `removed ${answer.removed.alias} from this node`);
}

async function invite(context: Context, options: InviteOptions): Promise<void> {
  const pact = await context.pact();
  const { out } = context;
  if (options.list) {
    const answer = await out.progress('reading the invites', pact.invites());
    return out.answer(answer, () => {
      if (answer.entries.length === 0) return 'no invites yet: mint one with "concordat invite"';
      return out.table(
        ['nonce', 'state', 'expires', 'created', 'by', 'used by'],
        answer.entries.map((entry) => [
          entry.nonce,
          inviteState(entry),
          relativeTime(entry.expires_at),
          relativeTime(entry.created_at),
          entry.issuer_display,
          entry.spent_by,
        ]),
      );
    });
  }
  if (options.revoke !== undefined) {
    const nonce = options.revoke;
    if (!(await out.confirm(`revoke the invite ${nonce}`, options.yes))) return;
    const answer = await out.progress('revoking', pact.revokeInvite(nonce));
    return out.answer(answer, () => `revoked ${answer.nonce}`);
  }
  const answer = await out.progress(
    'minting an invite',
    pact.createInvite(options.ttl === undefined ? {} : { ttl_ms: options.ttl }),
  );
  await out.answer(answer, () =>
    [
      out.pairs([
        ['token', answer.token],
        ['link', answer.share_url],
        ['expires', relativeTime(answer.expires_at)],
      ]),
      '',
      'It lets one node in: hand it over by a channel you trust. There run: concordat join <token>',
    ].join('\n'),
  );
}

function inviteState({ revoked, spent_at, dead }: InviteSummary): string {
  if (spent_at !== null) return 'used';
  if (revoked) return 'revoked';
  return dead ? 'expired' : 'open';
}

async function join(
  { client, out }: Context,
  text: string,
  options: { alias?: string; displayName?: string },
): Promise<void> {
  const answer = await out.progress(
    'joining: looking for a member that can let this node in',
    client.joinPact({
      ...parseInvite(await out.contents(text)),
      ...(options.alias === undefined ? {} : { alias: options.alias }),
      ...(options.displayName === undefined ? {} : { display_name: options.displayName }),
    }),
  );
  await out.answer(answer, () =>
    [
      out.pairs([
        ['pact', answer.pact_name ?? answer.pact_id],
        ['alias', answer.alias],
        ['you', `${answer.display_name ?? answer.peer_handle}, ${answer.role ?? 'not admitted yet'}`],
      ]),
      '',
      answer.role === null
        ? 'next: ask a member for an invite, then run "concordat join <invite>"'
        : `next: concordat log --pact ${answer.alias}`,
    ].join('\n'),
  );
}
