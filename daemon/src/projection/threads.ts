import type { SqlDb, SqlValue } from '../derived/index.js';

/**
 * A thread is all that is connected by supersession, however far; its heads are what nothing supersedes. `threads` is a forest: `up` leads
 * towards the root of the thread, which alone says how many heads there are, which one when there is one, and under which name they
 * stand in `contested` when there are several.
 */
export const THREAD_TABLES = `
create table threads(p integer not null, id text not null, up text, size integer not null, heads integer not null, head text, list text, primary key (p, id)) without rowid;
create table contested(p integer not null, id text not null, list text not null, ts integer not null, pos integer not null, primary key (p, id)) without rowid;
create index contested_list on contested(p, list, ts, pos, id);
create index contested_time on contested(p, ts, pos, id);
`;

/** Heads of one thread whose readers are told when another one joins them. */
const TOLD_MAX = 16;

const OTHERS = "select 1 from links where p = ? and target = ? and rel = 'supersedes' and id <> ? limit 1";

interface Root {
  readonly id: string;
  readonly size: number;
  readonly heads: number;
  readonly head: string | null;
  readonly list: string | null;
}

/** That one entry supersedes another. */
export interface Succeeding {
  readonly id: string;
  readonly target: string;
}

/**
 * Which entries are current together although they replace the same, kept up with every link: a look-up or twenty, however long the history
 * is. Heads of two conflicts that become one are moved, those of the smaller one, so that each is moved at most as often as its conflict doubles.
 */
export class Threads {
  readonly #db: SqlDb;
  readonly #p: number;
  /** Entries whose thread has lost a link: a forest cannot forget one, so the thread is made again. */
  readonly #torn = new Set<string>();
  #changed = new Set<string>();

  constructor(db: SqlDb, p: number) {
    this.#db = db;
    this.#p = p;
  }

  /** Notes a link that is in the table `links` already. */
  join({ id, target }: Succeeding): void {
    // In a torn thread nothing counts; it is made again from the table.
    if (this.#torn.size > 0) this.tear({ id, target });
    else this.#join(id, target, this.#run(OTHERS, target, id).length === 0);
  }

  /** @param first nothing superseded the target before */
  #join(id: string, target: string, first: boolean): void {
    const newer = this.#root(id) ?? this.#begin(id);
    const older = this.#root(target) ?? this.#begin(target);
    const left = first ? this.#behead(older, target) : older;
    if (left.id !== newer.id) this.#unite(left, newer);
  }

  /** Notes that a link is gone; {@link settle} makes its thread again. */
  tear({ id, target }: Succeeding): void {
    this.#torn.add(id).add(target);
  }

  /** Ends a change: makes torn threads again. Answers the entries whose conflict is another one than before. */
  settle(): string[] {
    if (this.#torn.size > 0) this.#again();
    const changed = [...this.#changed];
    this.#changed = new Set();
    return changed;
  }

  /** The only head of an entry's thread; null when there are several, or no thread. */
  only(id: string): string | null {
    return this.#root(id)?.head ?? null;
  }

  /** Heads of an entry's thread when there are several, newest first. */
  contested(id: string, limit: number): string[] {
    const list = this.#root(id)?.list ?? null;
    return list === null ? [] : this.#listed(list, limit);
  }

  #run(sql: string, ...params: SqlValue[]): Record<string, SqlValue>[] {
    return this.#db.prepare(sql).all([this.#p, ...params]);
  }

  #root(id: string): Root | null {
    for (let at = id; ; ) {
      const row = this.#run('select id, up, size, heads, head, list from threads where p = ? and id = ?', at)[0];
      if (!row) return null;
      if (row.up === null) return row as unknown as Root;
      at = row.up as string;
    }
  }

  #begin(id: string): Root {
    const root = { id, size: 1, heads: 1, head: id, list: null };
    this.#db.prepare('insert into threads values(?, ?, null, 1, 1, ?, null)').run([this.#p, id, id]);
    return root;
  }

  #keep(root: Root): Root {
    this.#db
      .prepare('update threads set size = ?, heads = ?, head = ?, list = ? where p = ? and id = ?')
      .run([root.size, root.heads, root.head, root.list, this.#p, root.id]);
    return root;
  }

  /** A head of a thread is superseded. */
  #behead(root: Root, head: string): Root {
    const heads = root.heads - 1;
    if (root.list === null) return this.#keep({ ...root, heads, head: null });
    this.#unlist(head);
    if (heads > 1) {
      this.#tell(root.list);
      return this.#keep({ ...root, heads });
    }
    const [last = null] = this.#listed(root.list, 1);
    if (last !== null) this.#unlist(last);
    return this.#keep({ ...root, heads, head: last, list: null });
  }

  #unite(a: Root, b: Root): void {
    const [under, root] = a.size < b.size ? [a, b] : [b, a];
    this.#db.prepare('update threads set up = ? where p = ? and id = ?').run([root.id, this.#p, under.id]);
    const heads = a.heads + b.heads;
    const united = { id: root.id, size: a.size + b.size, heads };
    if (heads < 2) {
      this.#keep({ ...united, head: a.head ?? b.head, list: null });
      return;
    }
    const [few, many] = a.heads < b.heads ? [a, b] : [b, a];
    const list = many.list ?? few.list ?? root.id;
    if (few.list !== null && few.list !== list)
      this.#db.prepare('update contested set list = ? where p = ? and list = ?').run([list, this.#p, few.list]);
    for (const { head } of [few, many]) if (head !== null) this.#list(head, list);
    this.#tell(list);
    this.#keep({ ...united, head: null, list });
  }

  /** A head of several has superseded something itself: its place in lists stands with its links. */
  #list(head: string, list: string): void {
    this.#db
      .prepare(
        `insert or replace into contested select ?1, ?2, ?3, ts, pos from links where p = ?1 and id = ?2 and rel = 'supersedes' limit 1`,
      )
      .run([this.#p, head, list]);
    this.#db.prepare('update entries set marked = 1 where p = ? and id = ?').run([this.#p, head]);
  }

  #unlist(head: string): void {
    this.#db.prepare('delete from contested where p = ? and id = ?').run([this.#p, head]);
    this.#changed.add(head);
  }

  #listed(list: string, limit: number): string[] {
    const sql = 'select id from contested where p = ? and list = ? order by ts desc, pos desc, id desc limit ?';
    return this.#run(sql, list, limit).map((row) => row.id as string);
  }

  #tell(list: string): void {
    for (const head of this.#listed(list, TOLD_MAX)) this.#changed.add(head);
  }

  /** Makes the threads of what was torn from what is left of their links. Only a retraction comes here, so it may cost the thread's length. */
  #again(): void {
    const all = new Set(this.#torn);
    this.#torn.clear();
    const links: Succeeding[] = [];
    for (const id of all) {
      for (const row of this.#run("select id from links where p = ? and target = ? and rel = 'supersedes'", id))
        all.add(row.id as string);
      for (const row of this.#run("select target from links where p = ? and id = ? and rel = 'supersedes'", id)) {
        all.add(row.target as string);
        links.push({ id, target: row.target as string });
      }
    }
    for (const id of all) {
      this.#db.prepare('delete from threads where p = ? and id = ?').run([this.#p, id]);
      if (this.#db.prepare('delete from contested where p = ? and id = ?').run([this.#p, id]) > 0)
        this.#changed.add(id);
    }
    const superseded = new Set<string>();
    for (const { id, target } of links) {
      this.#join(id, target, !superseded.has(target));
      superseded.add(target);
    }
  }
}
