import { RELATIONS } from '../pact/model/index.js';
import { type GraphQuery, JsonText } from '../pact/types.js';
import type { Row, SqlDb, SqlValue } from '../derived/index.js';
import { ENTRY_JSON } from './entry-json.js';
import { readAt } from './expiry.js';
import { SAID, type Said, type Trust } from './trust.js';

const DEPTH_DEFAULT = 1;
const LIMIT_DEFAULT = 50;
/** Entries that link to one with one relation, as far as they are followed: the newest. */
const FAN_IN_MAX = 32;

/** In the order in which the links of an entry are followed. */
const RELS = RELATIONS.toSorted();

const NODE = `select ${ENTRY_JSON} json, expires_at, ${SAID} from entries where p = ? and id = ? and type not in ('rejection', 'task_event')`;
const ALIVE = `${NODE} and (expires_at is null or expires_at > ?)`;
const OF_TOPIC = `select id from entries where p = ? and aside = 0 and topic = ? and (expires_at is null or expires_at > ?)
  order by ts desc, pos desc, id desc limit ?`;
const LINKS_OF = 'select rel, target from links where p = ? and id = ? order by rel, target';
const LINKING =
  'select id from links where p = ? and target = ? and rel = ? order by ts desc, pos desc, id desc limit ?';

/** What entries of one pact are connected to. */
export class Graph {
  readonly #db: SqlDb;
  readonly #p: number;
  readonly #trust: Trust;

  constructor(db: SqlDb, p: number, trust: Trust) {
    this.#db = db;
    this.#p = p;
    this.#trust = trust;
  }

  /**
   * Entries around one, or around what is current of a topic, step by step along links of either direction, the nearest first:
   * `{"nodes":[...],"edges":[...],"truncated":...}`. Superseded entries are among them; of those that have expired only the one that was
   * asked for. Undefined when there is no such entry.
   * @param now ms since 1970, by which entries have expired
   */
  read(
    { entry, topic = '', depth = DEPTH_DEFAULT, limit = LIMIT_DEFAULT }: GraphQuery,
    now: number,
  ): JsonText | undefined {
    const nodes = new Map<string, string>();
    const start = entry === undefined ? this.#ofTopic(topic, now, limit + 1) : [entry];
    if (entry !== undefined) {
      const [row] = this.#all(NODE, entry);
      if (!row) return undefined;
      nodes.set(entry, this.#told(row, now));
    }
    let cut = false;
    let full = !this.#take(nodes, start, limit, now);
    let border = [...nodes.keys()];
    for (let step = 0; step < depth && !full; step++) {
      const met = nodes.size;
      for (const id of border) {
        const { ids, more } = this.#beside(id);
        cut ||= more;
        full ||= !this.#take(nodes, ids, limit, now);
        if (full) break;
      }
      border = [...nodes.keys()].slice(met);
    }
    const edges = [...nodes.keys()].flatMap((from) =>
      this.#linksOf(from)
        .filter(({ to }) => nodes.has(to))
        .map(({ to, rel }) => ({ source: from, target: to, rel })),
    );
    return new JsonText(
      `{"nodes":[${[...nodes.values()].join(',')}],"edges":${JSON.stringify(edges)},"truncated":${full || cut}}`,
      [...nodes.keys()].join(' '),
    );
  }

  #all(sql: string, ...params: SqlValue[]): Row[] {
    return this.#db.prepare(sql).all([this.#p, ...params]);
  }

  #told(row: Row, now: number): string {
    const json = readAt(row.json as string, row.expires_at as number | null, now);
    return this.#trust.told(json, row as unknown as Said);
  }

  /** Adds entries that have not expired; false when there is no room for one of them. */
  #take(nodes: Map<string, string>, ids: readonly string[], limit: number, now: number): boolean {
    for (const id of ids) {
      const row = nodes.has(id) ? undefined : this.#all(ALIVE, id, now)[0];
      if (!row) continue;
      if (nodes.size >= limit) return false;
      nodes.set(id, this.#told(row, now));
    }
    return true;
  }

  #ofTopic(topic: string, now: number, limit: number): string[] {
    return this.#all(OF_TOPIC, topic, now, limit).map(({ id }) => id as string);
  }

  #linksOf(id: string): { rel: string; to: string }[] {
    return this.#all(LINKS_OF, id).map(({ rel, target }) => ({ rel: rel as string, to: target as string }));
  }

  /** What an entry links to, then what links to it: one look-up for each relation, whatever the number of those that do. */
  #beside(id: string): { ids: string[]; more: boolean } {
    const linking = RELS.map((rel) => this.#all(LINKING, id, rel, FAN_IN_MAX + 1));
    const ids = linking.flatMap((rows) => rows.slice(0, FAN_IN_MAX).map((row) => row.id as string));
    return {
      ids: [...this.#linksOf(id).map(({ to }) => to), ...ids],
      more: linking.some((rows) => rows.length > FAN_IN_MAX),
    };
  }
}
