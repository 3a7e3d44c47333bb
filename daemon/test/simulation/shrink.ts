import { FAULT_NAMES, FAULT_OPTIONS } from './faults.js';
import type { Plan } from './plan.js';

/** Does a plan still fail in the way that is looked for? */
export type Fails = (plan: Plan) => Promise<boolean>;

/**
 * Makes a failing plan smaller while it keeps failing: fewer steps (delta debugging), calmer faults, no pauses.
 * @param attempts_max runs at most; what is smallest by then is answered
 */
export async function shrink(plan: Plan, fails: Fails, attempts_max: number): Promise<Plan> {
  let smallest = plan;
  let attempts = 0;
  const attempt = async (smaller: Plan): Promise<boolean> => {
    if (attempts >= attempts_max) return false;
    attempts++;
    if (!(await fails(smaller))) return false;
    smallest = smaller;
    return true;
  };
  for (let before = -1; before !== attempts && attempts < attempts_max; ) {
    before = attempts;
    const size = smallest.steps.length;
    for (let chunk = Math.ceil(smallest.steps.length / 2); chunk >= 1; chunk = chunk > 1 ? Math.ceil(chunk / 2) : 0) {
      for (let at = smallest.steps.length - chunk; at >= 0; at -= chunk) {
        const steps = smallest.steps.filter((_, n) => n < at || n >= at + chunk);
        await attempt({ ...smallest, steps });
      }
    }
    for (const name of FAULT_NAMES) {
      const { calm } = FAULT_OPTIONS[name];
      if (smallest.faults[name] !== calm) await attempt({ ...smallest, faults: { ...smallest.faults, [name]: calm } });
    }
    if (smallest.recovery) {
      const { recovery: _, ...without } = smallest;
      await attempt(without);
    }
    if (smallest.nodes > 2) await attempt({ ...smallest, nodes: smallest.nodes - 1 });
    // A second round pays only when the first made it smaller.
    if (smallest.steps.length === size) break;
  }
  return smallest;
}

/** What failed, without what differs from run to run: ids, times, counts. */
export const kindOf = (violations: readonly string[]): string =>
  violations
    .map((violation) => (violation.split('\n')[0] ?? '').replaceAll(/[0-9a-f]{8}-\d+|\d+/g, '#').slice(0, 60))
    .sort()
    .join('|');
