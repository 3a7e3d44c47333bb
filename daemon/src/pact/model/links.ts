import type { EntryKind, Fault, Link } from './op.js';

/** Kinds of which a newer entry can take the place of an older one. */
const REPLACEABLE: ReadonlySet<string> = new Set<EntryKind>(['knowledge', 'skill']);

/**
 * What is wrong with the links of an entry, or null: each has to name an entry that is there already, so links never form a circle, and
 * only knowledge supersedes knowledge, a skill a skill. That something is superseded already is no fault: two nodes apart may both do it, and
 * both are kept.
 * @param typeOf type of the entry of that id; null when there is none
 */
export async function linkFault(
  type: EntryKind,
  links: readonly Link[],
  typeOf: (id: string) => Promise<string | null> | string | null,
): Promise<Fault | null> {
  for (const { rel, id } of links) {
    const target = await typeOf(id);
    if (target === null) return { code: 'LINK_UNKNOWN', message: `the link ${rel} names ${id}, which is not there` };
    if (rel !== 'supersedes' || (target === type && REPLACEABLE.has(type))) continue;
    const message = `a ${type} cannot supersede ${id}, a ${target}; knowledge supersedes knowledge, a skill a skill`;
    return { code: 'BAD_ENTRY', message };
  }
  return null;
}
