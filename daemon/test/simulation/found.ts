import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from './plan.js';

const PLANS = 'docs/faults/plans';

/** The histories that once broke a promise, by the id of the bug in docs/faults/bugs.json; some were made small. */
export const foundPlans = (): { id: string; plan: Plan }[] =>
  readdirSync(PLANS)
    .sort()
    .map((file) => ({
      id: file.replace(/\.json$/, ''),
      plan: JSON.parse(readFileSync(join(PLANS, file), 'utf8')) as Plan,
    }));
