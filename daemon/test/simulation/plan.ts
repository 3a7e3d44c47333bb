import { drawFaults, type Faults } from './faults.js';
import type { Stop } from './node.js';
import { Random } from './random.js';

/** What a client asks of a node. Nodes and tasks are numbers, taken modulo how many there are, so that any part of a plan is a plan. */
export type UseStep =
  | {
      readonly do: 'post';
      readonly node: number;
      readonly agent: number;
      readonly kind: 'knowledge' | 'message' | 'task';
    }
  /** A client that asks again because it did not wait for the answer: the same op_id twice. */
  | { readonly do: 'post_twice'; readonly node: number; readonly agent: number }
  /** Many writes at once, which become one batch. */
  | { readonly do: 'burst'; readonly node: number; readonly count: number }
  | {
      readonly do: 'claim';
      readonly node: number;
      readonly agent: number;
      readonly task: number;
      readonly ttl_ms: number;
    }
  | {
      readonly do: 'renew' | 'release' | 'complete';
      readonly node: number;
      readonly agent: number;
      readonly task: number;
    }
  | { readonly do: 'promote'; readonly node: number }
  | { readonly do: 'remove'; readonly node: number }
  | { readonly do: 'reindex'; readonly node: number };

/** What happens to machines and the network, and a node that joins. */
export type WorldStep =
  /** A node joins; with `cut`, its machine loses power so long after it began, and is back after `down_ms`. */
  | { readonly do: 'join'; readonly by: number; readonly cut?: { readonly after_ms: number; readonly down_ms: number } }
  | { readonly do: 'partition'; readonly side: number; readonly ms: number }
  | { readonly do: 'mute'; readonly from: number; readonly to: number; readonly ms: number }
  | { readonly do: 'reset'; readonly from: number; readonly to: number }
  | { readonly do: 'stall'; readonly node: number; readonly ms: number }
  | { readonly do: 'clock'; readonly node: number; readonly skew_ms: number }
  | { readonly do: 'restart'; readonly node: number; readonly how: Stop; readonly down_ms: number }
  /** A node goes down while it writes, and a client writes again as soon as it is back. */
  | {
      readonly do: 'crash';
      readonly node: number;
      readonly how: Stop;
      readonly count: number;
      readonly after_ms: number;
      readonly down_ms: number;
    }
  | { readonly do: 'outage'; readonly how: Stop; readonly down_ms: number };

/** One thing that is done in a history. */
export type Step = { readonly pause_ms: number } & (UseStep | WorldStep);

/** Everything that a history does; with the seed it is the history. */
export interface Plan {
  readonly seed: number;
  /** Nodes that are members before the first step. */
  readonly nodes: number;
  /** Somebody who was never admitted is there from the first step on; without it, only when everything was healed. */
  readonly stranger?: boolean;
  /**
   * The creator names a successor and its machine is lost once all agree; the successor recovers the pact before the first step, and the creator
   * is back so long after that.
   */
  readonly recovery?: { readonly down_ms: number };
  readonly faults: Faults;
  readonly steps: readonly Step[];
}

type Kind = Step['do'];

/** How often a step is drawn, against the others; a history leaves some of them out entirely. */
const WEIGHTS: Record<Kind, number> = {
  post: 30,
  post_twice: 3,
  burst: 5,
  claim: 18,
  renew: 3,
  release: 4,
  complete: 4,
  join: 2,
  promote: 2,
  remove: 1,
  reindex: 1,
  partition: 5,
  mute: 4,
  reset: 4,
  stall: 3,
  clock: 3,
  restart: 6,
  crash: 4,
  outage: 1,
};

const USES: readonly string[] = [
  'post',
  'post_twice',
  'burst',
  'claim',
  'renew',
  'release',
  'complete',
  'promote',
  'remove',
  'reindex',
] satisfies UseStep['do'][];

/** Is it a client who does this? */
export const isUse = (step: UseStep | WorldStep): step is UseStep => USES.includes(step.do);

/** Steps without which a history has nothing to say. */
const ALWAYS: readonly Kind[] = ['post', 'claim'];
/** Of 100 other kinds of step, so many are left out of a history. */
const LEFT_OUT_PERCENT = 40;
/** A join takes about so long, beside the ways of so many packets one after the other. */
const JOIN_MS = 20;
const JOIN_PACKETS = 10;
/** A commit takes about so long, beside the sync. */
const COMMIT_MS = 5;
/** A node that is down for less is back before its peers have noticed. */
const SHORT_DOWN_MS = 20;
/** Of 100 histories, so many have a stranger from the first step on. */
const STRANGER_PERCENT = 50;
/** Of 100 histories, so many begin with a recovery. */
const RECOVERY_PERCENT = 15;
/** The creator may be back before all have heard of the recovery. */
const SOON_BACK_MS = 200;
const STEPS_MIN = 12;
const STEPS_MAX = 45;

/** The plan of a seed. */
export function planOf(seed: number): Plan {
  const random = new Random(seed, 'plan');
  const faults = drawFaults(random);
  const kinds = (Object.keys(WEIGHTS) as Kind[]).filter(
    (kind) => !random.chance(LEFT_OUT_PERCENT) || ALWAYS.includes(kind),
  );
  const bag = kinds.flatMap((kind) => Array.from({ length: WEIGHTS[kind] }, () => kind));
  const nodes = random.pick([2, 2, 3, 3, 4]);
  const count = random.int(STEPS_MIN, STEPS_MAX);
  const stranger = new Random(seed, 'stranger').chance(STRANGER_PERCENT);
  const steps = Array.from({ length: count }, () => draw(random, random.pick(bag), faults));
  const recovery = drawRecovery(new Random(seed, 'recovery'), faults);
  return { seed, nodes, ...(stranger ? { stranger } : {}), ...(recovery ? { recovery } : {}), faults, steps };
}

function drawRecovery(random: Random, { down_max }: Faults): Plan['recovery'] | null {
  if (!random.chance(RECOVERY_PERCENT)) return null;
  return { down_ms: Math.round(random.between(0, random.chance(50) ? SOON_BACK_MS : SOON_BACK_MS + down_max)) };
}

/** None, within the few ms that a commit takes, or anything. */
function drawPause(random: Random, { pause_max }: Faults): number {
  const kind = random.int(0, 2);
  if (kind === 0) return 0;
  return kind === 1 ? random.int(1, 80) / 10 : Math.round(random.between(0, pause_max));
}

function draw(random: Random, kind: Kind, faults: Faults): Step {
  const pause_ms = drawPause(random, faults);
  const node = random.int(0, 11);
  const agent = random.int(0, 1);
  const task = random.int(0, 3);
  const how = random.pick<Stop>(['clean', 'kill', 'power_cut']);
  const down_ms = Math.round(random.between(0, faults.down_max));
  const ms = Math.round(random.between(0, faults.partition_max));
  switch (kind) {
    case 'post':
      return { pause_ms, do: kind, node, agent, kind: random.pick(['knowledge', 'message', 'task']) };
    case 'post_twice':
      return { pause_ms, do: kind, node, agent };
    case 'burst':
      return { pause_ms, do: kind, node, count: random.int(2, 12) };
    case 'claim':
      return { pause_ms, do: kind, node, agent, task, ttl_ms: random.pick([1_000, 5_000, 30_000, 3_600_000]) };
    case 'renew':
    case 'release':
    case 'complete':
      return { pause_ms, do: kind, node, agent, task };
    case 'join': {
      const after_ms = random.int(0, JOIN_MS + JOIN_PACKETS * Math.round(faults.delay_max));
      const cut = { after_ms, down_ms: random.chance(50) ? random.int(0, SHORT_DOWN_MS) : down_ms };
      return { pause_ms, do: kind, by: node, ...(random.chance(50) ? { cut } : {}) };
    }
    case 'promote':
    case 'remove':
    case 'reindex':
      return { pause_ms, do: kind, node };
    case 'partition':
      return { pause_ms, do: kind, side: random.int(1, 14), ms };
    case 'mute':
      return { pause_ms, do: kind, from: node, to: random.int(0, 11), ms };
    case 'reset':
      return { pause_ms, do: kind, from: node, to: random.int(0, 11) };
    case 'stall':
      return { pause_ms, do: kind, node, ms: Math.round(random.between(0, faults.disk_stall_max)) };
    case 'clock':
      return { pause_ms, do: kind, node, skew_ms: Math.round(random.between(-faults.skew_max, faults.skew_max)) };
    case 'restart':
      return { pause_ms, do: kind, node, how, down_ms };
    case 'crash':
      return {
        pause_ms,
        do: kind,
        node,
        how: random.pick<Stop>(['kill', 'power_cut']),
        count: random.int(1, 4),
        after_ms: random.int(0, 10 * (COMMIT_MS + Math.round(faults.disk_sync_max))) / 10,
        down_ms: random.chance(50) ? random.int(0, SHORT_DOWN_MS) : down_ms,
      };
    case 'outage':
      return { pause_ms, do: kind, how, down_ms };
  }
}
