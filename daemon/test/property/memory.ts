import { createHash } from 'node:crypto';
import {
  applyBlocks,
  type Block,
  handleOf,
  type Host,
  type NewOp,
  type Outcome,
  type View,
} from '../../src/pact/model/index.js';

/** A view in memory: a map, like the bee without a disk. */
export class MemoryView implements View {
  readonly records = new Map<string, string>();
  /** How often something was put. */
  putCount = 0;

  async get(key: string): Promise<string | null> {
    return this.records.get(key) ?? null;
  }
  async put(key: string, json: string): Promise<void> {
    this.records.set(key, json);
    this.putCount++;
  }
  async values(prefix: string): Promise<string[]> {
    return [...this.records.keys()]
      .filter((key) => key.startsWith(prefix))
      .sort()
      .map((key) => this.records.get(key) as string);
  }
  /** All of it, for comparison. */
  text(): string {
    return JSON.stringify([...this.records].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

/** A log's host without a log: signatures are `sig(<key>)`, and writers are a set. */
export class MemoryHost implements Host {
  readonly pactKey = '0'.repeat(64);
  supported = 1;
  readonly writers = new Set<string>();
  readonly indexers = new Set<string>();
  readonly forks: string[] = [];

  verify(_message: string, signature: string, publicKey: string): boolean {
    return signature === `${publicKey}${publicKey}`;
  }
  writerKeyOf(signer: string): string {
    return signer;
  }
  async addWriter(writer: string, indexer: boolean): Promise<void> {
    this.writers.add(writer);
    if (indexer) this.indexers.add(writer);
  }
  async removeWriter(writer: string): Promise<void> {
    this.writers.delete(writer);
    this.indexers.delete(writer);
  }
  removeable(writer: string): boolean {
    return !(this.indexers.size === 1 && this.indexers.has(writer));
  }
  async fork(indexer: string, _key: string, _length: number): Promise<void> {
    this.forks.push(indexer);
    this.indexers.clear();
    this.indexers.add(indexer);
  }
  async interrupt(reason: string): Promise<never> {
    throw new Error(`interrupted: ${reason}`);
  }
}

/** 64 hex that start with the name's own digits. */
export const keyOf = (name: string): string => createHash('sha256').update(name).digest('hex');

export const START = Date.UTC(2026, 0, 1);

/** A pact whose ops are applied one by one, in the order in which they are written here. */
export class MemoryPact {
  readonly view = new MemoryView();
  readonly host = new MemoryHost();
  readonly positions = new Map<string, number>();
  at = START;

  static async create(): Promise<MemoryPact> {
    const pact = new MemoryPact();
    pact.host.indexers.add(keyOf('A'));
    await pact.write('A', { t: 'genesis', node: keyOf('node A'), name: 'pact', purpose: null, display_name: null });
    return pact;
  }

  static agentId(name: string, agent?: string): string {
    const handle = handleOf(keyOf(`node ${name}`));
    return agent ? `${agent}@${handle}` : handle;
  }

  /** Appends an op to `name`'s log and applies it. */
  write(name: string, op: NewOp, at: number = ++this.at): Promise<Outcome> {
    return this.raw(name, JSON.stringify({ v: 1, at, ...op }));
  }

  async raw(name: string, text: string | null): Promise<Outcome> {
    const position = (this.positions.get(name) ?? 0) + 1;
    this.positions.set(name, position);
    const block: Block = { writer: keyOf(name), position, text };
    let outcome: Outcome | undefined;
    await applyBlocks([block], this.view, this.host, (_, result) => {
      outcome = result;
    });
    return outcome as Outcome;
  }

  async invite(by: string, secret: string, exp = this.at + 60_000): Promise<Outcome> {
    return this.write(by, { t: 'invite', nonce: keyOf(secret), exp });
  }

  admit(by: string, name: string, secret: string, change: Record<string, unknown> = {}, at?: number): Promise<Outcome> {
    const writer = keyOf(name);
    const node = keyOf(`node ${name}`);
    const nonce = keyOf(secret);
    const op = {
      t: 'admit',
      nonce,
      node,
      writer,
      signer: writer,
      manifest: 1,
      handshake: '1'.repeat(128),
      sig_invite: nonce + nonce,
      sig_node: node + node,
      sig_writer: writer + writer,
      display_name: null,
      ...change,
    } as NewOp;
    return this.write(by, op, at);
  }

  /** Invites and admits `name`. */
  async join(name: string): Promise<void> {
    await this.invite('A', `for ${name}`);
    await this.admit('A', name, `for ${name}`);
  }

  record<T>(key: string): T | undefined {
    const json = this.view.records.get(key);
    return json === undefined ? undefined : (JSON.parse(json) as T);
  }
}
