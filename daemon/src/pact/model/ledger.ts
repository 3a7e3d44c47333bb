import type { Fault } from './op.js';
import {
  type InviteRecord,
  KEYS,
  type MemberRecord,
  type PactRecord,
  type ReactionRecord,
  type ReceiptRecord,
  type RejectionRecord,
  type TaskEventRecord,
  type TaskRecord,
  type VoteRecord,
} from './records.js';

/** The view at this point of the order: JSON text under keys. Reads see the puts before them. */
export interface View {
  get(key: string): Promise<string | null>;
  put(key: string, json: string): Promise<void>;
  /** Values of all keys that start with `prefix`, in key order, puts of this batch included. */
  values(prefix: string): Promise<string[]>;
}

/** What only the log can do or know; every answer is the same on every node. */
export interface Host {
  /** 64 hex. */
  readonly pactKey: string;
  /** Newest protocol version that this daemon knows. */
  readonly supported: number;
  /** Ed25519 over the UTF-8 bytes of `message`; false for anything malformed. */
  verify(message: string, signature: string, publicKey: string): boolean;
  /** Writer key of the core that `signer` signs under this manifest version. */
  writerKeyOf(signer: string, manifest: number): string;
  addWriter(writer: string, indexer: boolean): Promise<void>;
  removeWriter(writer: string): Promise<void>;
  /** False for the last indexer. */
  removeable(writer: string): boolean;
  /** Hands the order over to `indexer` from the signed `length` of the system core `key` on. */
  fork(indexer: string, key: string, length: number): Promise<void>;
  /** Stops this pact on this node until it runs newer code. Does not return. */
  interrupt(reason: string): Promise<never>;
}

/** Where an op stands: whose log, at which position, and the member who wrote it. */
export interface Author {
  readonly id: string;
  readonly writer: string;
  readonly member: MemberRecord;
}

/** What became of an op. `id` is that of its entry, event or rejection. */
export type Outcome =
  | { ok: true; id: string; duplicate?: boolean; fence?: number; recovered?: boolean; votes?: number; needed?: number }
  | ({ ok: false; id: string; kept?: boolean } & Fault);

/** Typed records over a {@link View}. Members are remembered for the length of a batch, since most batches have one author. */
export class Ledger {
  readonly #view: View;
  readonly #members = new Map<string, MemberRecord | null>();
  #pact: PactRecord | null | undefined;
  #time: number | undefined;

  constructor(view: View) {
    this.#view = view;
  }

  async #read<T>(key: string): Promise<T | null> {
    const json = await this.#view.get(key);
    return json === null ? null : (JSON.parse(json) as T);
  }

  #write(key: string, record: unknown): Promise<void> {
    return this.#view.put(key, JSON.stringify(record));
  }

  async pact(): Promise<PactRecord | null> {
    if (this.#pact === undefined) this.#pact = await this.#read<PactRecord>(KEYS.pact);
    return this.#pact;
  }

  setPact(record: PactRecord): Promise<void> {
    this.#pact = record;
    return this.#write(KEYS.pact, record);
  }

  /** Latest time that an indexer vouched for, ms; 0 before the first. */
  async time(): Promise<number> {
    if (this.#time === undefined) this.#time = (await this.#read<number>(KEYS.watermark)) ?? 0;
    return this.#time;
  }

  setTime(ms: number): Promise<void> {
    this.#time = ms;
    return this.#write(KEYS.watermark, ms);
  }

  async member(writer: string): Promise<MemberRecord | null> {
    let member = this.#members.get(writer);
    if (member === undefined) {
      member = await this.#read<MemberRecord>(KEYS.member(writer));
      this.#members.set(writer, member);
    }
    return member;
  }

  setMember(record: MemberRecord): Promise<void> {
    this.#members.set(record.writer, record);
    return this.#write(KEYS.member(record.writer), record);
  }

  /** Current members in the order of their writer keys. */
  async members(): Promise<MemberRecord[]> {
    const records = (await this.#view.values('a/')).map((json) => JSON.parse(json) as MemberRecord);
    return records.filter((record) => !record.gone);
  }

  /** Takes the short ids of a new member's writer and node; false when another one has either. */
  async takePrefixes(writer: string, node: string): Promise<boolean> {
    const w = KEYS.writerPrefix(writer);
    const n = KEYS.nodePrefix(node);
    if ((await this.#read<string>(w)) !== null) return false;
    const holder = await this.#read<string>(n);
    if (holder !== null && holder !== node) return false;
    await this.#write(w, writer);
    if (holder === null) await this.#write(n, node);
    return true;
  }

  invite(nonce: string): Promise<InviteRecord | null> {
    return this.#read(KEYS.invite(nonce));
  }

  setInvite(record: InviteRecord): Promise<void> {
    return this.#write(KEYS.invite(record.nonce), record);
  }

  /** The stored entry, as far as rules look at it. */
  entry(id: string): Promise<{ type: string; agent_id: string; payload: Record<string, unknown> } | null> {
    return this.#read(KEYS.entry(id));
  }

  putEntry(id: string, json: string): Promise<void> {
    return this.#view.put(KEYS.entry(id), json);
  }

  setReaction(target: string, agentId: string, record: ReactionRecord): Promise<void> {
    return this.#write(KEYS.reaction(target, agentId), record);
  }

  task(id: string): Promise<TaskRecord | null> {
    return this.#read(KEYS.task(id));
  }

  setTask(id: string, record: TaskRecord): Promise<void> {
    return this.#write(KEYS.task(id), record);
  }

  putTaskEvent(task: string, event: TaskEventRecord): Promise<void> {
    return this.#write(KEYS.taskEvent(task, event.id), event);
  }

  receipt(message: string, agentId: string): Promise<ReceiptRecord | null> {
    return this.#read(KEYS.receipt(message, agentId));
  }

  setReceipt(message: string, agentId: string, record: ReceiptRecord): Promise<void> {
    return this.#write(KEYS.receipt(message, agentId), record);
  }

  idempotent(writer: string, agent: string, opId: string): Promise<string | null> {
    return this.#read(KEYS.idempotency(writer, agent, opId));
  }

  setIdempotent(writer: string, agent: string, opId: string, id: string): Promise<void> {
    return this.#write(KEYS.idempotency(writer, agent, opId), id);
  }

  setVote(forks: number, writer: string, vote: VoteRecord): Promise<void> {
    return this.#write(KEYS.vote(forks, writer), vote);
  }

  vote(forks: number, writer: string): Promise<VoteRecord | null> {
    return this.#read(KEYS.vote(forks, writer));
  }

  putRejection(record: RejectionRecord): Promise<void> {
    return this.#write(KEYS.rejection(record.id), record);
  }
}
