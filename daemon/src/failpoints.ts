/** Places where a test lets the process die or stop, named after what has just been done. Each is one where a crash would cost something if the code around it were wrong. */
export const FAILPOINTS = [
  /** A file's new text is on disk beside the old one. */
  'file-written',
  /** The new file stands in the old one's place; the directory is not on disk yet. */
  'file-replaced',
  /** Own blocks are in the store and not on disk. */
  'blocks-appended',
  /** Own blocks are on disk; peers have not heard of them. */
  'blocks-synced',
  /** The tables are being changed, in a transaction that is open. */
  'rows-begun',
  /** The tables show the change; the arrival was not announced. */
  'rows-written',
  /** A write is on disk and can be read; nobody has been told. */
  'write-shown',
  /** The first op of a new pact is written; the registry does not know the pact. */
  'pact-begun',
  /** A joiner was admitted by a member; this node has not kept the key. */
  'join-admitted',
  /** A joiner's registration is kept; its log is not open. */
  'join-registered',
] as const;

/** One of {@link FAILPOINTS}. */
export type Failpoint = (typeof FAILPOINTS)[number];

let armed: { point: Failpoint; passes: number; strike: () => void } | null = null;

/** Calls `strike` when the process passes the point for the `passes`-th time from now on; once. Only the test channel arms. */
export function arm(point: Failpoint, passes: number, strike: () => void): void {
  armed = { point, passes, strike };
}

/** The process is at a point. Does nothing unless a test armed it. */
export function failpoint(point: Failpoint): void {
  if (armed === null || armed.point !== point || --armed.passes > 0) return;
  const { strike } = armed;
  armed = null;
  strike();
}
