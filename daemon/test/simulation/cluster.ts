import crypto, { type KeyPair } from 'hypercore-crypto';
import { type DiskTimes, MemoryDisk } from './disk.js';
import { FAULT_OPTIONS, type FaultName, type Faults } from './faults.js';
import { type Complaint, SimulatedNode, type Stop } from './node.js';
import { Outsider } from './outsider.js';
import { Random } from './random.js';
import { Wire, type WireFaults } from './wire.js';
import type { World } from './world.js';

/** Times of a disk that stalls, against its usual ones. */
const STALL_FACTOR = 40;

/** A node of a cluster, and what the cluster knows of it. */
export interface Place {
  readonly node: SimulatedNode;
  readonly times: DiskTimes;
  /** Counts its ends: an answer of an older life reached nobody. */
  life: number;
  /** It is being started or stopped. */
  isBusy: boolean;
  isMember: boolean;
  isStalled: boolean;
  /** So many times its tables are being built again now; meanwhile they show less than there is. */
  reindexing: number;
  /** Somebody asked for its removal. */
  isRemoved: boolean;
}

/** The machines and the network of a history. Faults are applied here; what the nodes are asked to do is not known. */
export class Cluster {
  readonly places: Place[] = [];
  readonly outsiders: Outsider[] = [];
  readonly wire: Wire;
  readonly counts = { partitions: 0, mutes: 0, resets: 0, stalls: 0, clean: 0, kill: 0, power_cut: 0, clock_jumps: 0 };
  readonly #faults: Faults;
  readonly #random: Random;
  readonly #wireFaults: WireFaults;
  #healed = false;

  constructor(
    private readonly world: World,
    private readonly options: {
      seed: number;
      faults: Faults;
      scratch: string;
      verbose: boolean;
      complain(complaint: Complaint): void;
    },
  ) {
    this.#faults = options.faults;
    this.#random = new Random(options.seed, 'disks');
    this.#wireFaults = {
      delay_min_ms: 0.1,
      delay_max_ms: 0,
      loss_percent: 0,
      resend_ms: 0,
      dial_loss_percent: 0,
      dial_twice_percent: 0,
    };
    this.wire = new Wire(world.time, new Random(options.seed, 'wire'), this.#wireFaults);
    this.calm();
  }

  /** Lets the faults of the network and the disks begin. */
  rage(): void {
    this.#set((name) => this.#faults[name]);
  }

  /** Ends the faults of the network and the disks. */
  calm(): void {
    this.#set((name) => FAULT_OPTIONS[name].calm);
  }

  #set(value: (name: FaultName) => number): void {
    Object.assign(this.#wireFaults, {
      delay_max_ms: value('delay_max'),
      loss_percent: value('loss'),
      resend_ms: value('resend'),
      dial_loss_percent: value('dial_loss'),
      dial_twice_percent: value('dial_twice'),
    });
    for (const { times } of this.places) Object.assign(times, this.#diskTimes(value));
  }

  #diskTimes(value: (name: FaultName) => number): DiskTimes {
    return {
      read_max_us: value('disk_read_max'),
      write_max_us: value('disk_write_max'),
      sync_max_ms: value('disk_sync_max'),
    };
  }

  /** Adds a machine and starts its node. */
  async add(): Promise<Place> {
    const { scratch, verbose, complain } = this.options;
    const n = this.places.length;
    const times = this.#diskTimes((name) => FAULT_OPTIONS[name].calm);
    const name = `n${n}`;
    const around = { time: this.world.time, wire: this.wire, scratch, verbose, complain };
    const disk = new MemoryDisk(this.world.time, this.#random, times, `${name}.0`);
    const node = new SimulatedNode(around, name, `10.0.0.${n + 1}`, disk);
    const place: Place = {
      node,
      times,
      life: 0,
      isBusy: true,
      isMember: false,
      isStalled: false,
      reindexing: 0,
      isRemoved: false,
    };
    this.places.push(place);
    await node.start();
    place.isBusy = false;
    return place;
  }

  /** Puts somebody on the network who was never admitted to any pact. */
  addStranger(): Promise<void> {
    return this.#addOutsider('the stranger', { host: '10.0.1.1', keyPair: crypto.keyPair() });
  }

  /** Puts somebody in the place of a node who has its key and heeds nothing. */
  async addImpostor({ node }: Place): Promise<void> {
    const { keyPair } = node.run.key;
    await node.stop('clean');
    await this.#addOutsider(`whoever has the key of ${node.name}`, { host: node.host, keyPair });
  }

  async #addOutsider(name: string, self: { host: string; keyPair: KeyPair }): Promise<void> {
    const around = { time: this.world.time, wire: this.wire };
    const outsider = new Outsider(around, this.options.seed, name, self);
    this.outsiders.push(outsider);
    await outsider.start();
  }

  /** All outsiders ask all nodes for everything that a node has open now. */
  intrude(): void {
    if (!this.outsiders.length) return;
    const runs = this.up.map(({ node }) => ({ run: node.run, host: node.host }));
    const targets = runs.map(({ run, host }) => ({ node: run.key.id, host }));
    const keys = runs.flatMap(({ run }) =>
      Array.from(run.store.cores).flatMap((core) => (core.opened ? core.key : [])),
    );
    for (const outsider of this.outsiders) outsider.ask(targets, keys);
  }

  /** Places whose node is up and stays up for now. */
  get up(): Place[] {
    return this.places.filter((place) => place.node.isUp && !place.isBusy);
  }

  at(n: number): Place {
    return this.places[n % this.places.length] as Place;
  }

  /** Stops a node and starts it again. */
  async restart(place: Place, how: Stop, down_ms: number): Promise<void> {
    if (place.isBusy || !place.node.isUp) return;
    await this.stop(place, how);
    await this.world.time.sleep(down_ms);
    await this.start(place);
  }

  /** Stops a node that is up. */
  async stop(place: Place, how: Stop): Promise<void> {
    this.counts[how]++;
    place.isBusy = true;
    // What a clean stop still answers is heard; after a kill there is nobody to answer.
    if (how !== 'clean') place.life++;
    await place.node.stop(how);
    if (how === 'clean') place.life++;
  }

  /** Starts a node that was stopped. */
  async start(place: Place): Promise<void> {
    await place.node.start();
    place.isBusy = false;
  }

  /** Blocks ways for a time, unless everything was healed before that. */
  async #cut(ways: [Place, Place][], ms: number): Promise<void> {
    if (this.#healed) return;
    for (const [from, to] of ways) this.wire.block(from.node.host, to.node.host);
    await this.world.time.sleep(ms);
    for (const [from, to] of ways) this.wire.open(from.node.host, to.node.host);
  }

  /** Cuts those whose bit is set in `side` off from the others. */
  partition(side: number, ms: number): Promise<void> {
    const isInside = (place: Place): boolean => ((side >> (this.places.indexOf(place) % 4)) & 1) === 1;
    const ways = this.places.flatMap((from) =>
      this.places.filter((to) => isInside(from) !== isInside(to)).map((to): [Place, Place] => [from, to]),
    );
    if (ways.length) this.counts.partitions++;
    return this.#cut(ways, ms);
  }

  /** Nothing gets from one to the other, while the way back is open. */
  mute(from: Place, to: Place, ms: number): Promise<void> {
    if (from === to) return Promise.resolve();
    this.counts.mutes++;
    return this.#cut([[from, to]], ms);
  }

  reset(from: Place, to: Place): void {
    if (from === to) return;
    this.counts.resets++;
    this.wire.reset(from.node.host, to.node.host);
  }

  async stall(place: Place, ms: number): Promise<void> {
    if (ms === 0 || place.isStalled || this.#healed) return;
    this.counts.stalls++;
    const { times } = place;
    const usual = { ...times };
    place.isStalled = true;
    Object.assign(times, {
      read_max_us: usual.read_max_us * STALL_FACTOR,
      write_max_us: usual.write_max_us * STALL_FACTOR,
      sync_max_ms: usual.sync_max_ms * STALL_FACTOR,
    });
    await this.world.time.sleep(ms);
    place.isStalled = false;
    if (!this.#healed) Object.assign(times, usual);
  }

  clock(place: Place, skew_ms: number): void {
    this.counts.clock_jumps++;
    place.node.skew_ms = skew_ms;
  }

  /** Opens every way and ends every fault; nodes that are down come up by themselves. */
  heal(): void {
    this.#healed = true;
    this.calm();
    this.wire.open();
  }

  async end(): Promise<void> {
    await Promise.all([...this.places.map(({ node }) => node.end()), ...this.outsiders.map((one) => one.end())]);
  }
}
