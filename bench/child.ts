import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How long a child may take for one question; loading 100,000 entries on a busy machine is the longest. */
const ANSWER_MS_MAX = 600_000;

interface Answer {
  id: number;
  value?: unknown;
  error?: string;
}

/**
 * A process beside the one that is measured, asked over IPC: what generates load or measures a raw limit must not
 * run in the process that orders it.
 */
export class Child {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  #asked = 0;

  /** @param script file beside this one, which calls {@link answer} */
  constructor(script: string) {
    this.#process = fork(fileURLToPath(new URL(script, import.meta.url)), { execArgv: ['--import', 'tsx'] });
    this.#process.on('message', ({ id, value, error }: Answer) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) waiting?.resolve(value as never);
      else waiting?.reject(new Error(`${script}: ${error}`));
    });
    this.#process.on('exit', (code) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`${script} ended with ${code}`));
      this.#waiting.clear();
    });
  }

  /** Asks and resolves with the answer; rejects with the child's error, or when it ends. */
  ask<T>(question: object): Promise<T> {
    const id = ++this.#asked;
    return new Promise<T>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('a child process did not answer')), ANSWER_MS_MAX);
      const settle =
        <V>(then: (value: V) => void) =>
        (value: V) => {
          clearTimeout(late);
          then(value);
        };
      this.#waiting.set(id, { resolve: settle<never>(resolve), reject: settle<Error>(reject) });
      this.#process.send({ id, question });
    });
  }

  /** Ends the process. */
  async close(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.disconnect();
    await gone;
  }
}

/** The other side of {@link Child}: answers every question with `work`; ends with its parent, after `close`. */
export function answer<Q extends object>(
  work: (question: Q) => Promise<unknown>,
  close: () => unknown = () => {},
): void {
  process.on('message', ({ id, question }: { id: number; question: Q }) => {
    work(question).then(
      (value) => process.send?.({ id, value }),
      (error: Error) => process.send?.({ id, error: error.stack ?? error.message }),
    );
  });
  const end = (): void => {
    void Promise.resolve(close()).finally(() => process.exit(0));
  };
  process.once('disconnect', end);
  // Whoever closes a child that has not come this far has left already.
  if (!process.connected) end();
}
