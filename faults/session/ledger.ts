/** What went wrong that never may. */
export interface Violation {
  /** The promise that was broken, in words. */
  readonly promise: string;
  /** What was seen. */
  readonly seen: string;
  /** The seed and round that it happened in. */
  readonly at: string;
}

/** A write that was answered 201. */
export interface Acked {
  readonly content: string;
  /** The node that answered. */
  readonly node: string;
}

const SEEN_CHARS_MAX = 30_000;

/** What a set of daemons has promised by its answers, and what was found to be broken. */
export class Ledger {
  /** Acknowledged entries by id. */
  readonly entries = new Map<string, Acked>();
  /** Who was told to hold a task, by task and fence. */
  readonly grants = new Map<string, Map<number, string>>();
  /** Results that were accepted, by task. */
  readonly results = new Map<string, { agent: string; result: string }>();
  readonly violations: Violation[] = [];
  /** Names the seed and the round in violations. */
  at = '';

  violate(promise: string, seen: string): void {
    this.violations.push({ promise, seen: seen.slice(0, SEEN_CHARS_MAX), at: this.at });
  }

  wrote(id: string, content: string, node: string): void {
    const before = this.entries.get(id);
    if (before) this.violate('an id is given once', `${id} at ${before.node} and at ${node}`);
    this.entries.set(id, { content, node });
  }

  granted(task: string, fence: number, agent: string): void {
    const grants = this.grants.get(task) ?? new Map<number, string>();
    this.grants.set(task, grants);
    const holder = grants.get(fence);
    if (holder !== undefined && holder !== agent)
      this.violate('one holder for each fence', `${task}, fence ${fence}: ${holder} and ${agent}`);
    grants.set(fence, agent);
  }

  completed(task: string, agent: string, result: string): void {
    const before = this.results.get(task);
    if (before && before.agent !== agent)
      this.violate('a task is completed once', `${task}: by ${before.agent} and by ${agent}`);
    this.results.set(task, { agent, result });
  }
}
