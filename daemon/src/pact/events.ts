import { EventEmitter } from 'node:events';
import type { Json } from '../errors.js';
import type { Arrivals } from '../projection/index.js';
import type { LiveEvent, LiveStart } from './types.js';

const BATCH = 256;
/** Unstored events that wait for one slow reader; older ones are dropped, since the next says the same anew. */
const PASSING_MAX = 256;

/** An event that is told once and not stored. */
export type PassingEvent = Omit<LiveEvent, 'id'>;

/** What a reader wants to hear. */
export interface EventFilter {
  p?: number;
  pactId?: string;
  type?: string;
  agent_id?: string;
}

/** Events of all pacts: stored ones from the arrival feed, so that none is missed, and passing ones beside them. */
export class Events {
  readonly #arrivals: Arrivals;
  readonly #aliasOf: (pactId: string) => string;
  readonly #taskOf: (pactId: string, id: string) => Json;
  readonly #passing = new EventEmitter<{ event: [PassingEvent] }>();

  constructor(arrivals: Arrivals, aliasOf: (pactId: string) => string, taskOf: (pactId: string, id: string) => Json) {
    this.#arrivals = arrivals;
    this.#aliasOf = aliasOf;
    this.#taskOf = taskOf;
    this.#passing.setMaxListeners(0);
  }

  /** Is anybody listening? */
  get heard(): boolean {
    return this.#passing.listenerCount('event') > 0;
  }

  tell(event: PassingEvent): void {
    this.#passing.emit('event', event);
    this.#arrivals.announce();
  }

  /** Events behind `since` (from now on when absent) until the signal aborts. */
  async *listen(
    filter: EventFilter,
    since: string | undefined,
    signal: AbortSignal,
  ): AsyncIterable<LiveStart | LiveEvent> {
    let n = since === undefined ? this.#arrivals.newest : this.#arrivals.parse(since);
    const passing: PassingEvent[] = [];
    const wanted = filter.type === undefined && filter.agent_id === undefined;
    const keep = (event: PassingEvent): void => {
      if (!wanted || (filter.pactId !== undefined && event.data.pactId !== filter.pactId)) return;
      if (passing.length >= PASSING_MAX) passing.shift();
      passing.push(event);
    };
    this.#passing.on('event', keep);
    try {
      yield { id: this.#arrivals.cursor(n), event: null };
      while (!signal.aborted) {
        const newest = this.#arrivals.newest;
        const rows = this.#arrivals.after(n, BATCH, filter);
        for (const row of rows) {
          n = row.n;
          yield { id: this.#arrivals.cursor(row.n), ...this.#event(row) };
        }
        for (const event of passing.splice(0)) yield { id: null, ...event };
        if (rows.length === BATCH) continue;
        n = Math.max(n, newest);
        if (this.#arrivals.newest > n || passing.length) continue;
        await this.#arrivals.next(signal);
      }
    } finally {
      this.#passing.off('event', keep);
    }
  }

  #event(row: {
    op: string;
    id: string;
    type: string;
    agent_id: string;
    pactId: string;
    json: string | null;
  }): PassingEvent {
    const data = {
      pactId: row.pactId,
      alias: this.#aliasOf(row.pactId),
      id: row.id,
      type: row.type,
      agent_id: row.agent_id,
    };
    if (row.json === null) return { event: 'entry-retracted', data };
    const entry = JSON.parse(row.json) as { refs?: string[]; payload: { action?: string } };
    const task = row.type === 'task' && entry.payload.action !== undefined ? entry.refs?.[0] : undefined;
    if (task === undefined) return { event: 'entry-applied', data: { ...data, entry: entry as unknown as Json } };
    return {
      event: 'task-updated',
      data: { ...data, entry: entry as unknown as Json, task: this.#taskOf(row.pactId, task) },
    };
  }
}
