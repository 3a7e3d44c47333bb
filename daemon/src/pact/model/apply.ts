import { agentIdOf } from './handle.js';
import { type Author, type Host, Ledger, type Outcome, type View } from './ledger.js';
import { AHEAD_MS_MAX, PROTOCOL_VERSION, WATERMARK_STEP_MS } from './limits.js';
import { linkFault } from './links.js';
import { acting, admit, genesis, invite, promote, recover, remove, revoke } from './membership.js';
import { type EntryOp, type Fault, isFault, type Op, readOp } from './op.js';
import { receipt } from './receipts.js';
import { applyTaskOp } from './tasks.js';

/** One block of a writer's log: its text (null when it was too large to be read), whose it is and where it stands. */
export interface Block {
  readonly writer: string;
  /** Position in the writer's log, from 1. */
  readonly position: number;
  readonly text: string | null;
}

/** Entry ids: unique, because an admit with a taken prefix is refused. */
const entryIdOf = (writer: string, position: number): string => `${writer.slice(0, 8)}-${position}`;

/**
 * Applies blocks to the view, in order, and says what became of each. Total: every block gives an outcome and a state, the same
 * on every node; only faults of the storage underneath are thrown. An op that nobody may write or that cannot be read leaves
 * a rejection in the view. Authority is read from the view at that point of the order, nothing in a payload is trusted.
 */
export async function applyBlocks(
  blocks: readonly Block[],
  view: View,
  host: Host,
  observe: (block: Block, outcome: Outcome) => void,
): Promise<void> {
  const ledger = new Ledger(view);
  for (const block of blocks) observe(block, await applyBlock(block, ledger, host));
}

async function applyBlock(block: Block, ledger: Ledger, host: Host): Promise<Outcome> {
  const id = entryIdOf(block.writer, block.position);
  const pact = await ledger.pact();
  const op: Op | Fault =
    block.text === null
      ? { code: 'PAYLOAD_TOO_LARGE', message: 'the block is too large for an op' }
      : readOp(block.text, pact?.v ?? PROTOCOL_VERSION);
  if (isFault(op)) return reject(ledger, id, null, op);
  if (op.t === 'genesis') {
    const outcome = await genesis(ledger, op, id, block.writer);
    return outcome.ok ? outcome : reject(ledger, id, op, outcome);
  }
  let member = acting(await ledger.member(block.writer));
  if (!member) return reject(ledger, id, op, { code: 'NOT_A_MEMBER', message: 'the author is not a member' });
  const time = await ledger.time();
  if (op.at > time + AHEAD_MS_MAX)
    return reject(ledger, id, op, {
      code: 'BAD_ENTRY',
      message: 'the op is dated more than a year after the last time an indexer vouched for',
    });
  if (member.indexer && op.at >= time + WATERMARK_STEP_MS) await ledger.setTime(op.at);
  if (!member.active) {
    member = { ...member, active: true };
    await ledger.setMember(member);
  }
  const outcome = await dispatch(op, { id, writer: block.writer, member }, ledger, host);
  // A task op that lost stands in the task's own history; everything else that was refused is a rejection.
  return outcome.ok || 'task' in op ? outcome : reject(ledger, id, op, outcome);
}

async function dispatch(
  op: Exclude<Op, { t: 'genesis' }>,
  author: Author,
  ledger: Ledger,
  host: Host,
): Promise<Outcome> {
  const { id } = author;
  switch (op.t) {
    case 'entry':
      return entry(ledger, op, author);
    case 'react': {
      if ((await ledger.entry(op.target)) === null)
        return { ok: false, id, code: 'NOT_FOUND', message: `there is no entry ${op.target}` };
      const { reaction, at } = op;
      await ledger.setReaction(op.target, agentIdOf(op.agent, author.member.handle), { reaction, at });
      return { ok: true, id };
    }
    case 'claim':
    case 'renew':
    case 'release':
    case 'complete':
    case 'expire':
      return applyTaskOp(ledger, op, author);
    case 'receipt':
      return receipt(ledger, op, author);
    case 'invite':
      return invite(ledger, op, author);
    case 'revoke':
      return revoke(ledger, op, author);
    case 'admit':
      return admit(ledger, host, op, author);
    case 'remove':
      return remove(ledger, host, op, author);
    case 'promote':
      return promote(ledger, host, op, author);
    case 'recover':
      return recover(ledger, host, op, author);
    case 'tick':
      return { ok: true, id };
    case 'profile':
      await ledger.setMember({ ...author.member, name: op.display_name });
      return { ok: true, id };
    case 'info': {
      const pact = await ledger.pact();
      if (!pact || !(author.member.creator || author.member.indexer)) {
        return { ok: false, id, code: 'NOT_CREATOR', message: 'only the creator and indexers name the pact' };
      }
      await ledger.setPact({
        ...pact,
        ...(op.name === undefined ? {} : { name: op.name }),
        ...(op.purpose === undefined ? {} : { purpose: op.purpose }),
      });
      return { ok: true, id };
    }
    case 'upgrade': {
      const pact = await ledger.pact();
      if (!pact || !(author.member.creator || author.member.indexer))
        return {
          ok: false,
          id,
          code: 'NOT_INDEXER',
          message: 'only the creator and indexers raise the protocol version',
        };
      if (op.to > host.supported)
        return host.interrupt(`the pact moved to protocol version ${op.to}; this daemon knows ${host.supported}`);
      if (op.to > pact.v) await ledger.setPact({ ...pact, v: op.to });
      return { ok: true, id };
    }
  }
}

async function entry(ledger: Ledger, op: EntryOp, author: Author): Promise<Outcome> {
  const agent = op.agent ?? '';
  const first = op.op_id === undefined ? null : await ledger.idempotent(author.writer, agent, op.op_id);
  if (first !== null) return { ok: true, id: first, duplicate: true };
  const fault = await linkFault(op.type, op.links ?? [], async (id) => (await ledger.entry(id))?.type ?? null);
  if (fault) return { ok: false, id: author.id, ...fault };
  if (op.op_id !== undefined) await ledger.setIdempotent(author.writer, agent, op.op_id, author.id);
  const record = {
    id: author.id,
    type: op.type,
    timestamp: new Date(op.at).toISOString(),
    agent_id: agentIdOf(op.agent, author.member.handle),
    display_name: author.member.name,
    payload: op.payload,
    ...(op.refs?.length ? { refs: op.refs } : {}),
    ...(op.links?.length ? { links: op.links } : {}),
    ...(op.ttl === undefined ? {} : { ttl: op.ttl }),
  };
  await ledger.putEntry(author.id, JSON.stringify(record));
  return { ok: true, id: author.id };
}

async function reject(ledger: Ledger, id: string, op: Op | null, fault: Fault): Promise<Outcome> {
  const agentId = op?.agent ?? null;
  await ledger.putRejection({
    id,
    code: fault.code,
    message: fault.message,
    op: op?.t ?? null,
    timestamp: op?.at ?? null,
    agent_id: agentId,
  });
  return { ok: false, id, code: fault.code, message: fault.message };
}
