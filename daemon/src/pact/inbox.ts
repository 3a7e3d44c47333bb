import { ConcordatError } from '../errors.js';
import type { Caller } from '../node/index.js';
import { type InboxRow, inboxCursor, inboxPlace, type PactQueries } from '../projection/index.js';
import type { Commit } from './commit-queue.js';
import { KEYS } from './model/index.js';
import { Receipts } from './receipts.js';
import { agentOf, assertDone } from './tasks.js';
import { type InboxAcknowledged, type InboxApi, type InboxPage, type InboxQuery, JsonText } from './types.js';

const LIMIT_DEFAULT = 50;

/** What an inbox needs from its pact. */
export interface InboxParts {
  readonly queries: PactQueries;
  readonly commit: Commit;
  /** Handles of the current members. */
  handles(): readonly string[];
  now(): number;
}

/** The part of an agent id behind its name. */
const handleIn = (agentId: string): string => agentId.slice(agentId.indexOf('@') + 1);

const shown = ({ entry, unread, delivery }: InboxRow): string => {
  const { delivered_at, acknowledged_at } = JSON.parse(delivery) as Record<string, string | null>;
  return `${entry.slice(0, -1)},${JSON.stringify({ unread, delivered_at, acknowledged_at }).slice(1)}`;
};

/** The messages of each agent, and what it says of them to their senders. */
export class Inbox implements InboxApi {
  readonly #parts: InboxParts;
  readonly #receipts: Receipts;

  constructor(parts: InboxParts) {
    this.#parts = parts;
    this.#receipts = new Receipts(parts.commit);
  }

  assertReachable(to: readonly string[]): void {
    const handles = new Set(this.#parts.handles());
    const stranger = to.find((agentId) => !handles.has(handleIn(agentId)));
    if (stranger === undefined) return;
    throw new ConcordatError(
      'BAD_REQUEST',
      `body to names ${stranger}, and no member has the handle ${handleIn(stranger)}; allowed: agents of ${[...handles].slice(0, 20).join(', ')}`,
      { in: 'body', field: 'to' },
    );
  }

  /** Reads and writes nothing: that something was delivered is known only when the answer is out, see {@link Inbox.delivered}. */
  read(agentId: string, query: InboxQuery): InboxPage {
    const { inbox } = this.#parts.queries;
    const now = this.#parts.now();
    const limit = query.limit ?? LIMIT_DEFAULT;
    const place = query.cursor === undefined ? undefined : inboxPlace(query.cursor);
    // One more than asked for: is there another page?
    const unread = place === undefined || place.unread ? inbox.unread(agentId, limit + 1, now, place) : [];
    const rest = limit + 1 - unread.length;
    const done =
      rest > 0 && query.unread !== true
        ? inbox.acknowledged(agentId, rest, now, place?.unread === false ? place : undefined)
        : [];
    const rows = [...unread, ...done];
    const more = rows.length > limit;
    if (more) rows.pop();
    const last = rows.at(-1);
    const count = inbox.unreadCount(agentId, now);
    const end = {
      cursor: last ? inboxCursor(last) : null,
      has_more: more,
      agent_id: agentId,
      unread: count.directed + count.broadcast,
    };
    return {
      page: new JsonText(`{"entries":[${rows.map(shown).join(',')}],${JSON.stringify(end).slice(1)}`),
      fresh: rows.filter((row) => !row.delivered).map((row) => row.id),
    };
  }

  delivered(caller: Caller, ids: readonly string[]): void {
    this.#receipts.delivered(caller.name, ids);
  }

  async acknowledge(caller: Caller, ids: readonly string[]): Promise<InboxAcknowledged> {
    const { commit, queries } = this.#parts;
    const agentId = caller.agent_id;
    const letter = (id: string) => {
      const said = queries.inbox.letter(id, agentId);
      if (said) return said;
      throw new ConcordatError('NOT_FOUND', `there is no message ${id} in the inbox of ${agentId}`);
    };
    const open = ids.filter((id) => letter(id).acknowledged_at === null);
    let settled = false;
    if (open.length > 0) {
      const { outcome, confirmed } = await commit({
        t: 'receipt',
        delivered: [],
        acknowledged: open,
        ...agentOf(caller),
      });
      assertDone(outcome);
      settled = confirmed;
    }
    return {
      acknowledged: ids.map((id) => ({ id, ...letter(id) })),
      durability: 'disk',
      confirmed: settled || ids.every((id) => queries.confirmedRecord(KEYS.receipt(id, agentId))),
    };
  }
}
