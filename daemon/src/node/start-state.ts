import { readFileSync } from 'node:fs';
import { readJsonFile, replaceFile } from './files.js';

/** How the last run ended: `killed` lost nothing (the page cache lives on), after `power_loss` the own logs may be short of their tail. */
export type Started = 'new' | 'clean' | 'killed' | 'power_loss';

interface Stored {
  clean: boolean;
  boot_id: string | null;
  /** Length of each own log at the last clean stop, by writer key: a shorter log means a restored copy. */
  marks: Record<string, number>;
}

/** state.json: written "not clean" before the store is opened, and "clean" after it was closed. */
export class StartState {
  readonly started: Started;
  readonly #file: string;
  readonly #marks: Record<string, number>;

  constructor(file: string) {
    this.#file = file;
    const stored = readJsonFile(file) as Stored | null;
    this.#marks = stored?.marks ?? {};
    this.started = !stored
      ? 'new'
      : stored.clean
        ? 'clean'
        : stored.boot_id !== null && stored.boot_id === bootId()
          ? 'killed'
          : 'power_loss';
    this.#write(false);
  }

  /** Length that the own log had at the last clean stop; 0 when unknown. */
  mark(writer: string): number {
    return this.#marks[writer] ?? 0;
  }

  /** Notes an own log's length, to be kept by the next {@link clean}. */
  setMark(writer: string, length: number): void {
    this.#marks[writer] = length;
  }

  /** The store is closed: the next start may trust it. */
  clean(): void {
    this.#write(true);
  }

  #write(clean: boolean): void {
    const stored: Stored = { clean, boot_id: bootId(), marks: this.#marks };
    replaceFile(this.#file, `${JSON.stringify(stored)}\n`);
  }
}

/** Names this run of the operating system; null where it has no such name, and then every unclean stop counts as a power cut. */
function bootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return null;
  }
}
