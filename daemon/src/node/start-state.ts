import { readFileSync } from 'node:fs';
import { isListOf, isRecord, isText, isTextOrNull, readJsonFile, replaceFile } from './files.js';

/**
 * How the last run ended: `killed` lost nothing (the page cache lives on), after `power_loss`, or in a copy of the data directory, the own
 * logs may be short of their tail.
 */
export type Started = 'new' | 'clean' | 'killed' | 'power_loss';

interface Stored {
  clean: boolean;
  boot_id: string | null;
  /** Length of each own log at the last clean stop, by writer key: a shorter log means a restored copy. */
  marks: Record<string, number>;
  /** The directory is a copy: own logs that were compared with a peer since, by writer key. Absent in an original. */
  compared?: string[];
}

const isLength = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const isStored = (value: unknown): value is Stored =>
  isRecord(value) &&
  typeof value.clean === 'boolean' &&
  isTextOrNull(value.boot_id) &&
  isRecord(value.marks) &&
  Object.values(value.marks).every(isLength) &&
  (value.compared === undefined || isListOf(value.compared, isText));

/** What the file says, or null when it is missing or damaged: then nothing is known of the last run. */
function readState(file: string): Stored | null {
  try {
    return readJsonFile(file, isStored);
  } catch {
    return null;
  }
}

/** state.json: written "not clean" before the store is opened, and "clean" after it was closed. */
export class StartState {
  /** How the last run ended. */
  started: Started;
  readonly #file: string;
  readonly #marks: Record<string, number>;
  #compared: string[] | null;

  /** @param first is there no store yet? With a store and without a word about the last run, the worst is assumed. */
  constructor(file: string, first: boolean) {
    this.#file = file;
    const stored = readState(file);
    this.#marks = stored?.marks ?? {};
    this.#compared = stored?.compared ?? null;
    this.started = !stored
      ? first
        ? 'new'
        : 'power_loss'
      : stored.clean
        ? 'clean'
        : stored.boot_id !== null && stored.boot_id === bootId()
          ? 'killed'
          : 'power_loss';
    this.#write(false);
  }

  /** Is this own log one of a copied directory that no peer was asked about yet? */
  isCopy(writer: string): boolean {
    return this.#compared !== null && !this.#compared.includes(writer);
  }

  /** The data directory is a copy: its logs may be older than what peers hold, and will be until each was compared. On disk when the call returns. */
  copied(): void {
    this.started = 'power_loss';
    this.#compared = [];
    this.#write(false);
  }

  /** A peer was asked about this own log. */
  compared(writer: string): void {
    if (!this.isCopy(writer)) return;
    this.#compared?.push(writer);
    this.#write(false);
  }

  /** Length that the own log had at the last clean stop; 0 when unknown. */
  mark(writer: string): number {
    return this.#marks[writer] ?? 0;
  }

  /** Notes an own log's length, to be kept by the next {@link clean}. A log that lost blocks does not make it forget that there were more. */
  setMark(writer: string, length: number): void {
    this.#marks[writer] = Math.max(length, this.mark(writer));
  }

  /** The disk refused to keep what was written, so what a next start finds counts as after a power cut. */
  doubt(): void {
    this.#write(false, null);
  }

  /** The store is closed: the next start may trust it. */
  clean(): void {
    this.#write(true);
  }

  #write(clean: boolean, boot = bootId()): void {
    const copy = this.#compared === null ? {} : { compared: this.#compared };
    const stored: Stored = { clean, boot_id: boot, marks: this.#marks, ...copy };
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
