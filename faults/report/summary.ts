import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { dirname } from 'node:path';
import type { Violation } from '../session/ledger.js';

/** What a run was and what came of it: one file each, from which docs/faults.md is written. */
export interface Summary {
  /** Which of the runs it was, such as `torture`. */
  readonly run: string;
  /** ISO 8601, when it ended. */
  readonly date: string;
  /** As `git describe` names the tree; `-dirty` when it was changed. */
  readonly commit: string;
  readonly node: string;
  readonly machine: string;
  readonly seed: number;
  /** What else was asked for, such as `--writes 5`; absent in summaries from before it was noted, and when that was nothing. */
  readonly options?: string;
  readonly minutes: number;
  /** What was done and seen, by name, such as `kills`. */
  readonly counts: Readonly<Record<string, number>>;
  readonly violations: readonly Violation[];
}

const rounded = (value: number): number => Math.round(value * 10) / 10;

/** Completes what the caller counted with when and on what it ran; nothing in it names the machine or its owner. */
export const summaryOf = (
  run: string,
  seed: number,
  started_ms: number,
  counts: Readonly<Record<string, number>>,
  violations: readonly Violation[],
  options = '',
): Summary => ({
  run,
  date: new Date().toISOString(),
  commit: execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim(),
  node: process.versions.node,
  machine: `${os.cpus().length} × ${os.cpus()[0]?.model.trim() ?? 'unknown processor'}, ${Math.round(os.totalmem() / 2 ** 30)} GB, ${os.type()} ${os.release()}`,
  seed,
  ...(options === '' ? {} : { options }),
  minutes: rounded((Date.now() - started_ms) / 60_000),
  counts,
  violations,
});

/** Writes it as JSON, so that a run that is ended later leaves what it had. */
export function keep(file: string, summary: Summary): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(summary, null, 2)}\n`);
}
