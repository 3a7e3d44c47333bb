import { agentIdOf } from './handle.js';
import type { Author, Ledger, Outcome } from './ledger.js';
import { CLOCK_SKEW_MS_MAX, FENCES_PER_RECOVERY } from './limits.js';
import type { ClaimOp, CompleteOp, ExpireOp, ReleaseOp, RenewOp } from './op.js';
import type { TaskEventOutcome, TaskRecord } from './records.js';

type TaskOp = ClaimOp | RenewOp | ReleaseOp | CompleteOp | ExpireOp;

/** What an op does to its task: the new state (null: none), and what the task's history says about it. */
interface Verdict {
  next: TaskRecord | null;
  outcome: TaskEventOutcome;
  code: string | null;
  why: string;
}

const refuse = (code: string, why: string): Verdict => ({ next: null, outcome: 'refused', code, why });

/** A task that nobody touched yet. */
const freshTask = (at: number): TaskRecord => ({
  status: 'open',
  holder: null,
  writer: null,
  fence: 0,
  lease_until: null,
  ttl_ms: 0,
  claimed_at: null,
  expired_at: null,
  updated_at: at,
  result: null,
  events: 0,
});

/**
 * Decides one task op. Pure: the same task, op and author give the same verdict everywhere.
 * A fence counts the grants of a task, and whoever acts as the holder names the one it was given, so that a holder who
 * lost the task without noticing cannot touch it (the fencing-token rule). With a recovery it rises above all that a lost indexer may
 * still give to those who have not heard of it. A lease ends only by an `expire` of an
 * indexer, which is also who orders the log: nobody else's clock decides about somebody's claim.
 */
function judge(
  task: TaskRecord,
  op: TaskOp,
  by: { agent_id: string; writer: string; indexer: boolean },
  assignedTo: string | null,
  recoveries: number,
): Verdict {
  const holds = task.status === 'claimed' && task.holder === by.agent_id && task.writer === by.writer;
  switch (op.t) {
    case 'claim': {
      if (task.status === 'complete') return refuse('TASK_ALREADY_COMPLETE', 'the task was complete');
      if (assignedTo !== null && assignedTo !== by.agent_id)
        return refuse('NOT_ASSIGNEE', `the task is reserved for ${assignedTo}`);
      if (holds)
        return {
          next: null,
          outcome: 'granted',
          code: null,
          why: 'the agent held it already; its fence and lease stand',
        };
      if (task.status === 'claimed') return refuse('TASK_ALREADY_CLAIMED', `${task.holder} came first and held it`);
      const next: TaskRecord = {
        ...task,
        status: 'claimed',
        holder: by.agent_id,
        writer: by.writer,
        fence: Math.max(task.fence, recoveries * FENCES_PER_RECOVERY) + 1,
        lease_until: op.at + op.ttl_ms,
        ttl_ms: op.ttl_ms,
        claimed_at: op.at,
        expired_at: null,
        updated_at: op.at,
      };
      return {
        next,
        outcome: 'granted',
        code: null,
        why: 'the task was open and this claim was the first in the order',
      };
    }
    case 'renew': {
      const wrong = notCurrent(task, holds, op.fence);
      if (wrong) return wrong;
      return {
        next: { ...task, lease_until: op.at + op.ttl_ms, ttl_ms: op.ttl_ms, updated_at: op.at },
        outcome: 'renewed',
        code: null,
        why: 'the holder renewed its lease',
      };
    }
    case 'release': {
      const wrong = notCurrent(task, holds, op.fence);
      if (wrong) return wrong;
      return { next: opened(task, op.at), outcome: 'released', code: null, why: 'the holder gave it back' };
    }
    case 'expire': {
      if (!by.indexer) return refuse('NOT_INDEXER', 'only an indexer may say that a lease ended');
      if (task.status !== 'claimed' || task.fence !== op.fence)
        return refuse('STALE_FENCE', 'that claim was not current any more');
      const over = op.at >= (task.lease_until ?? 0);
      const fromTheFuture = (task.claimed_at ?? 0) > op.at + CLOCK_SKEW_MS_MAX;
      if (!over && !fromTheFuture) return refuse('TASK_ALREADY_CLAIMED', 'the lease had not ended');
      return {
        next: { ...opened(task, op.at), expired_at: op.at },
        outcome: 'expired',
        code: null,
        why: over ? 'the lease ended' : 'the claim was dated in the future',
      };
    }
    case 'complete': {
      if (task.status === 'complete') return late(op, 'TASK_ALREADY_COMPLETE', 'the task was complete already');
      if (task.status === 'claimed' && !holds)
        return late(op, op.fence > 0 ? 'STALE_FENCE' : 'NOT_CLAIMER', `${task.holder} held it by then`);
      if (task.status === 'claimed' && op.fence !== task.fence)
        return late(op, 'STALE_FENCE', `the fence was ${task.fence} by then`);
      if (task.status === 'open' && op.fence > 0) return late(op, 'STALE_FENCE', 'the claim had ended');
      if (assignedTo !== null && assignedTo !== by.agent_id)
        return late(op, 'NOT_ASSIGNEE', `the task is reserved for ${assignedTo}`);
      const next: TaskRecord = {
        ...task,
        status: 'complete',
        holder: by.agent_id,
        writer: by.writer,
        lease_until: null,
        updated_at: op.at,
        result: op.result,
      };
      return { next, outcome: 'completed', code: null, why: holds ? 'the holder completed it' : 'it was open' };
    }
  }
}

const opened = (task: TaskRecord, at: number): TaskRecord => ({
  ...task,
  status: 'open',
  holder: null,
  writer: null,
  lease_until: null,
  claimed_at: null,
  updated_at: at,
});

function notCurrent(task: TaskRecord, holds: boolean, fence: number): Verdict | null {
  if (task.status === 'complete') return refuse('TASK_ALREADY_COMPLETE', 'the task was complete');
  if (task.status === 'open')
    return refuse(fence > 0 && fence <= task.fence ? 'STALE_FENCE' : 'NOT_CLAIMED', 'the task was open');
  if (!holds) return refuse(fence > 0 && fence < task.fence ? 'STALE_FENCE' : 'NOT_CLAIMER', `${task.holder} held it`);
  return fence === task.fence ? null : refuse('STALE_FENCE', `the fence was ${task.fence} by then`);
}

/** A result that came too late is refused as the task's result and kept beside it: work that was done is never lost. */
function late(op: CompleteOp, code: string, why: string): Verdict {
  return op.result === null ? refuse(code, why) : { next: null, outcome: 'late_result', code, why };
}

/** Applies one task op and writes what became of it into the task's history. */
export async function applyTaskOp(ledger: Ledger, op: TaskOp, author: Author): Promise<Outcome> {
  const entry = await ledger.entry(op.task);
  if (entry?.type !== 'task')
    return { ok: false, id: author.id, code: 'NOT_FOUND', message: `there is no task ${op.task}` };
  const task = (await ledger.task(op.task)) ?? freshTask(op.at);
  const agentId = agentIdOf(op.agent, author.member.handle);
  const assignedTo = typeof entry.payload.assigned_to === 'string' ? entry.payload.assigned_to : null;
  const verdict = judge(
    task,
    op,
    { agent_id: agentId, writer: author.writer, indexer: author.member.indexer },
    assignedTo,
    (await ledger.pact())?.forks ?? 0,
  );
  const after = verdict.next ?? task;
  await ledger.putTaskEvent(op.task, {
    id: author.id,
    n: task.events,
    at: op.at,
    agent_id: agentId,
    display_name: author.member.name,
    kind: op.t,
    outcome: verdict.outcome,
    fence: 'fence' in op ? op.fence : verdict.outcome === 'granted' ? after.fence : null,
    code: verdict.code,
    why: verdict.why,
    ...(op.t === 'complete' && verdict.outcome !== 'refused' ? { result: op.result } : {}),
  });
  await ledger.setTask(op.task, { ...after, events: task.events + 1 });
  if (verdict.code === null) return { ok: true, id: author.id, fence: after.fence };
  return {
    ok: false,
    id: author.id,
    code: verdict.code,
    message: verdict.why,
    ...(verdict.outcome === 'late_result' ? { kept: true } : {}),
  };
}
