import { agentIdOf } from './handle.js';
import type { Author, Ledger, Outcome } from './ledger.js';
import type { ReceiptOp } from './op.js';

/**
 * Is a message for this agent? One without `to` is for everybody but its author; one that names its author reminds it of something.
 * @param message the stored entry; anything but a message is for nobody
 */
function isAddressee(
  message: { type: string; agent_id: string; payload: Record<string, unknown> },
  agentId: string,
): boolean {
  if (message.type !== 'message') return false;
  const { to } = message.payload;
  return Array.isArray(to) ? to.includes(agentId) : message.agent_id !== agentId;
}

/**
 * Writes down what an addressee says of its messages. Only the addressee's own word counts, each time is set once, and what was
 * acknowledged was delivered. A message that it has no receipt to give for, such as one that a reorder took back, does not
 * spoil the others; a receipt in which none counts is refused.
 */
export async function receipt(ledger: Ledger, op: ReceiptOp, author: Author): Promise<Outcome> {
  const agentId = agentIdOf(op.agent, author.member.handle);
  const acknowledged = new Set(op.acknowledged);
  let refused: string | null = null;
  let counted = 0;
  for (const id of new Set([...op.delivered, ...op.acknowledged])) {
    const message = await ledger.entry(id);
    if (!message || !isAddressee(message, agentId)) {
      refused ??= id;
      continue;
    }
    counted++;
    const had = await ledger.receipt(id, agentId);
    if (had && (had.acknowledged_at !== null || !acknowledged.has(id))) continue;
    await ledger.setReceipt(id, agentId, {
      delivered_at: had?.delivered_at ?? op.at,
      acknowledged_at: acknowledged.has(id) ? op.at : null,
    });
  }
  if (refused === null || counted > 0) return { ok: true, id: author.id };
  return { ok: false, id: author.id, code: 'NOT_FOUND', message: `there is no message ${refused} for ${agentId}` };
}
