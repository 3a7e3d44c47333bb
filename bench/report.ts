import { readFileSync, writeFileSync } from 'node:fs';

/** A promise about a figure: at least or at most so much. */
export interface Target {
  readonly at_least?: number;
  readonly at_most?: number;
  /** What is held against it: the value itself (default) or its ratio to the raw limit. */
  readonly of?: 'value' | 'ratio';
}

/** One measured figure, beside the limit of what it stands on in the same run. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: Unit;
  /** What the machine gives without the daemon, in the same unit. */
  readonly raw?: { readonly what: string; readonly value: number };
  readonly targets?: readonly Target[];
}

/** `/s` things a second, `ms` milliseconds, `s` seconds, `MB` 10^6 bytes, `B` bytes, `x` a ratio. */
export type Unit = '/s' | 'ms' | 's' | 'MB' | 'B' | 'x';

const number = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));

/** A value with its unit, three digits. */
export const amount = (value: number, unit: Unit): string =>
  unit === 'x' ? `×${value.toFixed(2)}` : `${number(value)}${unit === '/s' ? '/s' : ` ${unit}`}`;

/** The value beside its raw limit; NaN without one. */
export const ratioOf = ({ value, raw }: Figure): number => (raw ? value / raw.value : Number.NaN);

/** A promise as text: `≤ 10 ms`. */
export const promise = ({ unit }: Figure, { at_least, at_most, of }: Target): string => {
  const shown = of === 'ratio' ? 'x' : unit;
  return at_least === undefined ? `≤ ${amount(at_most ?? Number.NaN, shown)}` : `≥ ${amount(at_least, shown)}`;
};

/** Does the figure keep the promise? */
export const holds = (figure: Figure, { at_least, at_most, of }: Target): boolean => {
  const held = of === 'ratio' ? ratioOf(figure) : figure.value;
  return (at_least === undefined || held >= at_least) && (at_most === undefined || held <= at_most);
};

const cells = (figure: Figure): string[] => {
  const { name, value, unit, raw, targets = [] } = figure;
  return [
    name,
    amount(value, unit),
    raw ? `${amount(raw.value, unit)} ${raw.what}` : '',
    raw ? ratioOf(figure).toFixed(2) : '',
    targets.map((target) => promise(figure, target)).join(', '),
    targets.map((target) => (holds(figure, target) ? 'held' : 'missed')).join(', '),
  ];
};

const HEAD = ['figure', 'measured', 'raw limit, same run', 'ratio', 'target', ''];
const WIDTHS = [52, 12, 48, 6, 18, 12];
const END = '<!-- end -->';

/** Collects figures, prints each as it comes, and writes them down. */
export class Report {
  readonly #figures: Figure[] = [];
  readonly #print: (line: string) => void;

  constructor(print: (line: string) => void) {
    this.#print = print;
    print(this.#line(HEAD));
  }

  add(figure: Figure): void {
    this.#figures.push(figure);
    this.#print(this.#line(cells(figure)));
  }

  #line(row: readonly string[]): string {
    return row
      .map((cell, i) => cell.padEnd(WIDTHS[i] ?? 0))
      .join(' ')
      .trimEnd();
  }

  /** How many promises were held and missed. */
  get verdict(): { held: number; missed: number } {
    const all = this.#figures.flatMap((figure) => (figure.targets ?? []).map((target) => holds(figure, target)));
    return { held: all.filter(Boolean).length, missed: all.filter((held) => !held).length };
  }

  /** Replaces what stands between the marks of a document by the machine and the figures. */
  record(document: URL, machine: readonly string[]): void {
    const rows = [HEAD, HEAD.map(() => '---'), ...this.#figures.map(cells)];
    recordBetween(document, 'results', [...machine.map((fact) => `- ${fact}`), '', ...rows.map(tableRow)].join('\n'));
  }
}

/** A row of a Markdown table. */
export const tableRow = (row: readonly string[]): string => `| ${row.join(' | ')} |`.replaceAll(/ +\|/g, ' |');

/** Replaces what stands in a document between the mark of this name and the next `<!-- end -->`. */
export function recordBetween(document: URL, name: string, text: string): void {
  const before = readFileSync(document, 'utf8');
  const mark = `<!-- bench: ${name} -->`;
  const from = before.indexOf(mark);
  const to = before.indexOf(END, from);
  if (from < 0 || to < 0) throw new Error(`the document has no place for the figures: ${mark} and ${END}`);
  writeFileSync(document, `${before.slice(0, from)}${mark}\n\n${text}\n\n${before.slice(to)}`);
}
