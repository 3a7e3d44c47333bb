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

/** `/s` things a second, `ms` milliseconds, `s` seconds, `MB` 10^6 bytes, `x` a ratio. */
export type Unit = '/s' | 'ms' | 's' | 'MB' | 'x';

const number = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
const amount = (value: number, unit: Unit): string =>
  unit === 'x' ? `×${value.toFixed(2)}` : `${number(value)}${unit === '/s' ? '/s' : ` ${unit}`}`;

const ratioOf = ({ value, raw }: Figure): number => (raw ? value / raw.value : Number.NaN);

const promise = ({ unit }: Figure, { at_least, at_most, of }: Target): string => {
  const shown = of === 'ratio' ? 'x' : unit;
  return at_least === undefined ? `≤ ${amount(at_most ?? Number.NaN, shown)}` : `≥ ${amount(at_least, shown)}`;
};

const holds = (figure: Figure, { at_least, at_most, of }: Target): boolean => {
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
const MARKS = ['<!-- bench: results -->', '<!-- end -->'] as const;

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
    const before = readFileSync(document, 'utf8');
    const [from, to] = [before.indexOf(MARKS[0]), before.indexOf(MARKS[1])];
    if (from < 0 || to < from) throw new Error(`the document has no place for the results: ${MARKS.join(' ')}`);
    const rows = [HEAD, HEAD.map(() => '---'), ...this.#figures.map(cells)];
    const text = [
      ...machine.map((fact) => `- ${fact}`),
      '',
      ...rows.map((row) => `| ${row.join(' | ')} |`.replaceAll(/ +\|/g, ' |')),
    ].join('\n');
    writeFileSync(document, `${before.slice(0, from)}${MARKS[0]}\n\n${text}\n\n${before.slice(to)}`);
  }
}
