/**
 * A process that simulates: it is sent plans and answers what came of each. Made by `Fleet`; time and chance of this process are the
 * simulation's, so nothing else can be done in it.
 */
import { Random } from './random.js';
import { enterWorld } from './world.js';
import type { HistoryResult } from './history.js';
import type { Plan } from './plan.js';

/** What a worker is asked. */
export interface Order {
  readonly plan: Plan;
  readonly verbose: boolean;
}

/** What it answers. */
export interface Answer extends HistoryResult {
  /** Real time that the history took, ms. */
  readonly took_ms: number;
}

const clock_ns = process.hrtime.bigint;
const world = enterWorld(new Random(0, 'world'));
// Not before the world is entered: libraries take their timers and randomness when they are loaded.
const { runPlan } = await import('./history.js');

process.on('message', ({ plan, verbose }: Order) => {
  const started_ns = clock_ns();
  world.random = new Random(plan.seed, 'world');
  void runPlan(world, plan, { verbose }).then((result) => {
    const answer: Answer = { ...result, took_ms: Number(clock_ns() - started_ns) / 1e6 };
    process.send?.(answer);
  });
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
