/** An entry that a text is like. */
export interface Similar {
  readonly id: string;
  /** 0 to 1; at or above {@link SAME_SCORE} it says the same. */
  readonly score: number;
  /** The text is taken from what its author was given a while ago. */
  readonly recalled?: true;
}

/** A score at or above it means: says the same. Below it: alike, with some word, figure or order that makes it another statement. */
export const SAME_SCORE = 0.9;

/** A text that is about to be written. */
export interface Asked {
  readonly pact_id: string;
  readonly text: string;
  /** Ids of entries that its author was given, newest first. */
  readonly given: readonly string[];
}

/** Finds entries that say what a text says. In a thread of its own that does nothing else, so that no search delays a write. */
export interface SimilarApi {
  /**
   * Knowledge that is like a text, the most alike first, at most five; null when that is not known in time. Never throws.
   * @param optional may it be left out, with null, while this node writes faster than agents do?
   */
  ask(asked: Asked, optional: boolean): Promise<readonly Similar[] | null>;
  /** Throws away what is known of a pact. */
  forget(pactId: string): void;
}
