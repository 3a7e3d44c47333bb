/** What a caller does to a task. */
export type TaskAct =
  | { act: 'claim'; by: string }
  | { act: 'release'; by: string }
  | { act: 'complete'; by: string; result: unknown };

/** What must come of it: the status of the answer, and the error's code when it is refused. */
export interface Expected {
  status: 200 | 409;
  code?: 'TASK_ALREADY_CLAIMED' | 'TASK_ALREADY_COMPLETE' | 'NOT_CLAIMER' | 'NOT_CLAIMED';
}

/**
 * The life of one task in a dozen lines, written from the wire (openpact-rest: release and complete are the claimer's, an open task is
 * anybody's to complete) and the architecture (the fence counts grants). It knows no log, no positions and no clocks, which is the point.
 */
export class TaskModel {
  status: 'open' | 'claimed' | 'complete' = 'open';
  claimed_by: string | null = null;
  fence = 0;
  result: unknown = null;
  /** Results that were refused and must be shown all the same. */
  readonly late: unknown[] = [];

  do(step: TaskAct): Expected {
    if (this.status === 'complete') {
      if (step.act === 'complete') this.late.push(step.result);
      return { status: 409, code: 'TASK_ALREADY_COMPLETE' };
    }
    if (step.act === 'claim') {
      if (this.status === 'claimed')
        return this.claimed_by === step.by ? { status: 200 } : { status: 409, code: 'TASK_ALREADY_CLAIMED' };
      this.status = 'claimed';
      this.claimed_by = step.by;
      this.fence++;
      return { status: 200 };
    }
    if (this.status === 'claimed' && this.claimed_by !== step.by) {
      if (step.act === 'complete') this.late.push(step.result);
      return { status: 409, code: 'NOT_CLAIMER' };
    }
    if (step.act === 'release') {
      if (this.status === 'open') return { status: 409, code: 'NOT_CLAIMED' };
      this.status = 'open';
      this.claimed_by = null;
      return { status: 200 };
    }
    this.status = 'complete';
    this.claimed_by = step.by;
    this.result = step.result;
    return { status: 200 };
  }
}
