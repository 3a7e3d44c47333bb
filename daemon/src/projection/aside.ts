/**
 * Why a row is kept out of lists, as bits of its column `aside`, which leads the indexes of lists: one walk along an index meets only rows
 * that are shown, however many are not.
 */
export const ASIDE = { superseded: 1, expired: 2 } as const;

/** A reason for which a row stands aside, as a reader names it to see such rows too. */
export type Aside = keyof typeof ASIDE;

/** Values of the column that a list walks which also shows rows that stand aside for these reasons. */
export function shown(include: readonly Aside[] = []): number[] {
  const mask = include.reduce<number>((bits, reason) => bits | ASIDE[reason], 0);
  return Array.from({ length: mask + 1 }, (_, value) => value).filter((value) => (value & ~mask) === 0);
}
