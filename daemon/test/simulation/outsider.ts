import Corestore from 'corestore';
import type { KeyPair } from 'hypercore-crypto';
import { PeerNetwork } from '../../src/network/index.js';
import { MemoryDisk } from './disk.js';
import { Random } from './random.js';
import { SimulatedDht, type Wire } from './wire.js';
import type { VirtualTime } from './world.js';

/** What an outsider found out of a node. */
export interface Target {
  /** 64 hex. */
  readonly node: string;
  readonly host: string;
}

/** An outsider's disk is never in the way of what it is given. */
const DISK_TIMES = { read_max_us: 0, write_max_us: 0, sync_max_ms: 0 };

/**
 * Somebody who is no member: one that was never admitted, or one that was removed and does not heed it. It knows where the nodes are and the
 * keys of their cores, asks everybody for all of it, and keeps what it is given. It stands on the product's transport and on nothing above it.
 */
export class Outsider {
  readonly disk: MemoryDisk;
  /** Blocks that it was given. */
  blocks = 0;
  /** Connections on which it asked. */
  asked = 0;
  readonly #store: Corestore;
  readonly #network: PeerNetwork;
  readonly #known = new Set<string>();

  constructor(
    around: { time: VirtualTime; wire: Wire },
    seed: number,
    readonly name: string,
    { host, keyPair }: { host: string; keyPair: KeyPair },
  ) {
    this.disk = new MemoryDisk(around.time, new Random(seed, name), DISK_TIMES, name);
    this.#store = new Corestore(this.disk);
    const dht = new SimulatedDht(around.wire, host);
    this.#network = new PeerNetwork({ keyPair, host, port: 1, bootstrap: 'none', dht }, 1);
    this.#network.onConnection(({ stream }) => {
      this.asked++;
      this.#store.replicate(stream);
    });
  }

  async start(): Promise<void> {
    await this.#store.ready();
    await this.#network.listen();
  }

  /** Asks these nodes for every block of the cores with these keys, from now on. */
  ask(targets: readonly Target[], keys: readonly Buffer[]): void {
    for (const { node, host } of targets) this.#network.want(node, this.name, [{ host, port: 1 }]);
    for (const key of keys) {
      if (this.#known.has(key.toString('hex'))) continue;
      this.#known.add(key.toString('hex'));
      const core = this.#store.get({ key });
      core.on('download', () => this.blocks++);
      core.download({ start: 0, end: -1 });
    }
  }

  async end(): Promise<void> {
    await this.#network.close();
    await this.#store.close();
  }
}
