import type { Daemon, DaemonOptions } from '../../daemon/test/harness/index.js';
import type { Ledger } from '../session/ledger.js';
import { pass } from '../session/pass.js';
import { type Host, Lab } from './lab.js';
import { type Counts, type Fault, type Result, type RunOptions, runFaults, Session } from '../session/session.js';

/** UDP port of every host for other nodes. */
const P2P_PORT = 4000;

/** Daemons on hosts of their own, to which things are done through the network. */
class Hosts extends Session {
  readonly #seed: number;
  readonly #hostOf = new Map<Daemon, Host>();
  lab!: Lab;
  /** All can agree while what was done lasts, so they have to. */
  #agreeMeanwhile = false;

  constructor(seed: number, counts: Counts, ledger: Ledger) {
    super(seed, counts, ledger);
    this.#seed = seed;
  }

  /** Starts a set of so many hosts; null for 3 to 5. */
  override async open(nodes: number | null): Promise<void> {
    const size = nodes ?? this.random.whole(3, 5);
    this.lab = await Lab.open(size, this.#seed);
    this.count(`sets of ${size} hosts joined by ${this.lab.medium.name}`);
    await super.open(size);
    await this.#introduceAll();
  }

  override async daemon(options: Partial<DaemonOptions> = {}): Promise<Daemon> {
    const host = this.lab.hosts[this.#hostOf.size] as Host;
    const flags = {
      host: host.control,
      'allowed-host': host.control,
      'p2p-host': '0.0.0.0',
      'p2p-port': String(P2P_PORT),
    };
    const args = Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]);
    const daemon = this.room.unstarted({ ...options, args, within: host.place.within });
    this.#hostOf.set(daemon, host);
    return daemon.start();
  }

  host(node: Daemon): Host {
    return this.#hostOf.get(node) as Host;
  }

  /** Tells all nodes where the others are, or may be later: they know it until they stop. */
  async #introduceAll(): Promise<void> {
    for (const node of this.nodes)
      for (const other of this.nodes) {
        if (other === node) continue;
        for (const lan of [0, 1] as const) {
          const peer = `${other.node_key}@${this.host(other).address(lan)}:${P2P_PORT}`;
          await node.host.must(200, 'POST', '/v1/peers', { peer });
        }
      }
  }

  /** The nodes in an order of chance. */
  shuffled(): Daemon[] {
    const left = [...this.nodes];
    return this.nodes.map(() => left.splice(this.random.whole(0, left.length - 1), 1)[0] as Daemon);
  }

  /** Every cable delays, loses, doubles and reorders, each as much as chance has it. */
  async roughen(): Promise<void> {
    for (const node of this.nodes) {
      const delay_ms = this.random.whole(2, 80);
      await this.lab.shape(this.host(node), {
        delay_ms,
        jitter_ms: this.random.whole(0, delay_ms),
        loss_percent: this.random.whole(0, 4),
        duplicate_percent: this.random.whole(0, 3),
        reorder_percent: this.random.whole(0, 10),
      });
    }
    this.count('times that all cables were spoilt');
  }

  /** What was done goes on until all have agreed in spite of it. */
  lasts(): void {
    this.#agreeMeanwhile = true;
  }

  override async heal(): Promise<void> {
    if (this.#agreeMeanwhile) {
      await this.agree();
      this.count('times that all agreed while it lasted');
    }
    this.#agreeMeanwhile = false;
    const { lost, unheard } = await this.lab.calm();
    this.count('packets lost on the way', lost);
    this.count('packets that one side did not hear', unheard);
    await super.heal();
    await this.#introduceAll();
  }

  override async close(): Promise<void> {
    await super.close();
    await this.lab?.close();
  }
}

/** Rough cables on top of what else is done, every other time. */
const maybeRough = async (session: Hosts): Promise<void> => {
  if (session.random.next() < 0.5) await session.roughen();
};

const FAULTS: readonly Fault<Hosts>[] = [
  {
    name: 'delay, loss, duplicates and reordering',
    weight: 10,
    async strike(session) {
      await session.roughen();
      session.lasts();
      await pass(session.random.whole(500, 3_000));
    },
  },
  {
    name: 'one hears another, but not the other way round',
    weight: 12,
    async strike(session) {
      await maybeRough(session);
      const [one, other, third] = session.shuffled() as [Daemon, Daemon, Daemon?];
      await session.host(one).deafTo([session.host(other)]);
      if (third) session.lasts();
      await pass(session.random.whole(500, 4_000));
    },
  },
  {
    name: 'one hears nobody, and is heard',
    weight: 8,
    async strike(session) {
      await maybeRough(session);
      const [deaf, ...others] = session.shuffled() as [Daemon, ...Daemon[]];
      await session.host(deaf).deafTo(others.map((node) => session.host(node)));
      await pass(session.random.whole(500, 8_000));
    },
  },
  {
    name: 'one hears all, and is heard by nobody',
    weight: 8,
    async strike(session) {
      await maybeRough(session);
      const [mute, ...others] = session.shuffled() as [Daemon, ...Daemon[]];
      for (const node of others) await session.host(node).deafTo([session.host(mute)]);
      await pass(session.random.whole(500, 8_000));
    },
  },
  {
    name: 'two LANs, one node on both',
    weight: 12,
    async strike(session) {
      await maybeRough(session);
      const [middle, ...others] = session.shuffled() as [Daemon, ...Daemon[]];
      const moved = others.slice(0, session.random.whole(1, Math.max(1, others.length - 1)));
      await session.host(middle).move('both');
      for (const node of moved) await session.host(node).move('lan 1');
      session.lasts();
      await pass(session.random.whole(500, 4_000));
    },
  },
  {
    name: 'behind a NAT',
    weight: 10,
    async strike(session) {
      await maybeRough(session);
      const [hidden] = session.shuffled() as [Daemon];
      await session.host(hidden).move('nat');
      session.lasts();
      await pass(session.random.whole(500, 4_000));
      if (session.random.next() < 0.5) {
        await session.host(hidden).renumber();
        session.count('times that a router got a new address');
        await pass(session.random.whole(100, 2_000));
      }
    },
  },
  {
    name: 'unplugged for a while',
    weight: 6,
    async strike(session) {
      const host = session.host(session.victim());
      await session.lab.unplugged(host, true);
      await pass(session.random.whole(500, 8_000));
      await session.lab.unplugged(host, false);
      session.lasts();
    },
  },
  {
    name: 'restarted in turn over spoilt cables',
    weight: 8,
    async strike(session) {
      await session.roughen();
      for (const node of session.shuffled()) {
        await session.stop(node);
        await session.cluster.start(node);
        session.count('restarts in turn');
      }
      session.lasts();
    },
  },
  {
    name: 'killed over spoilt cables',
    weight: 8,
    async strike(session) {
      await session.roughen();
      const node = session.victim();
      await pass(session.random.whole(0, 1_000));
      await session.kill(node);
      await session.cluster.start(node);
      session.lasts();
    },
  },
];

/** Does things to the network between daemons on hosts of their own until enough was done. This process is in a network namespace that is its own. */
export const hosts = (options: RunOptions): Promise<Result> =>
  runFaults(options, FAULTS, (...set) => new Hosts(...set));
