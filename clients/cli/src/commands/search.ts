import type { EntryType } from '@concordat/client';
import { type Command, Option } from 'commander';
import { type Cli, type Context, examples } from '../context.js';
import { count, type Output, printable, relativeTime } from '../output.js';
import { parseSince, wholeNumber } from '../values.js';

/** How many entries are shown when nothing is said. */
const LIMIT_DEFAULT = 10;

interface SearchOptions {
  all?: boolean;
  type?: EntryType;
  topic?: string;
  status?: 'open' | 'claimed' | 'complete';
  author?: string;
  agent?: string;
  since?: string;
  until?: string;
  asOf?: string;
  limit: number;
}

interface Snippet {
  text: string;
  marks: number[][];
}

/** `search`. */
export function registerSearch(program: Command, { action }: Cli): void {
  examples(
    program
      .command('search')
      .description('find entries by what they say, the best first')
      .argument('<words...>', 'what to look for: words, "a phrase", begin*, -without')
      .option('-a, --all', 'in all pacts of this node')
      .addOption(
        new Option('--type <type>', 'only entries of this type').choices(['knowledge', 'task', 'skill', 'message']),
      )
      .option('--topic <topic>', 'only knowledge of this topic')
      .addOption(new Option('--status <status>', 'only tasks in this state').choices(['open', 'claimed', 'complete']))
      .option('--author <handle>', 'only what this node and its agents wrote')
      .option('--agent <agent-id>', 'only what exactly this agent wrote')
      .option('--since <time>', 'only entries from then on: 2026-01-31T12:00:00Z, or 2h for two hours ago', readTime)
      .option('--until <time>', 'only entries from before then', readTime)
      .option('--as-of <time>', 'what was there and current then', readTime)
      .option('-n, --limit <number>', 'how many', wholeNumber('--limit', 1, 100), LIMIT_DEFAULT),
    [
      'concordat search staging database',
      `concordat search '"read only"' --topic deploy`,
      'concordat search --all --type task --status open release notes',
    ],
  ).action(action(search));
}

/** Commander hands the value before as a second argument, which must not become the reader's clock. */
function readTime(text: string): string {
  return parseSince(text);
}

async function search(context: Context, words: string[], options: SearchOptions): Promise<void> {
  const { out } = context;
  const { all, agent, asOf, ...filters } = options;
  const query = {
    q: words.join(' '),
    ...filters,
    ...(agent === undefined ? {} : { agent_id: agent }),
    ...(asOf === undefined ? {} : { as_of: asOf }),
  };
  const asked = all ? context.client.search(query) : (await context.pact()).search(query);
  const page = await out.progress('searching', asked);
  if (!page.complete) out.note('the index is being made; entries may be missing');
  await out.answer(page, () => {
    if (page.entries.length === 0) return 'nothing says that';
    const found = page.entries.map((entry) => {
      const foreign = entry.trust === 'imported' || entry.trust === 'outside' ? [entry.trust] : [];
      const where = [
        entry.type,
        ...(all ? [entry.alias] : []),
        ...(entry.status ? [entry.status] : []),
        ...foreign,
      ].join(', ');
      const who = entry.display_name ?? entry.agent_id;
      const head = `${out.bold(entry.id)}  ${out.dim(printable(`${where}, ${who}, ${relativeTime(entry.timestamp)}`))}`;
      return `${head}\n  ${marked(out, entry.snippet)}`;
    });
    const some = page.matched === 'any' ? `${out.dim('no entry says all of it; these say some')}\n` : '';
    const more = page.has_more
      ? `\n${out.dim(`there are more than ${count(page.entries.length, 'entry', 'entries')}; see --limit`)}`
      : '';
    return `${some}${found.join('\n')}${more}`;
  });
}

/** The piece of the entry that was found, on one line, with what was asked for in bold. */
function marked(out: Output, { text, marks }: Snippet): string {
  const line = (piece: string): string => piece.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
  let at = 0;
  let shown = '';
  for (const [from = 0, to = 0] of marks) {
    shown += line(text.slice(at, from)) + out.bold(line(text.slice(from, to)));
    at = to;
  }
  return (shown + line(text.slice(at))).trim();
}
