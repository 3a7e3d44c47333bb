import { handleOf } from './handle.js';
import type { Author, Host, Ledger, Outcome } from './ledger.js';
import { INDEXERS_TARGET, PROTOCOL_VERSION } from './limits.js';
import {
  type AdmitOp,
  admitMessage,
  type GenesisOp,
  type InviteOp,
  inviteTtlFits,
  type PromoteOp,
  type RecoverOp,
  type RemoveOp,
  type RevokeOp,
} from './op.js';
import type { MemberRecord, PactRecord } from './records.js';

type Refusal = Extract<Outcome, { ok: false }>;
const no = (id: string, code: string, message: string): Refusal => ({ ok: false, id, code, message });

/** The first op of a pact, by the writer whose key is the pact's. */
export async function genesis(ledger: Ledger, op: GenesisOp, id: string, writer: string): Promise<Outcome> {
  if (await ledger.pact()) return no(id, 'FORBIDDEN', 'the pact exists already');
  await ledger.setPact({
    v: PROTOCOL_VERSION,
    name: op.name,
    purpose: op.purpose,
    creator: writer,
    successors: [],
    forks: 0,
    created_at: op.at,
  });
  await ledger.takePrefixes(writer, op.node);
  await ledger.setMember({
    writer,
    node: op.node,
    handle: handleOf(op.node),
    creator: true,
    indexer: true,
    standby: false,
    name: op.display_name,
    since: op.at,
    active: true,
    gone: false,
  });
  await ledger.setTime(op.at);
  return { ok: true, id };
}

/** Issues an invite: its public key, the nonce, goes into the view; its secret is in the token only. */
export async function invite(ledger: Ledger, op: InviteOp, author: Author): Promise<Outcome> {
  if (!mayAdmit(author)) return no(author.id, 'NOT_INDEXER', 'only the creator and indexers issue invites');
  if (!inviteTtlFits(op.at, op.exp)) return no(author.id, 'BAD_REQUEST', 'an invite lives at most 365 days');
  if (await ledger.invite(op.nonce)) return no(author.id, 'BAD_REQUEST', 'the invite exists already');
  const issuer = author.member.name ?? author.member.handle;
  await ledger.setInvite({
    nonce: op.nonce,
    state: 'open',
    exp: op.exp,
    at: op.at,
    issuer,
    spent_at: null,
    spent_by: null,
  });
  return { ok: true, id: author.id };
}

/** Revokes an invite; twice is harmless, a spent one cannot be. */
export async function revoke(ledger: Ledger, op: RevokeOp, author: Author): Promise<Outcome> {
  if (!mayAdmit(author)) return no(author.id, 'NOT_INDEXER', 'only the creator and indexers revoke invites');
  const record = await ledger.invite(op.nonce);
  if (!record) return no(author.id, 'UNKNOWN_INVITE', 'there is no such invite');
  if (record.state === 'spent') return no(author.id, 'INVITE_SPENT', 'the invite was used before it could be revoked');
  if (record.state === 'open') await ledger.setInvite({ ...record, state: 'revoked' });
  return { ok: true, id: author.id };
}

/** Why an invite admits nobody, or null. `time` is the later of the op's and the last one an indexer vouched for: a back-dated op gains nothing. */
export function inviteFault(
  record: { state: string; exp: number } | null,
  time: number,
): { code: string; message: string } | null {
  if (!record) return { code: 'UNKNOWN_INVITE', message: 'there is no such invite' };
  if (record.state === 'revoked') return { code: 'INVITE_REVOKED', message: 'the invite was revoked' };
  if (record.state === 'spent') return { code: 'INVITE_SPENT', message: 'the invite was used before' };
  return time > record.exp ? { code: 'INVITE_EXPIRED', message: 'the invite has expired' } : null;
}

/**
 * Admits a joiner. Any member may carry the op, since the proofs are the joiner's: of the invite's seed, of its node key and
 * of its writer key, all over the same text. Single use holds because all nodes see the admits in one order.
 */
export async function admit(ledger: Ledger, host: Host, op: AdmitOp, author: Author): Promise<Outcome> {
  const record = await ledger.invite(op.nonce);
  const known = await ledger.member(op.writer);
  // Asked twice, carried by two members: the joiner asks on when its first answer was lost, and both ops stand in the log.
  if (record?.spent_by === handleOf(op.node) && known && !known.gone && known.node === op.node) {
    return { ok: true, id: author.id };
  }
  const fault = inviteFault(record, Math.max(op.at, await ledger.time()));
  if (fault || !record)
    return no(author.id, fault?.code ?? 'UNKNOWN_INVITE', fault?.message ?? 'there is no such invite');
  const message = admitMessage(host.pactKey, op);
  const proven =
    host.writerKeyOf(op.signer, op.manifest) === op.writer &&
    host.verify(message, op.sig_invite, op.nonce) &&
    host.verify(message, op.sig_node, op.node) &&
    host.verify(message, op.sig_writer, op.signer);
  if (!proven) return no(author.id, 'INVITE_BAD_PROOF', 'the proofs of invite, node and writer do not hold');
  if (!known && !(await ledger.takePrefixes(op.writer, op.node)))
    return no(author.id, 'NODE_PREFIX_TAKEN', 'a member has the same short id');
  if (known && !known.gone) return no(author.id, 'BAD_REQUEST', 'that writer is a member already');
  if (known && known.node !== op.node) return no(author.id, 'INVITE_BAD_PROOF', 'that writer belongs to another node');
  await ledger.setInvite({ ...record, state: 'spent', spent_at: op.at, spent_by: handleOf(op.node) });
  await ledger.setMember({
    writer: op.writer,
    node: op.node,
    handle: handleOf(op.node),
    creator: false,
    indexer: false,
    standby: false,
    name: op.display_name,
    since: op.at,
    active: known?.active ?? false,
    gone: false,
  });
  await host.addWriter(op.writer, false);
  return { ok: true, id: author.id };
}

/** Removes a member, or lets one leave. What it wrote stays; what it writes later is refused. */
export async function remove(ledger: Ledger, host: Host, op: RemoveOp, author: Author): Promise<Outcome> {
  const leaving = op.writer === author.writer;
  if (!leaving && !mayAdmit(author))
    return no(author.id, 'NOT_INDEXER', 'only the creator and indexers remove members');
  const member = await ledger.member(op.writer);
  if (!member || member.gone) return no(author.id, 'NOT_A_MEMBER', 'there is no such member');
  if (member.creator && !leaving && member.indexer)
    return no(author.id, 'FORBIDDEN', 'the creator is not removed while it is an indexer');
  if (!host.removeable(op.writer))
    return no(author.id, 'LAST_INDEXER', 'the last indexer cannot be removed: nobody could confirm anything');
  await ledger.setMember({ ...member, gone: true, indexer: false, standby: false });
  const pact = await ledger.pact();
  if (pact?.successors.includes(op.writer))
    await ledger.setPact({ ...pact, successors: pact.successors.filter((w) => w !== op.writer) });
  await host.removeWriter(op.writer);
  return { ok: true, id: author.id };
}

/**
 * Makes a member an indexer, or names it a successor. One becomes three: the first promoted member stands by until a second one is,
 * because two indexers confirm nothing when either sleeps. One op adds one indexer (with two, nodes ended with different system cores,
 * seen 5 of 5 times); the op for the second is written by an indexer once the first change is signed.
 */
export async function promote(ledger: Ledger, host: Host, op: PromoteOp, author: Author): Promise<Outcome> {
  const pact = (await ledger.pact()) as PactRecord;
  if (op.successor ? !author.member.creator : !mayAdmit(author)) {
    return op.successor
      ? no(author.id, 'NOT_CREATOR', 'only the creator names successors')
      : no(author.id, 'NOT_INDEXER', 'only the creator and indexers promote');
  }
  const member = await ledger.member(op.writer);
  if (!member || member.gone) return no(author.id, 'NOT_A_MEMBER', 'there is no such member');
  if (op.successor) {
    if (!pact.successors.includes(op.writer))
      await ledger.setPact({ ...pact, successors: [...pact.successors, op.writer] });
    return { ok: true, id: author.id };
  }
  if (member.indexer) return { ok: true, id: author.id };
  await ledger.setMember({ ...member, standby: true });
  const members = await ledger.members();
  const active = members.filter((m) => m.indexer).length;
  const standing = members.filter((m) => m.standby);
  const wanted = INDEXERS_TARGET - active;
  const [next] = standing;
  if (next && wanted > 0 && standing.length >= wanted) {
    await ledger.setMember({ ...next, standby: false, indexer: true });
    await host.addWriter(next.writer, true);
  }
  return { ok: true, id: author.id };
}

/** Votes that replace lost indexers: more than half of the members, the lost ones counted. */
export const votesNeeded = (members: number): number => Math.floor(members / 2) + 1;

/**
 * Replaces lost indexers. A successor's op does it alone; another member's is a vote for the same candidate, and the vote that
 * makes a majority does it. The state changes whatever the log's own fork call says, since that call answers differently when
 * the op is applied again after the fork (measured), and state must not depend on that.
 */
export async function recover(ledger: Ledger, host: Host, op: RecoverOp, author: Author): Promise<Outcome> {
  const pact = (await ledger.pact()) as PactRecord;
  const candidate = await ledger.member(op.indexer);
  if (!candidate || candidate.gone) return no(author.id, 'NOT_A_MEMBER', 'the new indexer is not a member');
  if (!candidate.active) {
    return no(
      author.id,
      'BAD_REQUEST',
      'the new indexer has never written to the pact, so its log cannot carry the order',
    );
  }
  const members = await ledger.members();
  // A fork onto the very indexers that a log has leaves it without a core to go on with, and it never takes a write again.
  if (candidate.indexer && !members.some((member) => member.indexer && member.writer !== op.indexer)) {
    return no(author.id, 'LAST_INDEXER', 'the new indexer is the only one already, so there is nobody to replace');
  }
  let length = op.length;
  let votes = 1;
  let needed = 1;
  if (!pact.successors.includes(author.writer)) {
    await ledger.setVote(pact.forks, author.writer, { indexer: op.indexer, key: op.key, length: op.length });
    votes = 0;
    needed = votesNeeded(members.length);
    for (const member of members) {
      const vote = await ledger.vote(pact.forks, member.writer);
      if (vote?.indexer !== op.indexer || vote.key !== op.key) continue;
      votes++;
      length = Math.min(length, vote.length);
    }
    if (votes < needed) return { ok: true, id: author.id, recovered: false, votes, needed };
  }
  await ledger.setPact({ ...pact, forks: pact.forks + 1 });
  for (const member of members) {
    const indexer = member.writer === op.indexer;
    if (member.indexer !== indexer || member.standby) await ledger.setMember({ ...member, indexer, standby: false });
  }
  await host.fork(op.indexer, op.key, length);
  return { ok: true, id: author.id, recovered: true, votes, needed };
}

/** May this author issue invites, remove and promote? The creator always; after it is lost, whoever is an indexer. */
const mayAdmit = (author: Author): boolean => author.member.creator || author.member.indexer;

/** The members' record of somebody that acts now, or null when it may not. */
export const acting = (member: MemberRecord | null): MemberRecord | null => (member && !member.gone ? member : null);
