import type { PendingClaim, Task, TaskExplanation, WrittenTask } from '@concordat/client';
import { type Command, Option } from 'commander';
import { type Cli, type Context, examples } from '../context.js';
import { EXIT_CODES } from '../exit-codes.js';
import { usageError } from '../failure.js';
import { type Output, printableBlock, relativeTime, summary } from '../output.js';
import { parseDurationMs, wholeNumber } from '../values.js';
import { firmness } from './entries.js';

/** The contract's limit for `wait`. */
const WAIT_MAX_MS = 30_000;

interface LeaseOptions {
  ttl?: number;
  fence?: number;
}

/** `task add|list|show|claim|renew|release|complete`. */
export function registerTasks(program: Command, { action }: Cli): void {
  const task = program
    .command('task')
    .helpCommand(false)
    .description('divide work: add, take, keep, give back and finish tasks');
  const fence = wholeNumber('--fence', 0, Number.MAX_SAFE_INTEGER);

  examples(
    task
      .command('add')
      .description('put a task up for the group')
      .argument('<title>', 'what is to be done, up to 200 characters')
      .option('-d, --description <text>', 'more about it; - reads it from stdin')
      .option('--assign <agent-id>', 'only this agent can claim it')
      .option('--key <key>', 'idempotency key: the same key again does not write a second task'),
    ['concordat task add "Write the migration"', 'concordat task add "Review #7" --assign reviewer@anon-fox-8f0c1d6d'],
  ).action(action(add));

  examples(
    task
      .command('list')
      .description('list tasks, newest first')
      .addOption(new Option('--status <status>', 'only tasks in this state').choices(['open', 'claimed', 'complete']))
      .option('-n, --limit <number>', 'how many', wholeNumber('--limit', 1, 1_000), 50),
    ['concordat task list --status open', 'concordat task list --json'],
  ).action(action(list));

  examples(
    task
      .command('show')
      .description('show one task with its history')
      .argument('<id>', 'task id')
      .option('--explain', 'show each claim, and why it won or lost'),
    ['concordat task show 8f0c1d6d-42', 'concordat task show 8f0c1d6d-42 --explain'],
  ).action(action(show));

  examples(
    task
      .command('claim')
      .description('take a task; exit code 6 when somebody else has it, 7 when it is not settled yet')
      .argument('<id>', 'task id')
      .option('--wait <duration>', 'how long to wait for the pact to settle it, up to 30s (default: 2s)', readWait)
      .option('--ttl <duration>', 'how long it is yours unless renewed (default: 24h)', parseDurationMs),
    ['concordat task claim 8f0c1d6d-42', 'concordat task claim 8f0c1d6d-42 --ttl 10m --wait 10s'],
  ).action(action(claim));

  examples(
    task
      .command('renew')
      .description('keep a task longer')
      .argument('<id>', 'task id')
      .option('--ttl <duration>', 'how long from now (default: 24h)', parseDurationMs)
      .option('--fence <number>', 'the fence of your claim: refused when it is no longer the current one', fence),
    ['concordat task renew 8f0c1d6d-42 --ttl 10m --fence 1'],
  ).action(action(renew));

  examples(
    task
      .command('release')
      .description('give a task back')
      .argument('<id>', 'task id')
      .option('--fence <number>', 'the fence of your claim', fence),
    ['concordat task release 8f0c1d6d-42'],
  ).action(action(release));

  examples(
    task
      .command('complete')
      .description('finish a task')
      .argument('<id>', 'task id')
      .argument('[result]', 'what came out; - reads it from stdin')
      .option('--parse', 'the result is JSON, not text')
      .option('--fence <number>', 'the fence of your claim: a late result is kept, and shown as such', fence),
    [
      'concordat task complete 8f0c1d6d-42 "merged as 4f2c1ab" --fence 1',
      'concordat task complete 8f0c1d6d-42 --parse - < result.json',
    ],
  ).action(action(complete));
}

function readWait(text: string): number {
  const wait_ms = parseDurationMs(text);
  if (wait_ms > WAIT_MAX_MS) throw usageError(`--wait is "${text}"`, 'at most 30s');
  return wait_ms / 1_000;
}

async function add(
  context: Context,
  title: string,
  options: { description?: string; assign?: string; key?: string },
): Promise<void> {
  const { out } = context;
  const description = options.description === undefined ? undefined : await out.contents(options.description);
  const pact = await context.pact();
  const entry = await out.progress(
    'writing',
    pact.addTask(
      {
        title,
        ...(description === undefined ? {} : { description }),
        ...(options.assign === undefined ? {} : { assigned_to: options.assign }),
      },
      options.key === undefined ? {} : { idempotencyKey: options.key },
    ),
  );
  await out.answer(entry, () => `added ${entry.id} (${firmness(entry)})`);
}

async function list(context: Context, options: { status?: Task['status']; limit: number }): Promise<void> {
  const { out } = context;
  const pact = await context.pact();
  const page = await out.progress(
    'reading the tasks',
    pact.tasks({ limit: options.limit, ...(options.status === undefined ? {} : { status: options.status }) }),
  );
  await out.answer(page, () => {
    if (page.entries.length === 0) {
      return options.status === undefined
        ? 'no tasks yet: add one with "concordat task add <title>"'
        : `no task is ${options.status}`;
    }
    return out.table(
      ['id', 'status', 'title', 'holder', 'lease ends', 'changed'],
      page.entries.map((task) => [
        task.id,
        task.status,
        summary(task.title),
        task.claimed_by ?? (task.assigned_to === null ? null : `for ${task.assigned_to}`),
        task.status === 'claimed' ? relativeTime(task.lease_until) : null,
        relativeTime(task.updated_at),
      ]),
    );
  });
}

async function show(context: Context, id: string, options: { explain?: boolean }): Promise<void> {
  const { out } = context;
  const pact = await context.pact();
  if (options.explain) {
    const explanation = await out.progress('reading the claims', pact.explainTask(id));
    return out.answer(explanation, () => explanationText(out, explanation));
  }
  const task = await out.progress('reading the task', pact.task(id));
  await out.answer(task, () => taskText(out, task));
}

function taskText(out: Output, task: Task): string {
  const lines = [
    out.pairs([
      ['task', task.id],
      ['title', task.title],
      ['status', `${task.status}${task.confirmed ? '' : ' (not confirmed yet)'}`],
      ['holder', task.claimed_by ?? undefined],
      ['reserved for', task.assigned_to ?? undefined],
      ['fence', task.fence],
      ['lease ends', task.status === 'claimed' ? relativeTime(task.lease_until) : undefined],
      ['created', relativeTime(task.timestamp)],
      ['changed', relativeTime(task.updated_at)],
    ]),
  ];
  if (task.description) lines.push('', printableBlock(task.description));
  if (task.result !== null && task.result !== undefined) lines.push('', out.dim('result'), resultText(task.result));
  for (const late of task.late_results) {
    lines.push('', out.dim(`late result of ${late.agent_id}: ${late.reason}`), resultText(late.result));
  }
  return lines.join('\n');
}

function resultText(result: unknown): string {
  return printableBlock(typeof result === 'string' ? result : JSON.stringify(result, null, 2));
}

async function explanationText(out: Output, explanation: TaskExplanation): Promise<string> {
  const state = out.pairs([
    ['task', explanation.id],
    ['status', `${explanation.status}${explanation.confirmed ? '' : ' (not confirmed yet)'}`],
    ['holder', explanation.holder],
    ['fence', explanation.fence],
  ]);
  if (explanation.claims.length === 0) return `${state}\n\nnobody has claimed it yet`;
  const claims = await out.table(
    ['when', 'who', 'outcome', 'fence', 'why'],
    explanation.claims.map((event) => [
      relativeTime(event.timestamp),
      event.agent_id,
      event.outcome,
      event.fence,
      event.why,
    ]),
  );
  return `${state}\n\n${claims}`;
}

async function claim(context: Context, id: string, options: { wait?: number; ttl?: number }): Promise<number> {
  const { out } = context;
  const pact = await context.pact();
  const task: WrittenTask | PendingClaim = await out.progress(
    'claiming',
    pact.claimTask(id, options.ttl === undefined ? {} : { ttl_ms: options.ttl }, { wait: options.wait }),
  );
  if ('pending' in task) {
    await out.answer(task, () =>
      [
        `not settled yet: ${task.indexer === 'offline' ? 'no indexer of the pact is connected' : 'the indexer has not answered'}`,
        `do not start; see what became of it with "concordat task show ${task.id} --explain"`,
      ].join('\n'),
    );
    return EXIT_CODES.PENDING.code;
  }
  await out.answer(task, () => `claimed ${task.id}: fence ${task.fence}, lease ends ${relativeTime(task.lease_until)}`);
  return EXIT_CODES.OK.code;
}

async function renew(context: Context, id: string, options: LeaseOptions): Promise<void> {
  const { out } = context;
  const pact = await context.pact();
  const task = await out.progress(
    'renewing',
    pact.renewTask(id, { ...fenceOf(options), ...(options.ttl === undefined ? {} : { ttl_ms: options.ttl }) }),
  );
  await out.answer(task, () => `renewed ${task.id}: lease ends ${relativeTime(task.lease_until)}`);
}

async function release(context: Context, id: string, options: LeaseOptions): Promise<void> {
  const { out } = context;
  const pact = await context.pact();
  const task = await out.progress('releasing', pact.releaseTask(id, fenceOf(options)));
  await out.answer(task, () => `released ${task.id} (${firmness(task)})`);
}

async function complete(
  context: Context,
  id: string,
  text: string | undefined,
  options: LeaseOptions & { parse?: boolean },
): Promise<void> {
  const { out } = context;
  const result = text === undefined ? undefined : readResult(await out.contents(text), options.parse === true);
  const pact = await context.pact();
  const task = await out.progress(
    'completing',
    pact.completeTask(id, { ...fenceOf(options), ...(result === undefined ? {} : { result }) }),
  );
  await out.answer(task, () => `completed ${task.id} (${firmness(task)})`);
}

function fenceOf(options: LeaseOptions) {
  return options.fence === undefined ? {} : { fence: options.fence };
}

function readResult(text: string, isJson: boolean): unknown {
  if (!isJson) return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw usageError(`the result is not JSON: ${(error as Error).message}`, 'leave --parse out to send it as text');
  }
}
