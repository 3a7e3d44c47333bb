/** What speaks for an entry that fades with time, and against it. Only what the log says, so that every node sees the same. */
export interface Standing {
  /** ms since 1970. */
  readonly ts: number;
  /** {@link GOOD} of its reactions, added up. */
  readonly good: number;
  /** {@link BAD} of its reactions and of the agents whose entries contradict it, likewise. */
  readonly bad: number;
  /** Another entry took its place. */
  readonly superseded: boolean;
}

/** What an agent's reaction counts in favour of an entry: that it worked counts more than that it pleased. */
export const GOOD = { useful: 1, supports: 1, applied: 2 } as const;
/** What a reaction counts against it. */
export const BAD = { outdated: 1, wrong: 2 } as const;
/** What an agent counts against it who wrote entries that contradict it, however many. */
export const BAD_CONTRADICTING = 1;

const DAY_MS = 86_400_000;
/** Days after which an entry that nobody spoke for counts half. Each doubling of what speaks for it adds as many. */
const HALF_LIFE_DAYS = 90;
/** As if so much had spoken for it from the start: one voice against does not bury an entry. */
const BENEFIT = 2;
/** What is left of an entry that another one took the place of. */
const SUPERSEDED = 0.5;
/** Below it an entry is archived: search leaves it out unless it is asked for it. It is never deleted. */
export const ARCHIVED_BELOW = 0.05;
/**
 * So much of a score in a search stands whatever the relevance is: what was asked for counts most. Fused scores of neighbouring places lie a
 * hundredth apart, so with half of it the youngest would always be first.
 */
const KEPT_SHARE = 0.8;

/** How much an entry counts, and why. */
export interface Relevance {
  /** 0 to 1: `2^(-age_days / half_life_days) * standing`. */
  readonly value: number;
  readonly age_days: number;
  readonly half_life_days: number;
  readonly standing: number;
}

/**
 * How much an entry counts at a time. Ages are whole days by UTC, so that nodes agree unless midnight lies between their clocks.
 * @param now ms since 1970
 */
export function relevance({ ts, good, bad, superseded }: Standing, now: number): Relevance {
  const age_days = Math.max(0, Math.floor(now / DAY_MS) - Math.floor(ts / DAY_MS));
  const half_life_days = HALF_LIFE_DAYS * (1 + Math.log2(1 + good));
  const standing = ((good + BENEFIT) / (good + bad + BENEFIT)) * (superseded ? SUPERSEDED : 1);
  return { value: 2 ** (-age_days / half_life_days) * standing, age_days, half_life_days, standing };
}

/** What a score in a search is multiplied by: {@link KEPT_SHARE} to 1. */
export const factorOf = ({ value }: Relevance): number => KEPT_SHARE + (1 - KEPT_SHARE) * value;
