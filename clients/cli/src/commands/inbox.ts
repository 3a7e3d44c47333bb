import type { Letter } from '@concordat/client';
import type { Command } from 'commander';
import { type Cli, type Context, examples } from '../context.js';
import { count, printable, printableBlock, relativeTime, summary } from '../output.js';
import { collect, wholeNumber } from '../values.js';
import { firmness } from './entries.js';

/** How many messages are shown when nothing is said. */
const LIMIT_DEFAULT = 20;

interface InboxOptions {
  unread?: boolean;
  agent?: string;
  ack?: string[];
  limit: number;
}

interface ContextOptions {
  topic?: string;
  agent?: string;
  budget?: number;
}

/** `inbox` and `context`. */
export function registerInbox(program: Command, { action }: Cli): void {
  examples(
    program
      .command('inbox')
      .description('show the messages for you, unread first')
      .option('-u, --unread', 'only unread ones')
      .option('--ack <id>', 'say that you have dealt with this message; may be repeated', collect)
      .option('--agent <agent-id>', 'the inbox of this agent; for operators')
      .option('-n, --limit <number>', 'how many', wholeNumber('--limit', 1, 1_000), LIMIT_DEFAULT),
    ['concordat inbox --unread', 'concordat inbox --ack 8f0c1d6d-42', 'concordat inbox --agent ann@anon-fox-8f0c1d6d'],
  ).action(action(inbox));

  examples(
    program
      .command('context')
      .description(
        'show what you need at the start of work, as a model gets it: what you hold, what is unread, what is open, what is known',
      )
      .option('-t, --topic <topic>', 'only knowledge of this topic')
      .option('--budget <tokens>', 'tokens to spend on it (default: 3000)', wholeNumber('--budget', 300, 100_000))
      .option('--agent <agent-id>', 'for this agent; for operators'),
    ['concordat context', 'concordat context --topic deploy --budget 1000'],
  ).action(action(showContext));
}

async function showContext(at: Context, { budget, ...options }: ContextOptions): Promise<void> {
  const { out } = at;
  const asked = (await at.pact()).context({ ...options, ...(budget === undefined ? {} : { budget_tokens: budget }) });
  const answer = await out.progress('reading the context', asked);
  await out.answer(answer, () => printableBlock(answer.text).trimEnd());
}

async function inbox(context: Context, { ack, ...options }: InboxOptions): Promise<void> {
  const { out } = context;
  const pact = await context.pact();
  if (ack !== undefined) {
    const done = await out.progress('acknowledging', pact.acknowledge(ack));
    await out.answer(done, () => `acknowledged ${count(ack.length, 'message')} (${firmness(done)})`);
    return;
  }
  const page = await out.progress('reading the inbox', pact.inbox(options));
  await out.answer(page, async () => {
    if (page.entries.length === 0) return 'no messages';
    const rows = await out.table(
      ['', 'when', 'id', 'from', 'what'],
      page.entries.map((letter) => [
        stateOf(letter),
        relativeTime(letter.timestamp),
        letter.id,
        printable(letter.display_name ?? letter.agent_id),
        summary(String(letter.payload.content)),
      ]),
    );
    const more = page.has_more ? `\n${out.dim('there are more; see --limit')}` : '';
    return `${rows}${more}`;
  });
}

/** What is still to be done about a message. */
function stateOf({ unread, payload }: Letter): string {
  if (!unread) return '';
  return payload.ack === true ? 'unread, asks for --ack' : 'unread';
}
