interface Waiting<Answer> {
  readonly resolve: (answer: Answer | null) => void;
  readonly timer: NodeJS.Timeout;
}

/** What a thread was asked and has not answered yet, by number. What is answered too late, or not at all, is answered null. */
export class Questions<Answer> {
  readonly #onLate: () => void;
  readonly #waiting = new Map<number, Waiting<Answer>>();
  #asked = 0;

  /** @param onLate called when an answer is overdue */
  constructor(onLate: () => void) {
    this.#onLate = onLate;
  }

  /**
   * @param ms how long somebody waits for the answer
   * @param send sends the question with the number that its answer is to come with
   */
  ask(ms: number, send: (n: number) => void): Promise<Answer | null> {
    return new Promise((resolve) => {
      const n = ++this.#asked;
      const late = (): void => {
        this.answer(n, null);
        this.#onLate();
      };
      this.#waiting.set(n, { resolve, timer: setTimeout(late, ms) });
      send(n);
    });
  }

  /** One that nobody waits for any more is lost. */
  answer(n: number, answer: Answer | null): void {
    const waiting = this.#waiting.get(n);
    this.#waiting.delete(n);
    clearTimeout(waiting?.timer);
    waiting?.resolve(answer);
  }

  /** The thread ended: nothing of what it was asked will be answered. */
  lose(): void {
    for (const n of this.#waiting.keys()) this.answer(n, null);
  }
}
