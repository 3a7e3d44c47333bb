/** What came of the mutants of one file; the list of them is docs/faults/mutation.json. */
export interface FileResult {
  readonly file: string;
  readonly mutants: number;
  readonly killed: number;
  readonly survivors: readonly Survivor[];
}

/** A change of the rules that no test noticed. */
export interface Survivor {
  /** From 1. */
  readonly line: number;
  readonly was: string;
  readonly becomes: string;
  /** Why it changes nothing that a member or a user could meet; null when it is a hole in the tests. */
  readonly why: string | null;
}
