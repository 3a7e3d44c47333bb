import { ConcordatError } from '../errors.js';
import type { PactQueries } from '../projection/index.js';
import type { Commit } from './commit-queue.js';
import type { PactLog } from './log.js';
import { KEYS, type MemberRecord, type PactRecord, roleOf } from './model/index.js';
import { assertDone } from './tasks.js';
import type { Member, MembersApi } from './types.js';

/** How long a promotion waits for the indexers to become three. */
const QUORUM_MS = 8_000;

/** The members' records as the tables have them. */
export class Roster {
  readonly #queries: PactQueries;
  readonly #writer: () => string;

  constructor(queries: PactQueries, writer: () => string) {
    this.#queries = queries;
    this.#writer = writer;
  }

  /** All that ever were members. */
  all(): MemberRecord[] {
    return this.#queries.records<MemberRecord>('a/');
  }

  current(): MemberRecord[] {
    return this.all().filter((member) => !member.gone);
  }

  find(writer: string): MemberRecord | undefined {
    return this.#queries.record<MemberRecord>(KEYS.member(writer));
  }

  /** Are two indexers active while a third stands by? That is a passage, not a place to stay. */
  half(): MemberRecord | undefined {
    const current = this.current();
    const active = current.filter((member) => member.indexer).length;
    return active === 2 ? current.find((member) => member.standby) : undefined;
  }

  /** This node's own record. */
  self(): MemberRecord | undefined {
    return this.find(this.#writer());
  }

  pact(): PactRecord | undefined {
    return this.#queries.record<PactRecord>(KEYS.pact);
  }
}

/** What the creator and the indexers do with members; decided by the rules in the order of the log. */
export class Members implements MembersApi {
  readonly #commit: Commit;
  readonly #roster: Roster;
  readonly #queries: PactQueries;
  readonly #log: PactLog;
  readonly #online: (node: string) => boolean;
  readonly #onDisplayName: (name: string) => void;
  readonly #farewell: (node: string) => Promise<void>;
  readonly #nextSigned: (until: number) => Promise<boolean>;

  constructor(parts: {
    commit: Commit;
    roster: Roster;
    queries: PactQueries;
    log: PactLog;
    /** Is there a connection to this node? */
    online: (node: string) => boolean;
    onDisplayName: (name: string) => void;
    /** Resolves when a removed node has heard of it, or cannot be told now. */
    farewell: (node: string) => Promise<void>;
    /** Resolves when something was signed and can be read; false at `until`, by `performance.now()`. */
    nextSigned: (until: number) => Promise<boolean>;
  }) {
    this.#commit = parts.commit;
    this.#roster = parts.roster;
    this.#queries = parts.queries;
    this.#log = parts.log;
    this.#online = parts.online;
    this.#onDisplayName = parts.onDisplayName;
    this.#farewell = parts.farewell;
    this.#nextSigned = parts.nextSigned;
  }

  list(online?: boolean): Member[] {
    const successors = this.#roster.pact()?.successors ?? [];
    const members = this.#roster.current().map(
      (member): Member => ({
        id: member.writer,
        remote_key: member.node,
        node_key: member.node,
        agent_id: member.handle,
        online: this.#online(member.node),
        role: roleOf(member),
        display_name: member.name,
        is_self: member.writer === this.#log.writer,
        is_successor: successors.includes(member.writer),
        standby: member.standby,
      }),
    );
    members.sort((a, b) => Number(b.is_self) - Number(a.is_self));
    return online === undefined ? members : members.filter((member) => member.online === online);
  }

  async add(key: string, indexer: boolean): Promise<void> {
    const member = this.#roster.find(key);
    if (!member || member.gone) {
      throw new ConcordatError('NOT_A_MEMBER', 'a key alone proves nothing: new members join with an invite');
    }
    if (indexer) await this.promote(key, false);
  }

  async remove(key: string): Promise<void> {
    const node = this.#roster.find(key)?.node;
    const { outcome } = await this.#commit({ t: 'remove', writer: key });
    assertDone(outcome);
    if (node !== undefined) await this.#farewell(node);
  }

  async promote(key: string, successor: boolean): Promise<{ role: Member['role']; standby: boolean }> {
    const { outcome } = await this.#commit({ t: 'promote', writer: key, successor });
    assertDone(outcome);
    const until = performance.now() + QUORUM_MS;
    while (this.#roster.half() && (await this.#nextSigned(until))) {
      // The indexers complete the three by themselves, one op each.
    }
    const member = this.#roster.find(key);
    return { role: roleOf(member), standby: member?.standby ?? false };
  }

  /** Replaces lost indexers by `indexer` (default: the candidate that others voted for, else this node). */
  async recover(indexer?: string): Promise<{ recovered: boolean; votes: number; needed: number; indexer: string }> {
    const candidate = indexer ?? this.#candidate() ?? this.#log.writer;
    const { outcome } = await this.#commit({ t: 'recover', indexer: candidate, ...this.#log.system });
    assertDone(outcome);
    const { recovered = false, votes = 1, needed = 1 } = outcome;
    return { recovered, votes, needed, indexer: candidate };
  }

  /** Whom a member voted for since the last recovery. */
  #candidate(): string | undefined {
    const forks = this.#roster.pact()?.forks ?? 0;
    return this.#queries.records<{ indexer: string }>(KEYS.vote(forks, ''))[0]?.indexer;
  }

  async setInfo(info: { name?: string | null; purpose?: string | null }): Promise<{
    name: string | null;
    purpose: string | null;
  }> {
    const { outcome } = await this.#commit({ t: 'info', ...info });
    assertDone(outcome);
    const pact = this.#roster.pact();
    return { name: pact?.name ?? null, purpose: pact?.purpose ?? null };
  }

  async setMe(displayName: string): Promise<{ display_name: string | null }> {
    const { outcome } = await this.#commit({ t: 'profile', display_name: displayName });
    assertDone(outcome);
    this.#onDisplayName(displayName);
    return { display_name: this.#roster.self()?.name ?? null };
  }
}
