import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { machine } from '../machine.js';
import { amount, type Figure, holds, promise, type Target } from '../report.js';

/** A figure of a pact of so many entries. */
export interface Measured extends Figure {
  readonly entries: number;
  /** The 99th of a hundred; `value` is the median then. */
  readonly p99?: number;
  readonly p99_targets?: readonly Target[];
  /** What the machine gives without the daemon, when `raw` is the same figure at another size. */
  readonly bare?: { readonly what: string; readonly value: number };
}

/** All figures of one part of the bench at one size. */
interface Part {
  readonly part: string;
  readonly entries: number;
  readonly took_s: number;
  readonly machine: readonly string[];
  readonly figures: readonly Measured[];
}

/** A value and, where there is one, the 99th of a hundred: `0.4 / 1.2 ms`. */
export const shown = ({ value, p99, unit }: Pick<Measured, 'value' | 'p99' | 'unit'>): string =>
  p99 === undefined ? amount(value, unit) : `${amount(value, unit).replace(/ ms$/, '')} / ${amount(p99, unit)}`;

/** What is promised of a figure, and whether it is kept. */
export function verdict(figure: Measured): { promise: string; held: boolean } | null {
  const { targets = [], p99_targets = [] } = figure;
  if (targets.length + p99_targets.length === 0) return null;
  const p99: Figure = { ...figure, value: figure.p99 ?? Number.NaN };
  return {
    promise: [
      ...targets.map((target) => promise(figure, target)),
      ...p99_targets.map((target) => `p99 ${promise(p99, target)}`),
    ].join(', '),
    held: targets.every((target) => holds(figure, target)) && p99_targets.every((target) => holds(p99, target)),
  };
}

/** Figures in a file that is written again after each part, so that a run that was ended half-way still counts. */
export class Results {
  readonly #file: string;
  readonly #parts: Part[];

  /** @param keep go on from what the file holds */
  constructor(file: string, keep: boolean) {
    this.#file = file;
    this.#parts = keep && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Part[]) : [];
  }

  /** Was this measured already? */
  has(part: string, entries: number): boolean {
    return this.#parts.some((one) => one.part === part && one.entries === entries);
  }

  /** Keeps what was measured, in place of what was known of it before. */
  keep(part: string, entries: number, took_s: number, figures: readonly Measured[]): void {
    const others = this.#parts.findIndex((one) => one.part === part && one.entries === entries);
    if (others >= 0) this.#parts.splice(others, 1);
    this.#parts.push({ part, entries, took_s, machine: machine(), figures });
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, `${JSON.stringify(this.#parts, null, 1)}\n`);
  }

  /** Figures of a part, of all sizes. */
  of(part: string): readonly Measured[] {
    return this.#parts.filter((one) => one.part === part).flatMap(({ figures }) => figures);
  }

  get all(): readonly Measured[] {
    return this.#parts.flatMap(({ figures }) => figures);
  }

  /** Sizes with any figure, the smallest first. */
  get sizes(): readonly number[] {
    return [...new Set(this.#parts.map(({ entries }) => entries))].sort((a, b) => a - b);
  }

  /** On what, when and at which commits it was measured: each fact once. */
  get machine(): readonly string[] {
    return [...new Set(this.#parts.flatMap((one) => one.machine.map((fact) => fact.replace(/, load average.*/, ''))))];
  }
}
