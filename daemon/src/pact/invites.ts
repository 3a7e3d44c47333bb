import crypto from 'hypercore-crypto';
import { ConcordatError, isErrorCode } from '../errors.js';
import type { Network } from '../network/index.js';
import type { PactQueries } from '../projection/index.js';
import type { AddressBook } from './address-book.js';
import type { Admission, AdmitRequest } from './admission.js';
import type { Commit } from './commit-queue.js';
import { type Admitter, encodeInvite } from './invite-token.js';
import type { Roster } from './members.js';
import { type InviteRecord, inviteFault, KEYS, limits } from './model/index.js';
import { assertDone } from './tasks.js';
import type { Invite, InvitesApi, InviteSummary } from './types.js';

/** How long a joiner waits for the indexers to sign its admission. */
const SIGNED_MS = 5_000;
/** A name that nobody can own, so the share URL leads nowhere but to the token in it. */
const SHARE_URL = 'https://concordat.invalid/join';

/** What invites need from their pact. */
interface InviteParts {
  readonly pactId: string;
  encryptionKey: Buffer;
  /** Key of the pact's system core now, 64 hex. */
  system(): string;
  commit: Commit;
  roster: Roster;
  queries: PactQueries;
  network: Network;
  book: AddressBook;
  /** Resolves when something was signed and can be read; false at `until`, by `performance.now()`. */
  nextSigned(until: number): Promise<boolean>;
  /** This node's clock, ms since 1970. */
  now(): number;
}

/** Issues invites and admits who redeems one. */
export class Invites implements InvitesApi {
  readonly #parts: InviteParts;

  constructor(parts: InviteParts) {
    this.#parts = parts;
  }

  async create({ ttl_ms = limits.INVITE_TTL_MS_DEFAULT }: { ttl_ms?: number }): Promise<Invite> {
    const { pactId, roster } = this.#parts;
    const seed = crypto.randomBytes(32);
    const nonce = crypto.keyPair(seed).publicKey.toString('hex');
    const expiresAt = this.#parts.now() + ttl_ms;
    const { outcome } = await this.#parts.commit({ t: 'invite', nonce, exp: expiresAt });
    assertDone(outcome);
    const pactName = roster.pact()?.name ?? null;
    const admitters = this.#admitters();
    const token = encodeInvite({ pactId, nonce, expiresAt, pactName, seed: seed.toString('hex'), admitters });
    return { token, share_url: `${SHARE_URL}?invite=${token}`, nonce, expires_at: new Date(expiresAt).toISOString() };
  }

  /** This node and the other members, indexers first, with the addresses that they told. */
  #admitters(): Admitter[] {
    const { network, book, roster } = this.#parts;
    const others = roster.current().filter((member) => member.node !== network.nodeKey);
    others.sort((a, b) => Number(b.indexer) - Number(a.indexer));
    const known = others.map(({ node }) => ({ node, addresses: book.get(node) }));
    return [{ node: network.nodeKey, addresses: network.addresses() }, ...known];
  }

  list(): InviteSummary[] {
    const now = this.#parts.now();
    const pact_name = this.#parts.roster.pact()?.name ?? null;
    const records = this.#parts.queries.records<InviteRecord>('i/').sort((a, b) => b.at - a.at);
    return records.map((invite) => ({
      nonce: invite.nonce,
      expires_at: new Date(invite.exp).toISOString(),
      created_at: new Date(invite.at).toISOString(),
      pact_name,
      issuer_display: invite.issuer,
      revoked: invite.state === 'revoked',
      spent_at: invite.spent_at === null ? null : new Date(invite.spent_at).toISOString(),
      spent_by: invite.spent_by,
      dead: inviteFault(invite, now) !== null,
    }));
  }

  async revoke(nonce: string): Promise<void> {
    if (!this.knows(nonce))
      throw new ConcordatError('UNKNOWN_INVITE', `the pact knows no invite ${nonce.slice(0, 16)}`);
    const { outcome } = await this.#parts.commit({ t: 'revoke', nonce });
    assertDone(outcome);
  }

  async redeem(): Promise<string> {
    throw new ConcordatError('BAD_REQUEST', 'this node is a member already');
  }

  /** Was this invite issued in the pact? */
  knows(nonce: string): boolean {
    return this.#parts.queries.record(KEYS.invite(nonce)) !== undefined;
  }

  /**
   * Decides about a joiner: appends its proofs and hands out keys only when the indexers have signed the admission. A joiner
   * whose answer was lost asks again and is told again. Throws the refusal.
   */
  async admit(request: AdmitRequest): Promise<Admission> {
    const { pactId, encryptionKey, roster, queries } = this.#parts;
    const member = roster.find(request.writer);
    if (!member || member.gone || member.node !== request.node) {
      const record = queries.record<InviteRecord>(KEYS.invite(request.nonce)) ?? null;
      const fault = inviteFault(record, this.#parts.now());
      if (fault) throw new ConcordatError(isErrorCode(fault.code) ? fault.code : 'UNKNOWN_INVITE', fault.message);
      const { outcome } = await this.#parts.commit({ t: 'admit', ...request });
      assertDone(outcome);
    }
    const until = performance.now() + SIGNED_MS;
    while (!queries.confirmedRecord(KEYS.member(request.writer))) {
      if (await this.#parts.nextSigned(until)) continue;
      const message = 'the admission was written, but no indexer has confirmed it yet; join again with the same invite';
      throw new ConcordatError('NO_INDEXER_REACHABLE', message);
    }
    return { pactId, encryptionKey, system: this.#parts.system(), members: this.#admitters() };
  }
}
