import type { Scope } from '@concordat/client';
import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { type Cli, type Context, examples } from '../context.js';
import { usageError } from '../failure.js';
import { relativeTime } from '../output.js';

const SCOPES: readonly Scope[] = ['read', 'write', 'operator'];

/** `agent add|list|revoke`. */
export function registerAgents(program: Command, { action }: Cli): void {
  const agent = program
    .command('agent')
    .helpCommand(false)
    .description('give the agents of this node tokens of their own');

  examples(
    agent
      .command('add')
      .description('mint a token for an agent; it is shown once')
      .argument('<name>', '1 to 32 lower-case letters, digits, dots, dashes and underscores')
      .option('--scope <scopes>', 'read, write, operator, separated by commas', readScopes, ['read', 'write'])
      .option('--save-token <path>', 'write the token to a new file (mode 0600) instead of showing it'),
    ['concordat agent add reviewer', 'concordat agent add reviewer --scope read --save-token reviewer.token'],
  ).action(action(add));

  examples(agent.command('list').description('list the agents of this node'), ['concordat agent list']).action(
    action(list),
  );

  examples(
    agent
      .command('revoke')
      .description("end an agent's token at once; what it wrote stays")
      .argument('<name>', 'name of the agent')
      .option('-y, --yes', 'do not ask'),
    ['concordat agent revoke reviewer --yes'],
  ).action(action(revoke));
}

function readScopes(text: string): Scope[] {
  return text.split(',').map((word) => {
    const scope = SCOPES.find((known) => known === word.trim());
    if (scope === undefined) throw usageError(`"${word}" is not a scope`, `use ${SCOPES.join(', ')}`);
    return scope;
  });
}

async function add(
  { client, out }: Context,
  name: string,
  options: { scope: Scope[]; saveToken?: string },
): Promise<void> {
  const answer = await out.progress('adding the agent', client.addAgent({ name, scopes: options.scope }));
  const { token, ...agent } = answer;
  const path = options.saveToken;
  if (path !== undefined) writeFileSync(path, `${token}\n`, { mode: 0o600, flag: 'wx' });
  await out.answer(path === undefined ? answer : { ...agent, token_file: path }, () =>
    [
      out.pairs([
        ['agent', agent.agent_id],
        ['may', agent.scopes.join(', ')],
        ['token', path === undefined ? token : `in ${path}`],
      ]),
      '',
      path === undefined
        ? 'It is not shown again. Give it to the agent as CONCORDAT_TOKEN.'
        : `Use it with --token-file ${path}, or give it to the agent as CONCORDAT_TOKEN.`,
    ].join('\n'),
  );
}

async function list({ client, out }: Context): Promise<void> {
  const answer = await out.progress('reading the agents', client.agents());
  await out.answer(answer, () => {
    if (answer.agents.length === 0) return 'no agents yet: add one with "concordat agent add <name>"';
    return out.table(
      ['name', 'agent id', 'may', 'added'],
      answer.agents.map((agent) => [
        agent.name,
        agent.agent_id,
        agent.scopes.join(', '),
        relativeTime(agent.created_at),
      ]),
    );
  });
}

async function revoke({ client, out }: Context, name: string, options: { yes?: boolean }): Promise<void> {
  if (!(await out.confirm(`end the token of ${name}`, options.yes))) return;
  const answer = await out.progress('revoking', client.revokeAgent(name));
  await out.answer(answer, () => `revoked the token of ${answer.name}`);
}
