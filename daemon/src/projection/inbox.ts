import { ConcordatError } from '../errors.js';
import type { Row, SqlDb, SqlValue } from '../derived/index.js';
import { COUNTED_MAX } from './context.js';
import { LETTER_STATES } from './letters.js';
import { ENTRY_JSON } from './entry-json.js';
import { positionOf } from '../entry-id.js';
import type { PactTables } from './tables.js';
import { SAID, type Said } from './trust.js';

/**
 * So many of the newest messages to everybody can be unread. An agent that comes to an old pact must not find all that was ever said
 * in front of what is for it, and looking for unread ones must cost the same whatever the pact holds. Older ones stay in the list of messages.
 */
const BROADCASTS_UNREAD_MAX = 1000;
/** Agents shown in `delivery` of one message: a message to everybody may have receipts of any number. */
const DELIVERY_ROWS_MAX = 100;

/** SQL that gives what became of the message `<table>.id` at each agent, as a JSON array. */
export const deliverySql = (table: string): string => `(select '[' || coalesce(group_concat(val), '') || ']' from
  (select val from letters l where l.p = ${table}.p and l.id = ${table}.id and l.agent_id <> '' order by l.agent_id limit ${DELIVERY_ROWS_MAX}))`;

/** A message of an inbox. */
export interface InboxRow {
  readonly id: string;
  readonly ts: number;
  readonly pos: number;
  readonly unread: boolean;
  readonly delivered: boolean;
  /** The entry, as reads answer it. */
  readonly entry: string;
  /** What the sender is shown of this agent. */
  readonly delivery: string;
}

/** When a message was delivered to an agent and acknowledged by it, ISO 8601. */
export interface LetterTimes {
  readonly delivered_at: string | null;
  readonly acknowledged_at: string | null;
}

/** Behind which row of the inbox a page begins: unread ones come first, the newest of them first. */
export interface InboxPlace {
  readonly unread: boolean;
  readonly ts: number;
  readonly id: string;
}

/** A place as a cursor. */
export const inboxCursor = ({ unread, ts, id }: InboxPlace): string =>
  Buffer.from(`${unread ? 'u' : 'a'}.${ts}.${id}`).toString('base64url');

/** The place that a cursor names. Throws BAD_CURSOR. */
export function inboxPlace(cursor: string): InboxPlace {
  const [, state, ts, id] =
    /^([ua])\.(\d{1,15})\.([0-9a-f]{8}-\d{1,12})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (state === undefined || ts === undefined || id === undefined)
    throw new ConcordatError('BAD_CURSOR', `"${cursor.slice(0, 80)}" is not a cursor of an inbox`);
  return { unread: state === 'u', ts: Number(ts), id };
}

const PAST = '(l.ts, l.pos, l.id) < (?, ?, ?)';
const NEWEST_FIRST = 'order by l.ts desc, l.pos desc, l.id desc';
/** Before the newest message that there can be. */
const TOP: InboxPlace = { unread: true, ts: Number.MAX_SAFE_INTEGER, id: 'ffffffff-999999999999' };

/** The two lists that unread messages come from, each one walk along an index. */
const DIRECTED = `select l.id, l.ts, l.pos, l.delivered_at, l.val from letters l
  where l.p = ? and l.agent_id = ? and l.state = ${LETTER_STATES.unread} and ${PAST} ${NEWEST_FIRST} limit ?`;
const TO_ALL = `from letters l where l.p = ?1 and l.agent_id = '' and l.state = ${LETTER_STATES.unread}`;
/** Place of the oldest message to everybody that can be unread. */
const OLDEST = `select ts, pos, id ${TO_ALL} ${NEWEST_FIRST} limit 1 offset ${BROADCASTS_UNREAD_MAX - 1}`;
/** ?2: an agent, ?3 to ?5: the oldest place. */
const BROADCAST = `${TO_ALL.replace('where', 'left join letters own on own.p = l.p and own.id = l.id and own.agent_id = ?2 where')}
  and l.sender <> ?2 and coalesce(own.state, ${LETTER_STATES.broadcast}) = ${LETTER_STATES.broadcast} and (l.ts, l.pos, l.id) >= (?3, ?4, ?5)`;
const BROADCAST_PAGE = `select l.id, l.ts, l.pos, own.delivered_at, coalesce(own.val, '{"agent_id":' || json_quote(?2) || ',"delivered_at":null,"acknowledged_at":null}') val
  ${BROADCAST} and (l.ts, l.pos, l.id) < (?6, ?7, ?8) ${NEWEST_FIRST} limit ?9`;
const COUNTS = `select (select count(*) from (select 1 from letters where p = ?1 and agent_id = ?2 and state = ${LETTER_STATES.unread} limit ${COUNTED_MAX})) directed,
  (select count(*) ${BROADCAST}) broadcast`;
const ACKNOWLEDGED = `select l.id, l.ts, l.pos, l.delivered_at, l.val from letters l
  where l.p = ? and l.agent_id = ? and l.state = ${LETTER_STATES.acknowledged} and ${PAST} ${NEWEST_FIRST} limit ?`;

interface Found {
  id: string;
  ts: number;
  pos: number;
  delivered_at: number | null;
  val: string;
}

const newestFirst = (a: Found, b: Found): number => b.ts - a.ts || b.pos - a.pos || (a.id < b.id ? 1 : -1);

/** Unread messages of an agent, counted up to a thousand of each kind. */
interface Unread {
  readonly directed: number;
  readonly broadcast: number;
}

/** What holds until a row of `letters` changes: writes of other kinds do not touch it. */
interface Known {
  readonly version: number;
  /** The oldest place of {@link BROADCAST}. */
  readonly oldest: readonly SqlValue[];
  readonly unread: Map<string, Unread>;
}
const EVERY: readonly SqlValue[] = [Number.MIN_SAFE_INTEGER, 0, ''];
/** Agents whose counts are kept. */
const AGENTS_MAX = 1000;

/** Reads the inboxes of one pact. */
export class InboxQueries {
  readonly #rows: PactTables;
  #kept: Known | null = null;

  constructor(rows: PactTables) {
    this.#rows = rows;
  }

  get #db(): SqlDb {
    return this.#rows.tables.db;
  }

  /** Up to `limit` messages behind `place` that the agent has not acknowledged, newest first. */
  unread(agentId: string, limit: number, now: number, place: InboxPlace = TOP): InboxRow[] {
    const { broadcast } = this.unreadCount(agentId, now);
    const found = [...this.#directed(agentId, limit, place), ...this.#broadcast(agentId, limit, broadcast, place)];
    return this.#shown(found.sort(newestFirst).slice(0, limit), true);
  }

  /** Those of {@link InboxQueries.unread} that name the agent. */
  unreadDirected(agentId: string, limit: number, now: number): InboxRow[] {
    this.#rows.letters.lapse(now);
    return this.#shown(this.#directed(agentId, limit, TOP), true);
  }

  /** Those of {@link InboxQueries.unread} that are for everybody. */
  unreadBroadcast(agentId: string, limit: number, now: number): InboxRow[] {
    const { broadcast } = this.unreadCount(agentId, now);
    return this.#shown(this.#broadcast(agentId, limit, broadcast, TOP), true);
  }

  /** Up to `limit` messages behind `place` that the agent has acknowledged, newest first. */
  acknowledged(agentId: string, limit: number, now: number, place: InboxPlace = TOP): InboxRow[] {
    this.#rows.letters.lapse(now);
    return this.#shown(this.#found(ACKNOWLEDGED, [this.#rows.p, agentId, ...this.#past(place), limit]), false);
  }

  /** How many messages are unread, counted up to a thousand of each kind. */
  unreadCount(agentId: string, now: number): Unread {
    this.#rows.letters.lapse(now);
    const { unread, oldest } = this.#known();
    let count = unread.get(agentId);
    if (!count) {
      count = this.#db.prepare(COUNTS).all([this.#rows.p, agentId, ...oldest])[0] as unknown as Unread;
      if (unread.size >= AGENTS_MAX) unread.clear();
      unread.set(agentId, count);
    }
    return count;
  }

  #known(): Known {
    const { version } = this.#rows.letters;
    if (this.#kept?.version === version) return this.#kept;
    const [place] = this.#db.prepare(OLDEST).all([this.#rows.p]);
    this.#kept = { version, oldest: place ? Object.values(place) : EVERY, unread: new Map() };
    return this.#kept;
  }

  /**
   * What became of a message at one of its addressees.
   * @returns undefined when it is not for that agent
   */
  letter(id: string, agentId: string): LetterTimes | undefined {
    const [first, own] = this.#db
      .prepare(
        "select agent_id, sender, val from letters where p = ? and id = ? and agent_id in ('', ?) order by agent_id",
      )
      .all([this.#rows.p, id, agentId]);
    const row = own ?? first;
    if (!row || (row.agent_id === '' && row.sender === agentId)) return undefined;
    const { delivered_at, acknowledged_at } = JSON.parse(row.val as string) as LetterTimes;
    return { delivered_at, acknowledged_at };
  }

  #directed(agentId: string, limit: number, place: InboxPlace): Found[] {
    return this.#found(DIRECTED, [this.#rows.p, agentId, ...this.#past(place), limit]);
  }

  /** @param unread how many there are: the walk ends with the last of them */
  #broadcast(agentId: string, limit: number, unread: number, place: InboxPlace): Found[] {
    const params = [this.#rows.p, agentId, ...this.#known().oldest, ...this.#past(place), Math.min(limit, unread)];
    return this.#found(BROADCAST_PAGE, params);
  }

  #found(sql: string, params: readonly SqlValue[]): Found[] {
    return this.#db.prepare(sql).all(params) as unknown as Found[];
  }

  #past({ ts, id }: InboxPlace): SqlValue[] {
    return [ts, positionOf(id), id];
  }

  #shown(found: readonly Found[], unread: boolean): InboxRow[] {
    const entry = this.#db.prepare(`select ${ENTRY_JSON} val, ${SAID} from entries where p = ? and id = ?`);
    const told = (row: Row | undefined): string => this.#rows.trust.told(row?.val as string, row as unknown as Said);
    return found.map(({ id, ts, pos, delivered_at, val }) => ({
      id,
      ts,
      pos,
      unread,
      delivered: delivered_at !== null,
      entry: told(entry.all([this.#rows.p, id])[0]),
      delivery: val,
    }));
  }
}
