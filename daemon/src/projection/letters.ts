import type { ReceiptRecord } from '../pact/model/index.js';
import { KEYS } from '../pact/model/index.js';
import type { SqlDb } from '../derived/index.js';
import { positionOf } from '../entry-id.js';
import { expiryOf } from './expiry.js';
import type { StoredEntry, Tidied } from './rows.js';

/**
 * Messages by whom they are for. A message to named agents has a row for each of them; one to everybody has a row with an empty
 * `agent_id`, and one more for each agent that gave a receipt, so that it costs the same however many agents there are.
 * `val` is what the sender is shown of that agent, ready as JSON.
 */
export const LETTERS_SCHEMA = `
create table letters(p integer not null, id text not null, agent_id text not null, state integer not null, ts integer not null, pos integer not null,
  sender text not null, expires_at integer, delivered_at integer, val text not null, primary key (p, id, agent_id)) without rowid;
create index letters_agent on letters(p, agent_id, state, ts, pos, id, sender);
create index letters_expiring on letters(p, expires_at) where expires_at is not null and state < 3;
create index letters_expired on letters(p, expires_at) where state >= 3;
`;

/** Where a row of `letters` stands, which is also where it is listed. */
export const LETTER_STATES = {
  /** To a named agent that has not acknowledged it, or the row of everybody. */
  unread: 0,
  acknowledged: 1,
  /** To everybody, delivered to this agent, not acknowledged. */
  broadcast: 2,
} as const;

/** Added to the state while a message has expired by this node's clock: such rows are in no list. */
const EXPIRED_STATE = 3;

/** A message as far as the rows need it. Times in ms since 1970. */
export interface Letter {
  readonly id: string;
  readonly ts: number;
  readonly pos: number;
  readonly sender: string;
  /** Null: for everybody. */
  readonly to: readonly string[] | null;
  readonly expires_at: number | null;
}

/** A stored message, as its addressees have it. */
export function letterOf(entry: StoredEntry): Letter {
  const { id, timestamp, agent_id, payload } = entry;
  const expires_at = expiryOf(entry);
  return { id, ts: Date.parse(timestamp), pos: positionOf(id), sender: agent_id, to: payload.to ?? null, expires_at };
}

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** Between these times, ms since 1970, no row's life ends by the clock. */
interface Window {
  /** The latest end of those that are in no list; null: there are none. */
  readonly gone: number | null;
  /** The soonest end of those that are listed. */
  readonly next: number | null;
}
const WINDOW = `select (select max(expires_at) from letters where p = ?1 and expires_at is not null and state >= ${EXPIRED_STATE}) gone,
  (select min(expires_at) from letters where p = ?1 and expires_at is not null and state < ${EXPIRED_STATE}) next`;

/** Writes the rows of one pact in `letters`, whatever comes first: a message or what its addressees say of it. */
export class Letters {
  readonly #tables: Tidied;
  readonly #db: SqlDb;
  readonly #p: number;
  #version = 0;
  #window: Window | null = null;

  constructor(tables: Tidied, p: number) {
    this.#tables = tables;
    this.#db = tables.db;
    this.#p = p;
  }

  /** Changes with every row, for what is known of them all. */
  get version(): number {
    return this.#version;
  }

  /** Rows were written, or all of them dropped. */
  changed(): void {
    this.#version++;
    this.#window = null;
  }

  /** Takes what has expired by this node's clock, ms since 1970, out of the lists, and puts back what a clock that was wrong took out. */
  lapse(now: number): void {
    this.#window ??= this.#db.prepare(WINDOW).all([this.#p])[0] as unknown as Window;
    const { gone, next } = this.#window;
    if (now >= (gone ?? Number.NEGATIVE_INFINITY) && now < (next ?? Number.POSITIVE_INFINITY)) return;
    const move = (condition: string, by: number): void =>
      void this.#db
        .prepare(`update letters set state = state + ? where p = ? and ${condition}`)
        .run([by, this.#p, now]);
    const done = this.#tables.tidy(() => {
      move(`expires_at > ? and state >= ${EXPIRED_STATE}`, -EXPIRED_STATE);
      move(`expires_at <= ? and state < ${EXPIRED_STATE}`, EXPIRED_STATE);
    });
    if (done) this.changed();
  }

  /** A message is there, or is another one than it was. */
  put(letter: Letter): void {
    this.drop(letter.id);
    for (const agentId of letter.to ?? [''])
      this.#row(letter, agentId, agentId === '' ? null : this.#receipt(letter.id, agentId));
    if (letter.to) return;
    const prefix = KEYS.receipt(letter.id, '');
    const given = this.#db
      .prepare('select key, val from records where p = ? and key > ? and key < ?')
      .all([this.#p, prefix, KEYS.receipt(letter.id, '\u007f')]);
    for (const row of given)
      this.#row(letter, (row.key as string).slice(prefix.length), JSON.parse(row.val as string) as ReceiptRecord);
  }

  /** A message is gone. */
  drop(id: string): void {
    this.changed();
    this.#db.prepare('delete from letters where p = ? and id = ?').run([this.#p, id]);
  }

  /** What an agent says of a message has changed, or was taken back. */
  receipt(id: string, agentId: string): void {
    this.changed();
    const [everybody] = this.#db
      .prepare(
        "select agent_id, ts, pos, sender, expires_at from letters where p = ? and id = ? and agent_id in ('', ?) order by agent_id",
      )
      .all([this.#p, id, agentId]);
    // The first row is that of everybody when there is one; with none at all the message has yet to come.
    if (!everybody) return;
    const broadcast = everybody.agent_id === '';
    const record = this.#receipt(id, agentId);
    if (broadcast && !record) {
      this.#db.prepare('delete from letters where p = ? and id = ? and agent_id = ?').run([this.#p, id, agentId]);
      return;
    }
    const { ts, pos, sender, expires_at } = everybody;
    const letter = { id, ts, pos, sender, to: broadcast ? null : [agentId], expires_at } as Letter;
    this.#row(letter, agentId, record);
  }

  #receipt(id: string, agentId: string): ReceiptRecord | null {
    const row = this.#db
      .prepare('select val from records where p = ? and key = ?')
      .all([this.#p, KEYS.receipt(id, agentId)])[0];
    return row ? (JSON.parse(row.val as string) as ReceiptRecord) : null;
  }

  #row({ id, ts, pos, sender, to, expires_at }: Letter, agentId: string, receipt: ReceiptRecord | null): void {
    const state =
      receipt && receipt.acknowledged_at !== null
        ? LETTER_STATES.acknowledged
        : to === null && agentId !== ''
          ? LETTER_STATES.broadcast
          : LETTER_STATES.unread;
    const val = {
      agent_id: agentId,
      delivered_at: iso(receipt?.delivered_at ?? null),
      acknowledged_at: iso(receipt?.acknowledged_at ?? null),
    };
    this.#db
      .prepare('insert or replace into letters values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run([
        this.#p,
        id,
        agentId,
        state,
        ts,
        pos,
        sender,
        expires_at,
        receipt?.delivered_at ?? null,
        JSON.stringify(val),
      ]);
  }
}
