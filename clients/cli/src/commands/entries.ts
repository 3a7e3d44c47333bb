import type { Entry, EntryType, Pact } from '@concordat/client';
import { type Command, Option } from 'commander';
import { type Cli, type Context, examples } from '../context.js';
import { usageError } from '../failure.js';
import { type Output, printable, relativeTime, summary } from '../output.js';
import { collect, parseDurationMs, parseSince, wholeNumber } from '../values.js';

/** How many entries `log` shows when nothing is said. */
const LOG_LIMIT_DEFAULT = 20;

interface WriteOptions {
  ref?: string[];
  ttl?: number;
  key?: string;
}

interface RecordOptions extends WriteOptions {
  topic?: string;
  source?: string;
  trust?: 'imported' | 'outside';
}

interface MessageOptions extends WriteOptions {
  priority?: 'low' | 'normal' | 'high';
  replyTo?: string;
  to?: string[];
  ack?: boolean;
}

interface LogOptions {
  follow?: boolean;
  type?: EntryType;
  topic?: string;
  author?: string;
  agent?: string;
  since?: string;
  limit: number;
}

/** `record`, `message`, `log`. */
export function registerEntries(program: Command, { action }: Cli): void {
  examples(
    withWriteOptions(program.command('record'))
      .description('record what you know')
      .argument('[content]', 'the text; - reads it from stdin')
      .option('-t, --topic <topic>', 'what it is about, up to 200 characters')
      .option('--source <text>', 'where it comes from')
      .addOption(
        new Option(
          '--trust <class>',
          'when it is not your own finding, but of another memory, or from outside',
        ).choices(['imported', 'outside']),
      ),
    [
      'concordat record --topic deploy "The staging database is read-only on Sundays"',
      'concordat record --topic deploy --source runbook - < notes.txt',
    ],
  ).action(action(record));

  examples(
    withWriteOptions(program.command('message'))
      .description('say something to the group, or to some of its agents')
      .argument('<content>', 'the text; - reads it from stdin')
      .addOption(new Option('--priority <priority>', 'how urgent it is').choices(['low', 'normal', 'high']))
      .option('--to <agent-id>', 'an agent that it is for, else everybody; may be repeated', collect)
      .option('--ack', 'ask for an acknowledgement')
      .option('--reply-to <id>', 'the message that this answers'),
    [
      'concordat message "The build is green again"',
      'concordat message --to ann@anon-fox-8f0c1d6d --ack "Please look at 8f0c1d6d-40"',
      'concordat message --reply-to 8f0c1d6d-42 "Thanks"',
    ],
  ).action(action(message));

  examples(
    program
      .command('log')
      .description('show the newest entries, oldest of them first')
      .option('-f, --follow', 'go on with what arrives, until interrupted')
      .addOption(
        new Option('--type <type>', 'only entries of this type').choices(['knowledge', 'task', 'skill', 'message']),
      )
      .option('--topic <topic>', 'only knowledge of this topic')
      .option('--author <handle>', 'only what this node and its agents wrote')
      .option('--agent <agent-id>', 'only what exactly this agent wrote')
      .option('--since <time>', 'only entries from then on: 2026-01-31T12:00:00Z, or 2h for two hours ago', readSince)
      .option('-n, --limit <number>', 'how many', wholeNumber('--limit', 1, 1_000), LOG_LIMIT_DEFAULT),
    ['concordat log', 'concordat log --follow --type message', 'concordat log --since 2h --json'],
  ).action(action(log));
}

function withWriteOptions(command: Command): Command {
  return command
    .option('--ref <id>', 'entry that this builds on; may be repeated', collect)
    .option('--ttl <duration>', 'how long it is worth keeping, such as 7d (default: for ever)', readTtl)
    .option('--key <key>', 'idempotency key: the same key again does not write a second entry');
}

/** Commander hands the value before as a second argument, which must not become the reader's clock. */
function readSince(text: string): string {
  return parseSince(text);
}

function readTtl(text: string): number {
  return Math.max(1, Math.round(parseDurationMs(text) / 1_000));
}

async function record(context: Context, given: string | undefined, options: RecordOptions): Promise<void> {
  const { out } = context;
  if (options.topic === undefined) throw usageError('a topic is needed', 'add --topic <topic>');
  const text = given ?? (await out.ask(`What do you know about ${options.topic}?`, ''));
  const content = await contentOf(out, text);
  const pact = await context.pact();
  const entry = await out.progress(
    'writing',
    pact.recordKnowledge(
      {
        topic: options.topic,
        content,
        ...(options.source === undefined ? {} : { source: options.source }),
        ...(options.trust === undefined ? {} : { trust: options.trust }),
        ...entryFields(options),
      },
      postOptions(options),
    ),
  );
  await out.answer(entry, () => `recorded ${entry.id} under ${options.topic} (${firmness(entry)})`);
}

async function message(context: Context, text: string, options: MessageOptions): Promise<void> {
  const { out } = context;
  const content = await contentOf(out, text);
  const pact = await context.pact();
  const entry = await out.progress(
    'writing',
    pact.postMessage(
      {
        content,
        ...(options.priority === undefined ? {} : { priority: options.priority }),
        ...(options.to === undefined ? {} : { to: options.to }),
        ...(options.ack === undefined ? {} : { ack: options.ack }),
        ...(options.replyTo === undefined ? {} : { reply_to: options.replyTo }),
        ...entryFields(options),
      },
      postOptions(options),
    ),
  );
  await out.answer(entry, () => `sent ${entry.id} (${firmness(entry)})`);
}

async function contentOf(out: Output, text: string): Promise<string> {
  const content = await out.contents(text);
  if (content === '') throw usageError('there is nothing to write', 'give the text, or - and the text on stdin');
  return content;
}

function entryFields(options: WriteOptions) {
  return {
    ...(options.ref === undefined ? {} : { refs: options.ref }),
    ...(options.ttl === undefined ? {} : { ttl: options.ttl }),
  };
}

function postOptions(options: WriteOptions) {
  return options.key === undefined ? {} : { idempotencyKey: options.key };
}

/** How firm a write is, in words. */
export function firmness(receipt: { confirmed: boolean }): string {
  return receipt.confirmed ? 'on disk, confirmed' : 'on disk, not confirmed by an indexer yet';
}

async function log(context: Context, options: LogOptions): Promise<void> {
  const { out } = context;
  const pact = await context.pact();
  // Taken before the list is read: what arrives in between comes twice and is dropped once, instead of being missed.
  const head = options.follow ? (await pact.listChanges({ from: 'head' })).cursor : null;
  const { limit, type, topic, author, agent, since } = options;
  const page = await out.progress(
    'reading the log',
    pact.entries({
      limit,
      ...(type === undefined ? {} : { type: [type] }),
      ...(topic === undefined ? {} : { topic }),
      ...(author === undefined ? {} : { author }),
      ...(agent === undefined ? {} : { agent_id: agent }),
      ...(since === undefined ? {} : { since }),
    }),
  );
  const oldestFirst = page.entries.toReversed();
  if (options.follow) return follow(out, pact, oldestFirst, head, options);
  await out.answer(page, () => {
    if (oldestFirst.length === 0) return 'no entries yet: write one with "concordat record --topic <topic> <text>"';
    return out.table(
      ['when', 'type', 'id', 'who', 'what'],
      oldestFirst.map((entry) => [relativeTime(entry.timestamp), entry.type, entry.id, whoOf(entry), whatOf(entry)]),
    );
  });
}

async function follow(
  out: Output,
  pact: Pact,
  shown: readonly Entry[],
  head: string | null,
  options: LogOptions,
): Promise<void> {
  const seen = new Set(shown.map((entry) => entry.id));
  for (const entry of shown) out.element(entry, () => logLine(out, entry));
  const from = head === null ? { from: 'head' as const } : { since: head };
  for await (const page of pact.changes({ ...from, ...(options.type === undefined ? {} : { type: options.type }) })) {
    for (const entry of page.entries) {
      if (seen.delete(entry.id) || !isWanted(entry, options)) continue;
      out.element(entry, () => logLine(out, entry));
    }
    for (const id of page.retracted) out.element({ retracted: id }, () => `${out.dim('retracted')} ${id}`);
  }
}

/** The filters that the change feed leaves to its reader. */
function isWanted(entry: Entry, { topic, author, agent, since }: LogOptions): boolean {
  if (topic !== undefined && entry.payload.topic !== topic) return false;
  if (agent !== undefined && entry.agent_id !== agent) return false;
  if (author !== undefined && entry.agent_id !== author && !entry.agent_id.endsWith(`@${author}`)) return false;
  return since === undefined || Date.parse(entry.timestamp) >= Date.parse(since);
}

/** A stream has no last row to align to, so its columns have fixed widths; the time is the wall clock, which does not age on screen. */
function logLine(out: Output, entry: Entry): string {
  const time = new Date(entry.timestamp).toLocaleTimeString('en-GB');
  return `${out.dim(time)}  ${entry.type.padEnd(9)}  ${entry.id.padEnd(14)}  ${whoOf(entry).padEnd(24)}  ${whatOf(entry)}`;
}

function whoOf(entry: Entry): string {
  return printable(entry.display_name ?? entry.agent_id);
}

/** An entry in one line: what a reader scans a log for. */
function whatOf(entry: Entry): string {
  const { topic, content, title, name, version } = entry.payload;
  switch (entry.type) {
    case 'knowledge':
      return summary(`${String(topic)}: ${String(content)}`);
    case 'task':
      return summary(String(title));
    case 'skill':
      return summary(`${String(name)} ${String(version)}`);
    case 'message':
      return summary(String(content));
  }
}
