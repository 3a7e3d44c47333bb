import { BAD, BAD_CONTRADICTING, GOOD } from '../relevance.js';

/** Contradictions that are looked at: hostile members could make them any number. */
const COUNTED_MAX = 100;

const cases = (weights: Readonly<Record<string, number>>): string =>
  Object.entries(weights)
    .map(([reaction, weight]) => `when '${reaction}' then ${weight}`)
    .join(' ');

const reactions = (weights: Readonly<Record<string, number>>): string =>
  `coalesce((select sum(r.n * case r.reaction ${cases(weights)} else 0 end) from reacted r where r.p = entries.p and r.target = entries.id), 0)`;

const CONTRADICTING = `${BAD_CONTRADICTING} * (select count(distinct o.agent_id) from (select l.p, l.id from links l
  where l.p = entries.p and l.target = entries.id and l.rel = 'contradicts' order by l.ts, l.pos, l.id limit ${COUNTED_MAX}) l
  join entries o on o.p = l.p and o.id = l.id)`;

/**
 * SQL of what speaks for an entry and against it, columns `good` and `bad` of a row of `entries`; see {@link file://../relevance.ts}.
 * Most are not marked, and nothing is looked up for them.
 */
export const STANDING = `iif(entries.marked, ${reactions(GOOD)}, 0) good,
  iif(entries.marked, ${reactions(BAD)} + ${CONTRADICTING}, 0) bad`;
