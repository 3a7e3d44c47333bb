import type { Member, Pact } from '@concordat/client';
import type { Command } from 'commander';
import { type Cli, type Context, examples } from '../context.js';
import { EXIT_CODES } from '../exit-codes.js';
import { failure, usageError } from '../failure.js';

/** `members`, `promote`, `remove-member`, `recover`. */
export function registerMembers(program: Command, { action }: Cli): void {
  examples(
    program
      .command('members')
      .alias('agents')
      .description('list the members of the pact')
      .option('--online', 'only those that are connected'),
    ['concordat members', 'concordat members --online --json'],
  ).action(action(members));

  examples(
    program
      .command('promote')
      .description('make a member an indexer, or the successor of a lost one')
      .argument('<member>', 'its handle, display name, or the beginning of its writer key')
      .option('--successor', 'may recover the pact alone should the indexer be lost'),
    ['concordat promote anon-owl-1a2b3c4d', 'concordat promote 1a2b3c4d --successor'],
  ).action(action(promote));

  examples(
    program
      .command('remove-member')
      .description('remove a member from the pact for everybody')
      .argument('<member>', 'its handle, display name, or the beginning of its writer key')
      .option('-y, --yes', 'do not ask'),
    ['concordat remove-member anon-owl-1a2b3c4d --yes'],
  ).action(action(removeMember));

  examples(
    program
      .command('recover')
      .description('replace an indexer that will not come back, or vote for that')
      .option('--indexer <member>', 'the new indexer (default: this node)')
      .option('-y, --yes', 'do not ask'),
    ['concordat recover', 'concordat recover --indexer anon-owl-1a2b3c4d --yes'],
  ).action(action(recover));
}

async function members(context: Context, options: { online?: boolean }): Promise<void> {
  const { out } = context;
  const pact = await context.pact();
  const answer = await out.progress('reading the members', pact.members(options.online ? { online: true } : {}));
  await out.answer(answer, () => {
    if (answer.length === 0) return 'nobody is online';
    return out.table(
      ['name', 'handle', 'role', 'online', 'key'],
      answer.map((member) => [
        `${member.display_name ?? '-'}${member.is_self ? ' (you)' : ''}`,
        member.agent_id,
        roleOf(member),
        member.online ? 'yes' : 'no',
        member.id.slice(0, 8),
      ]),
    );
  });
}

function roleOf(member: Member): string {
  const extras = [member.standby ? 'standby' : '', member.is_successor ? 'successor' : ''].filter(Boolean);
  return extras.length === 0 ? member.role : `${member.role} (${extras.join(', ')})`;
}

async function promote(context: Context, text: string, options: { successor?: boolean }): Promise<void> {
  const pact = await context.pact();
  const member = await findMember(pact, text);
  const answer = await context.out.progress(
    `promoting ${member.agent_id}`,
    pact.promoteMember({ key: member.id, successor: options.successor === true }),
  );
  await context.out.answer(answer, () => {
    if (options.successor) return `${member.agent_id} may recover the pact if its indexer is lost`;
    const waiting = answer.standby
      ? ': on standby until a third indexer is named, since two stop when one is away'
      : '';
    return `${member.agent_id} is ${answer.role}${waiting}`;
  });
}

async function removeMember(context: Context, text: string, options: { yes?: boolean }): Promise<void> {
  const { out } = context;
  const pact = await context.pact();
  const member = await findMember(pact, text);
  if (!(await out.confirm(`remove ${member.agent_id} from the pact ${pact.ref} for everybody`, options.yes))) return;
  const answer = await out.progress(`removing ${member.agent_id}`, pact.removeMember(member.id));
  await out.answer(answer, () => `removed ${member.agent_id}: it reads and writes nothing new from now on`);
}

async function recover(context: Context, options: { indexer?: string; yes?: boolean }): Promise<number> {
  const { out } = context;
  const pact = await context.pact();
  const indexer = options.indexer === undefined ? undefined : (await findMember(pact, options.indexer)).id;
  if (!(await out.confirm(`replace the indexer of ${pact.ref}, which must not come back`, options.yes))) {
    return EXIT_CODES.OK.code;
  }
  const answer = await out.progress(`recovering ${pact.ref}`, pact.recover(indexer === undefined ? {} : { indexer }));
  await out.answer(answer, () =>
    answer.recovered
      ? `recovered: ${answer.indexer.slice(0, 8)} orders the pact now`
      : `voted: ${answer.votes} of ${answer.needed} members; run the same command on the others`,
  );
  return answer.recovered ? EXIT_CODES.OK.code : EXIT_CODES.PENDING.code;
}

/** The one member that a handle, a display name, or the beginning (4 or more hex digits) of a writer key names. */
async function findMember(pact: Pact, text: string): Promise<Member> {
  const all = await pact.members();
  const wanted = text.toLowerCase();
  const exact = all.filter((member) => member.agent_id === wanted || member.id === wanted);
  const loose = all.filter(
    (member) => member.display_name === text || (/^[0-9a-f]{4,64}$/.test(wanted) && member.id.startsWith(wanted)),
  );
  const found = exact.length > 0 ? exact : loose;
  const [only] = found;
  if (only && found.length === 1) return only;
  if (found.length > 1) {
    throw usageError(
      `"${text}" names ${found.length} members`,
      `use a handle: ${found.map((one) => one.agent_id).join(', ')}`,
    );
  }
  throw failure('NOT_FOUND', `the pact has no member "${text}"`, 'see "concordat members"');
}
