/** What the command prints, and what it asks. Answers go to stdout; progress, notes and questions to stderr, so that a pipe gets answers only. */
import type { Readable, Writable } from 'node:stream';
import { usageError } from './failure.js';

/** Nothing is said about work that takes less: a flicker helps nobody. */
const PROGRESS_AFTER_MS = 1_000;
/** Contents are cut here in tables, so that a row stays a row. */
const SUMMARY_CHARS_MAX = 72;

/** The streams of the process, or a test's own. */
export interface Io {
  stdin: Readable & { isTTY?: boolean };
  stdout: Writable & { isTTY?: boolean };
  stderr: Writable & { isTTY?: boolean };
}

/** Paints a piece of text; the identity where colours are not wanted. */
type Paint = (text: string) => string;

/** One cell of a table; null shows as a dash. */
export type Cell = string | number | null | undefined;

/** Prints for a person, or for a program when `json` is set. */
export class Output {
  readonly json: boolean;
  /** A person is there to be asked: both ends are terminals, and neither `--json` nor `--no-interactive` was given. */
  readonly interactive: boolean;
  readonly #io: Io;
  readonly #colour: boolean;

  constructor(io: Io, options: { json: boolean; interactive: boolean }) {
    this.#io = io;
    this.json = options.json;
    this.interactive = options.interactive && !options.json && io.stdin.isTTY === true && io.stderr.isTTY === true;
    this.#colour = io.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
  }

  /** The answer: `value` as indented JSON with `--json`, else the text that `render` makes of it. */
  async answer(value: unknown, render: () => string | Promise<string>): Promise<void> {
    this.line(this.json ? JSON.stringify(value, null, 2) : await render());
  }

  /** One element of a stream of answers: JSON on one line, or the text. */
  element(value: unknown, render: () => string): void {
    this.line(this.json ? JSON.stringify(value) : render());
  }

  line(text: string): void {
    this.#io.stdout.write(`${text}\n`);
  }

  /** Something beside the answer, for people only. */
  note(text: string): void {
    if (!this.json) this.#io.stderr.write(`${text}\n`);
  }

  /** Columns under headings, aligned, without frames. */
  async table(headings: readonly string[], rows: readonly (readonly Cell[])[]): Promise<string> {
    const { default: Table } = await import('cli-table3');
    const table = new Table({
      head: headings.map((heading) => this.dim(heading)),
      chars: FRAMELESS,
      style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    });
    for (const row of rows) table.push(row.map((cell) => printable(cell ?? '-')));
    return withoutTrailingBlanks(table.toString());
  }

  /** `name  value` lines, aligned; a pair whose value is undefined is left out. */
  pairs(pairs: readonly (readonly [name: string, value: Cell])[]): string {
    const shown = pairs.filter(([, value]) => value !== undefined);
    const width = Math.max(...shown.map(([name]) => name.length));
    return shown.map(([name, value]) => `${this.dim(name.padEnd(width))}  ${printable(value ?? '-')}`).join('\n');
  }

  dim: Paint = (text) => this.#paint(2, 22, text);
  bold: Paint = (text) => this.#paint(1, 22, text);
  green: Paint = (text) => this.#paint(32, 39, text);
  red: Paint = (text) => this.#paint(31, 39, text);

  #paint(on: number, off: number, text: string): string {
    return this.#colour ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  }

  /** Says that work is going on when it takes more than a second: a spinner on a terminal, one plain line elsewhere. */
  async progress<T>(label: string, work: Promise<T>): Promise<T> {
    if (this.json) return work;
    let stop: ((succeeded: boolean) => void) | undefined;
    let settled = false;
    const timer = setTimeout(async () => {
      if (!this.interactive) return this.note(`${label} ...`);
      const spin = await spinnerOn(this.#io);
      if (!settled) stop = spin(label);
    }, PROGRESS_AFTER_MS);
    try {
      const result = await work;
      settled = true;
      stop?.(true);
      return result;
    } catch (error) {
      settled = true;
      stop?.(false);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Asks before something that cannot be undone. With `yes` nothing is asked; without a person, and without `yes`, it is an error.
   * @param action what will happen, as the end of a question: "remove the pact research from this node"
   * @returns whether to go on
   */
  async confirm(action: string, yes: boolean | undefined): Promise<boolean> {
    if (yes) return true;
    if (!this.interactive) throw usageError(`this needs a confirmation: ${action}`, 'add --yes');
    const { confirm, isCancel } = await import('@clack/prompts');
    const answer = await confirm({
      message: `${capitalised(action)}?`,
      initialValue: false,
      input: this.#io.stdin,
      output: this.#io.stderr,
    });
    if (answer === true && !isCancel(answer)) return true;
    this.note('nothing was changed');
    return false;
  }

  /** Asks for a line of text; `fallback` is what an empty answer, or nobody to ask, gives. */
  async ask(message: string, fallback: string): Promise<string> {
    if (!this.interactive) return fallback;
    const { text, isCancel } = await import('@clack/prompts');
    const answer = await text({
      message,
      placeholder: fallback,
      defaultValue: fallback,
      input: this.#io.stdin,
      output: this.#io.stderr,
    });
    if (isCancel(answer)) throw usageError('nothing was given');
    return answer.trim() || fallback;
  }

  /** The text itself, or all of stdin when the text is `-`. A last line break is not part of it. */
  async contents(text: string): Promise<string> {
    if (text !== '-') return text;
    const chunks: Buffer[] = [];
    for await (const chunk of this.#io.stdin) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks)
      .toString('utf8')
      .replace(/\r?\n$/, '');
  }
}

/** What a shell calls a process that was interrupted: 128 and the number of SIGINT. */
const INTERRUPTED = 130;

/** Loads the spinner; what it gives starts one, and that gives what ends it. */
async function spinnerOn(io: Io): Promise<(label: string) => (succeeded: boolean) => void> {
  const { spinner } = await import('@clack/prompts');
  return (label) => {
    // The spinner reads Ctrl-C itself and would leave with 0, as if the work were done.
    const interrupted = () => {
      process.exitCode = INTERRUPTED;
    };
    const spinning = spinner({ output: io.stderr, onCancel: () => process.exit(INTERRUPTED) });
    process.once('exit', interrupted);
    spinning.start(label);
    return (succeeded) => {
      process.removeListener('exit', interrupted);
      if (succeeded) spinning.stop(label);
      else spinning.error(label);
    };
  };
}

const FRAMELESS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};

/**
 * Text on one line that is safe for a terminal. Entries come from other people's machines: control characters could move the cursor,
 * repaint what stands above, or reverse the direction of writing, so they become spaces.
 */
export function printable(value: string | number): string {
  return String(value)
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .trim();
}

/** Text of several lines, safe for a terminal: as {@link printable}, but lines stay lines and tabs stay. */
export function printableBlock(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(/[^\P{Cc}\n\t]|\p{Cf}/gu, ' ');
}

/** The first {@link SUMMARY_CHARS_MAX} characters, on one line, with an ellipsis when cut. */
export function summary(text: string): string {
  const line = Array.from(printable(text).replace(/\s+/g, ' '));
  return line.length <= SUMMARY_CHARS_MAX ? line.join('') : `${line.slice(0, SUMMARY_CHARS_MAX - 1).join('')}…`;
}

/** `12 s ago`, `3 min ago`, `in 2 h`; a dash for null. Times are ISO 8601. */
export function relativeTime(iso: string | null | undefined, now: number = Date.now()): string {
  if (iso === null || iso === undefined) return '-';
  const ahead_ms = Date.parse(iso) - now;
  if (Math.abs(ahead_ms) < 1_000) return 'now';
  if (ahead_ms < 0) return `${duration(-ahead_ms)} ago`;
  // Rounded to minutes: a lease of ten minutes that was granted just now ends "in 10 min", not "in 9 min".
  return `in ${duration(ahead_ms < 60_000 ? ahead_ms : ahead_ms + 30_000)}`;
}

/** `4 s`, `3 min`, `2 h`, `5 d`: the largest unit that fits, rounded down. */
export function duration(ms: number): string {
  const steps: readonly (readonly [ms: number, unit: string])[] = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'min'],
  ];
  for (const [size, unit] of steps) if (ms >= size) return `${Math.floor(ms / size)} ${unit}`;
  return `${Math.floor(ms / 1_000)} s`;
}

/** `1 entry`, `2 entries`. */
export function count(n: number, one: string, many: string = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function withoutTrailingBlanks(text: string): string {
  return text.replace(/[ \t]+$/gm, '');
}
