import { type ConflictQuery, JsonText } from '../pact/types.js';
import type { Row, SqlDb, SqlValue } from '../derived/index.js';
import { positionOf } from '../entry-id.js';
import { decodeCursor, encodeCursor } from './cursor.js';
import { ENTRY_JSON } from './entry-json.js';
import { SAID, type Said, type Trust } from './trust.js';

const LIMIT_DEFAULT = 20;
/** Entries that a conflict shows; `count` says how many there are. */
const SIDES_MAX = 16;
/** Places that a page looks at; there may be less to show at them. */
const PLACES_MAX = 500;
/** Entries that are looked at to find what a conflict is about. */
const STEPS_MAX = 1_000;

/** Where conflicts stand in the list: at the newest of those that are current together, and at an entry that contradicts others. */
const WALK = `select * from (select * from (select 'supersedes' rel, c.ts, c.pos, c.id, not exists (
    select 1 from contested g where g.p = c.p and g.list = c.list and (g.ts, g.pos, g.id) > (c.ts, c.pos, c.id)) shown
    from contested c where c.p = ?1 and (c.ts, c.pos, c.id) < (?2, ?3, ?4) order by c.ts desc, c.pos desc, c.id desc limit ?5)
  union all select * from (select distinct 'contradicts' rel, l.ts, l.pos, l.id, 1 shown
    from links l where l.p = ?1 and l.rel = 'contradicts' and (l.ts, l.pos, l.id) < (?2, ?3, ?4) order by l.ts desc, l.pos desc, l.id desc limit ?5))
  order by ts desc, pos desc, id desc, rel limit ?5`;

type Place = { rel: 'supersedes' | 'contradicts'; ts: number; id: string; shown: 0 | 1 };
type Side = Said & { id: string; topic: string | null; json: string };

/** What entries of one pact say against each other: open conflicts, with all sides. */
export class Conflicts {
  readonly #db: SqlDb;
  readonly #p: number;
  readonly #trust: Trust;

  constructor(db: SqlDb, p: number, trust: Trust) {
    this.#db = db;
    this.#p = p;
    this.#trust = trust;
  }

  /**
   * A page of open conflicts, newest first: `{"conflicts":[...],"cursor":...,"has_more":...}`. A page may hold less than its limit, also nothing,
   * and have more behind it. Throws BAD_CURSOR.
   * @param now ms since 1970, by which entries have expired
   */
  page({ topic, limit = LIMIT_DEFAULT, cursor }: ConflictQuery, now: number): JsonText {
    const [ts, id] = cursor === undefined ? [Number.MAX_SAFE_INTEGER, ''] : decodeCursor(cursor);
    const places = this.#all(WALK, ts, cursor === undefined ? 0 : positionOf(id), id, PLACES_MAX) as Place[];
    const found: string[] = [];
    let seen = 0;
    let last: Place | undefined;
    for (const place of places) {
      // Two conflicts may stand at one place: they come on the same page, since the next one begins behind it.
      if (found.length >= limit && place.id !== last?.id) break;
      const conflict = place.shown === 1 ? this.#conflict(place, now, topic) : null;
      if (conflict !== null) found.push(conflict);
      last = place;
      seen++;
    }
    const more = seen < places.length || places.length === PLACES_MAX;
    const next = last ? JSON.stringify(encodeCursor(last.ts, last.id)) : 'null';
    return new JsonText(`{"conflicts":[${found.join(',')}],"cursor":${next},"has_more":${more}}`);
  }

  #all(sql: string, ...params: SqlValue[]): Row[] {
    return this.#db.prepare(sql).all([this.#p, ...params]);
  }

  #conflict({ rel, id }: Place, now: number, topic: string | undefined): string | null {
    const [sides, count] = rel === 'supersedes' ? this.#heads(id, now) : this.#contradiction(id, now);
    if (sides.length < 2 || (topic !== undefined && sides[0]?.topic !== topic)) return null;
    const about = rel === 'supersedes' ? this.#about(sides.map((side) => side.id)) : id;
    return `{"id":"${about}","kind":"${rel}","count":${count},"entries":[${sides.map((side) => this.#trust.told(side.json, side)).join(',')}]}`;
  }

  #sides(ids: string, now: number, id: string): Side[] {
    const sql = `select entries.id, entries.topic, ${ENTRY_JSON} json, ${SAID} from entries where entries.p = ?1 and entries.id in (${ids}) and entries.aside & 1 = 0
      and (entries.expires_at is null or entries.expires_at > ?2) order by entries.ts desc, entries.pos desc, entries.id desc`;
    return this.#all(sql, now, id) as unknown as Side[];
  }

  #heads(id: string, now: number): [Side[], number] {
    const heads = `select g.id from contested c join contested g on g.p = c.p and g.list = c.list where c.p = ?1 and c.id = ?3`;
    const sides = this.#sides(`${heads} order by g.ts desc, g.pos desc, g.id desc limit ${SIDES_MAX}`, now, id);
    if (sides.length < SIDES_MAX) return [sides, sides.length];
    return [sides, this.#all(`select count(*) n from (${heads.replace('?3', '?2')} limit 10000)`, id)[0]?.n as number];
  }

  #contradiction(id: string, now: number): [Side[], number] {
    const target = "select target from links where p = ?1 and id = ?3 and rel = 'contradicts'";
    const sides = this.#sides(`${target} union select ?3`, now, id);
    // Without the one that contradicts, the others are at peace.
    return sides.some((side) => side.id === id) ? [sides, sides.length] : [[], 0];
  }

  /**
   * What the sides disagree about: the last entry in the order of the log that more than one of them goes back to. Where that lies further
   * back than {@link STEPS_MAX} entries, the oldest side.
   */
  #about(sides: readonly string[]): string {
    const seqOf = (id: string): number =>
      (this.#all('select seq from entries where p = ? and id = ?', id)[0]?.seq as number) ?? 0;
    const open = new Map(sides.map((id) => [id, { seq: seqOf(id), side: id as string | null }]));
    for (let step = 0; step < STEPS_MAX && open.size > 0; step++) {
      const [id, { side }] = [...open].reduce((newest, one) => (one[1].seq > newest[1].seq ? one : newest));
      if (side === null) return id;
      open.delete(id);
      for (const row of this.#all("select target from links where p = ? and id = ? and rel = 'supersedes'", id)) {
        const target = row.target as string;
        const met = open.get(target);
        open.set(target, { seq: met?.seq ?? seqOf(target), side: met && met.side !== side ? null : side });
      }
    }
    return sides.at(-1) as string;
  }
}
