import { ASIDE } from './aside.js';

/** Ids that an answer names of those that took an entry's place, the first ones: hostile members could make them any number. */
const SUPERSEDED_BY_MAX = 16;

const superseded = `iif(entries.aside & ${ASIDE.superseded}, ',"superseded_by":[' || (
  select group_concat('"' || id || '"') from (select l.id from links l where l.p = entries.p and l.target = entries.id and l.rel = 'supersedes'
  order by l.ts, l.pos, l.id limit ${SUPERSEDED_BY_MAX})) || ']', '')`;

const reactions = `iif(entries.reacted, ',"reactions":{' || (
  select group_concat('"' || r.reaction || '":' || r.n) from reacted r where r.p = entries.p and r.target = entries.id) || '}', '')`;

/**
 * SQL of an entry's JSON as it reads now, of a row of `entries`: what it says, and what became of it since. Most have nothing of the kind, and
 * nothing is looked up for them.
 */
export const ENTRY_JSON = `iif(entries.aside & ${ASIDE.superseded} or entries.reacted,
  substr(entries.val, 1, length(entries.val) - 1) || ${superseded} || ${reactions} || '}', entries.val)`;

/** SQL of the columns `aside` and `reacted` of a new row, by ?1, the pact's number, and ?2, its id: what refers to it may have come before it. */
export const FATE = `exists (select 1 from links where p = ?1 and target = ?2 and rel = 'supersedes') * ${ASIDE.superseded},
  exists (select 1 from reacted where p = ?1 and target = ?2)`;
