/**
 * Whose word an entry is, the one to trust most first: of an agent of this node, of another member, brought along from another memory, or
 * from outside the group.
 */
export const TRUST = ['own', 'member', 'imported', 'outside'] as const;

/** One of {@link TRUST}. */
export type TrustClass = (typeof TRUST)[number];
