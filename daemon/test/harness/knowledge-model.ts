/** An entry as far as knowledge depends on it. */
export interface Known {
  readonly id: string;
  readonly type: 'knowledge' | 'message';
  /** ms since 1970; with the position after the dash of the id it gives the order of lists. */
  readonly at: number;
  /** ms since 1970. */
  readonly expires_at: number | null;
  readonly links: readonly { readonly rel: string; readonly id: string }[];
  /** Handle of the node that wrote it. */
  readonly author: string;
  /** What the author says of it. */
  readonly trust?: 'imported' | 'outside' | undefined;
}

/** What does not agree, and what it is about. */
export interface Disagreement {
  readonly id: string;
  readonly kind: 'supersedes' | 'contradicts';
  readonly sides: readonly string[];
}

/** What is connected: ids, nearest first, and `<from> <rel> <to>`, sorted. */
export interface Connected {
  readonly nodes: readonly string[];
  readonly edges: readonly string[];
  readonly truncated: boolean;
}

/** By the alphabet, as the graph follows them. */
const RELS = ['applied', 'contradicts', 'derived_from', 'related', 'supersedes', 'supports'];

/** Below 0: `a` stands before `b` in lists that begin with the newest. */
const newestFirst = (a: Known, b: Known): number =>
  b.at - a.at || Number(b.id.slice(9)) - Number(a.id.slice(9)) || (a.id < b.id ? 1 : -1);

/**
 * What a group knows, told as the documentation tells it, from all entries and reactions in the order of the log. Everything is worked out
 * from the start each time it is asked; it knows no tables, no threads and no caches, which is the point.
 */
export class KnowledgeModel {
  readonly #entries: Known[] = [];
  readonly #reactions = new Map<string, Map<string, string>>();
  now = 0;

  /** Takes an entry in the order of the log; false when its links do not allow it. */
  add(entry: Known): boolean {
    const fits = entry.links.every(({ rel, id }) => {
      const target = this.find(id);
      return (
        target !== undefined && (rel !== 'supersedes' || (entry.type === 'knowledge' && target.type === 'knowledge'))
      );
    });
    if (fits) this.#entries.push(entry);
    return fits;
  }

  /** Takes a reaction, null takes it back; false when there is no such entry. */
  react(target: string, agent: string, reaction: string | null): boolean {
    if (!this.find(target)) return false;
    const of = this.#reactions.get(target) ?? new Map<string, string>();
    this.#reactions.set(target, of);
    if (reaction === null) of.delete(agent);
    else of.set(agent, reaction);
    return true;
  }

  find(id: string): Known | undefined {
    return this.#entries.find((entry) => entry.id === id);
  }

  get ids(): string[] {
    return this.#entries.map(({ id }) => id);
  }

  reactions(id: string): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const reaction of this.#reactions.get(id)?.values() ?? []) counts[reaction] = (counts[reaction] ?? 0) + 1;
    return counts;
  }

  #linking(rel: string, id: string): Known[] {
    return this.#entries
      .filter(({ links }) => links.some((link) => link.rel === rel && link.id === id))
      .toSorted((a, b) => newestFirst(b, a));
  }

  supersededBy(id: string): string[] {
    return this.#linking('supersedes', id).map((entry) => entry.id);
  }

  expired(id: string): boolean {
    const expires_at = this.find(id)?.expires_at ?? null;
    return expires_at !== null && expires_at <= this.now;
  }

  current(id: string): boolean {
    return this.supersededBy(id).length === 0 && !this.expired(id);
  }

  /** What nothing supersedes of all that became of an entry. */
  heads(id: string): string[] {
    const later = this.supersededBy(id);
    return later.length === 0 ? [id] : [...new Set(later.flatMap((one) => this.heads(one)))];
  }

  /** Whose word it is, as a node sees it: the lowest of all that it was made from, itself among them. */
  trust(id: string, own: string): string {
    const all = new Set([id]);
    for (const one of all)
      for (const link of this.find(one)?.links ?? []) if (link.rel === 'derived_from') all.add(link.id);
    const words = [...all].map((one) => {
      const { author, trust } = this.find(one) as Known;
      return trust ?? (author === own ? 'own' : 'member');
    });
    return (['outside', 'imported', 'member', 'own'] as const).find((word) => words.includes(word)) as string;
  }

  /** Ids of knowledge in the order of lists. */
  list(include: readonly string[]): string[] {
    return this.#entries
      .filter(({ type }) => type === 'knowledge')
      .filter(({ id }) => include.includes('superseded') || this.supersededBy(id).length === 0)
      .filter(({ id }) => include.includes('expired') || !this.expired(id))
      .toSorted(newestFirst)
      .map(({ id }) => id);
  }

  /** Ids of knowledge that was there and current: of what `there` says was there then, and by the lives that were over at `ms`. */
  asOf(there: (entry: Known) => boolean, ms: number): string[] {
    return this.#entries
      .filter((entry) => entry.type === 'knowledge' && there(entry))
      .filter(({ id }) => !this.#linking('supersedes', id).some(there))
      .filter(({ expires_at }) => expires_at === null || expires_at > ms)
      .toSorted(newestFirst)
      .map(({ id }) => id);
  }

  /** Sides that belong together because some entry leads to both of them, over any number of others. */
  #threads(): Set<string>[] {
    const threads: Set<string>[] = [];
    for (const { id } of this.#entries) {
      const sides = new Set(this.heads(id));
      const touching = threads.filter((thread) => [...sides].some((side) => thread.has(side)));
      for (const thread of touching) for (const side of thread) sides.add(side);
      threads.splice(0, threads.length, ...threads.filter((thread) => !touching.includes(thread)), sides);
    }
    return threads;
  }

  #sorted(ids: Iterable<string>): string[] {
    return [...ids]
      .map((id) => this.find(id) as Known)
      .toSorted(newestFirst)
      .map(({ id }) => id);
  }

  /** Open conflicts, in no order. */
  conflicts(): Disagreement[] {
    const apart = this.#threads()
      .map((thread) => this.#sorted(thread).filter((id) => !this.expired(id)))
      .filter((sides) => sides.length > 1)
      .map((sides): Disagreement => {
        const back = (id: string): boolean => this.heads(id).filter((head) => sides.includes(head)).length > 1;
        return { id: this.ids.findLast(back) as string, kind: 'supersedes', sides };
      });
    const against = this.#entries
      .filter(({ id }) => this.current(id))
      .flatMap(({ id, links }): Disagreement[] => {
        const others = links.filter((link) => link.rel === 'contradicts' && this.current(link.id));
        const sides = this.#sorted([id, ...others.map((link) => link.id)]);
        return others.length > 0 ? [{ id, kind: 'contradicts', sides }] : [];
      });
    return [...apart, ...against];
  }

  /** Current knowledge, the newest first, and what it is connected to; or an entry and what that is connected to. */
  graph(entry: string | undefined, depth: number, limit: number): Connected {
    const shown = (id: string): boolean => id === entry || !this.expired(id);
    const found: string[] = [];
    let step = (entry === undefined ? this.list([]) : [entry]).filter(shown);
    for (let distance = 0; distance <= depth; distance++) {
      found.push(...step);
      const beside = step.flatMap((id) => {
        const sorted = (this.find(id)?.links ?? []).map((link) => `${link.rel} ${link.id}`).toSorted();
        const linking = RELS.flatMap((rel) => this.#sorted(this.#linking(rel, id).map((one) => one.id)));
        return [...sorted.map((text) => text.split(' ')[1] as string), ...linking];
      });
      step = [...new Set(beside)].filter((id) => shown(id) && !found.includes(id));
    }
    const nodes = found.slice(0, limit);
    const edges = nodes.flatMap((from) =>
      (this.find(from)?.links ?? [])
        .filter(({ id }) => nodes.includes(id))
        .map(({ rel, id }) => `${from} ${rel} ${id}`),
    );
    return { nodes, edges: edges.toSorted(), truncated: found.length > limit };
  }

  /** Current entries that do not agree with a current one, newest first. */
  conflictsWith(id: string): string[] {
    if (!this.current(id)) return [];
    const others = this.conflicts()
      .filter(({ sides }) => sides.includes(id))
      .flatMap((one) => (one.kind === 'supersedes' || one.id === id ? one.sides : [one.id]));
    return this.#sorted(new Set(others)).filter((other) => other !== id);
  }
}
