import { ASIDE } from './aside.js';

/** Ids that an answer names of those that took an entry's place, the first ones, and of those in conflict with it, the newest. */
const NAMED_MAX = 16;
/** Contradictions that are looked at for these, the newest: most of them may be settled. */
const LOOKED_AT_MAX = 64;

const listOf = (name: string, ids: string): string =>
  `coalesce((select ',"${name}":[' || group_concat('"' || id || '"') || ']' from (${ids})), '')`;

const SUPERSEDED_BY = listOf(
  'superseded_by',
  `select l.id from links l where l.p = entries.p and l.target = entries.id and l.rel = 'supersedes' order by l.ts, l.pos, l.id limit ${NAMED_MAX}`,
);

const CONTRADICTING = `select id from (select l.id from links l where l.p = entries.p and l.target = entries.id and l.rel = 'contradicts'
  order by l.ts desc, l.pos desc, l.id desc limit ${LOOKED_AT_MAX})
  union select l.target from links l where l.p = entries.p and l.id = entries.id and l.rel = 'contradicts'`;

// Without the index by name SQLite would walk all that is current in the order of lists instead of looking the few ids up.
const CONFLICTS_WITH = listOf(
  'conflicts_with',
  `select o.id from entries o indexed by entries_id where o.p = entries.p and o.aside = 0 and o.id in (
    select id from (select g.id from contested c join contested g on g.p = c.p and g.list = c.list and g.id <> c.id
      where c.p = entries.p and c.id = entries.id order by g.ts desc, g.pos desc, g.id desc limit ${NAMED_MAX})
    union ${CONTRADICTING}) order by o.ts desc, o.pos desc, o.id desc limit ${NAMED_MAX}`,
);

const REACTIONS = `coalesce((select ',"reactions":{' || group_concat('"' || r.reaction || '":' || r.n) || '}'
  from reacted r where r.p = entries.p and r.target = entries.id), '')`;

/**
 * SQL of what an entry's JSON says beyond what was written, of a row of `entries`: what became of it since. Most have nothing of the kind, and
 * nothing is looked up for them.
 */
const FATE_JSON = `iif(entries.aside & ${ASIDE.superseded}, ${SUPERSEDED_BY}, iif(entries.marked, ${CONFLICTS_WITH}, '')) || iif(entries.marked, ${REACTIONS}, '')`;

/** SQL of an entry's JSON as it reads now, of a row of `entries`. */
export const ENTRY_JSON = `iif(entries.aside & ${ASIDE.superseded} or entries.marked,
  substr(entries.val, 1, length(entries.val) - 1) || ${FATE_JSON} || '}', entries.val)`;

/**
 * SQL of the columns `aside` and `marked` of a new row, by ?1, the pact's number, and ?2, its id: what refers to it may have come before it.
 * `marked`: one of the tables may have something that its JSON shows.
 */
export const FATE = `exists (select 1 from links where p = ?1 and target = ?2 and rel = 'supersedes') * ${ASIDE.superseded},
  exists (select 1 from reacted where p = ?1 and target = ?2) or exists (select 1 from contested where p = ?1 and id = ?2)
  or exists (select 1 from links where p = ?1 and target = ?2 and rel = 'contradicts')`;

/** JSON text of an object without its last brace, so that a read can add what only it knows. */
export const unclosed = (object: object): string => JSON.stringify(object).slice(0, -1);
