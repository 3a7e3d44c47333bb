import type { Random } from './random.js';

/** How bad one thing may get in a history. */
interface FaultOption {
  readonly unit: 'ms' | 'µs' | '%';
  /** What it is where nothing is wrong; a failing history is shrunk to as many of these as can be. */
  readonly calm: number;
  /** Each history draws a value from `calm` up to here, or stays calm. */
  readonly worst: number;
  /** What it stands for. */
  readonly what: string;
}

/** Everything that can go wrong in a simulation, and how badly. The report and `--help` print this table. */
export const FAULT_OPTIONS = {
  delay_max: { unit: 'ms', calm: 1, worst: 150, what: 'longest way of a packet from one node to another' },
  loss: { unit: '%', calm: 0, worst: 10, what: 'packets that are lost and sent again' },
  resend: { unit: 'ms', calm: 50, worst: 1_000, what: 'until a lost packet is sent again' },
  dial_loss: { unit: '%', calm: 0, worst: 40, what: 'dials that find nobody though somebody is there' },
  dial_twice: {
    unit: '%',
    calm: 0,
    worst: 30,
    what: 'dials whose first packet arrives twice: a second, half-open stream',
  },
  partition_max: { unit: 'ms', calm: 0, worst: 25_000, what: 'longest partition, or one-way silence of a link' },
  down_max: { unit: 'ms', calm: 10, worst: 20_000, what: 'longest time between the end of a node and its next start' },
  disk_read_max: { unit: 'µs', calm: 20, worst: 400, what: 'longest read from a disk' },
  disk_write_max: { unit: 'µs', calm: 50, worst: 4_000, what: 'longest write to the page cache' },
  disk_sync_max: { unit: 'ms', calm: 0.5, worst: 60, what: 'longest fdatasync' },
  disk_stall_max: { unit: 'ms', calm: 0, worst: 3_000, what: 'longest time for which one disk hardly answers' },
  skew_max: { unit: 'ms', calm: 0, worst: 200_000, what: 'how far a clock may be ahead or behind; it jumps, too' },
  pause_max: { unit: 'ms', calm: 5, worst: 1_500, what: 'longest pause between two steps' },
} as const satisfies Record<string, FaultOption>;

/** The name of an option. */
export type FaultName = keyof typeof FAULT_OPTIONS;

/** One value for each option, in its unit. */
export type Faults = Record<FaultName, number>;

/** The names of all options. */
export const FAULT_NAMES = Object.keys(FAULT_OPTIONS) as FaultName[];

/** Of 100 options of a history, so many stay calm: faults that meet in all histories hide each other. */
const CALM_PERCENT = 35;

/** Draws how bad everything gets in one history. */
export function drawFaults(random: Random): Faults {
  const drawn = FAULT_NAMES.map((name) => {
    const { calm, worst } = FAULT_OPTIONS[name];
    // Squared: mild more often than bad, since what is always cut off never gets anywhere.
    return [name, random.chance(CALM_PERCENT) ? calm : calm + (worst - calm) * random.next() ** 2];
  });
  return Object.fromEntries(drawn) as Faults;
}
