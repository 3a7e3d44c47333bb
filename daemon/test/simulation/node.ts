import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import ProtomuxWakeup from 'protomux-wakeup';
import { GatedStore, PeerNetwork } from '../../src/network/index.js';
import { type DataDirectory, type NodeKey, openDataDirectory, openNodeKey, StartState } from '../../src/node/index.js';
import { AddressBook, PROTOCOL_VERSION, Pacts } from '../../src/pact/index.js';
import type { Pact } from '../../src/pact/pact.js';
import { Arrivals, Tables } from '../../src/projection/index.js';
import { discardDerived } from '../../src/derived/index.js';
import type { SearchApi } from '../../src/search/types.js';
import type { MemoryDisk } from './disk.js';
import { SimulatedDht, type Wire } from './wire.js';
import type { VirtualTime } from './world.js';

const noSearch = (): never => {
  throw new Error('no search in a simulation');
};
const NO_SEARCH: SearchApi = {
  search: async () => noSearch(),
  embed: noSearch,
  embeddings: noSearch,
  leave: () => {},
  forget: () => {},
};

/** How a node went down. */
export type Stop = 'clean' | 'kill' | 'power_cut';

/** What a log line of a node says that should not be there. */
export interface Complaint {
  readonly node: string;
  readonly message: string;
}

/** All parts of one run of a node. */
interface Run {
  readonly directory: DataDirectory;
  readonly dht: SimulatedDht;
  readonly key: NodeKey;
  readonly pacts: Pacts;
  readonly store: GatedStore;
  close(): Promise<void>;
}

/** What all nodes of a simulation share. */
export interface Surroundings {
  readonly time: VirtualTime;
  readonly wire: Wire;
  /** Directory for the nodes' small files and tables. */
  readonly scratch: string;
  /** Prints what nodes log. */
  readonly verbose: boolean;
  /** Hears of log lines that say something failed. */
  complain(complaint: Complaint): void;
}

/**
 * A node of a simulation: what `startDaemon` builds, in the same order, above a simulated disk, network and clock, without the API. It can be
 * stopped in every way that a machine stops.
 */
export class SimulatedNode {
  /** How far this node's clock is ahead of the true time, ms. */
  skew_ms = 0;
  /** How often it was started. */
  starts = 0;
  #run: Run | null = null;
  #key: string | null = null;
  /** What former runs still do with their own copies, after a kill. */
  readonly #ghosts: Promise<void>[] = [];

  constructor(
    private readonly around: Surroundings,
    readonly name: string,
    readonly host: string,
    public disk: MemoryDisk,
  ) {}

  get isUp(): boolean {
    return this.#run !== null;
  }

  get run(): Run {
    if (!this.#run) throw new Error(`${this.name} is down`);
    return this.#run;
  }

  #directory(run: number): string {
    return join(this.around.scratch, `${this.name}.${run}`);
  }

  /** The node's pact with this id, when it is open. */
  pact(pactId: string): Pact {
    return this.run.pacts.opened(pactId);
  }

  async start(): Promise<void> {
    const { time, wire } = this.around;
    const path = this.#directory(this.starts++);
    mkdirSync(path, { recursive: true });
    const directory = openDataDirectory(path);
    const key = openNodeKey(directory.keyFile, this.#key);
    this.#key = key.id;
    const state = new StartState(directory.stateFile, this.starts === 1);
    if (state.started === 'power_loss')
      for (const file of [directory.projection, directory.search]) discardDerived(file);
    const store = new GatedStore(this.disk);
    await store.ready();
    await this.disk.sync();
    const tables = new Tables(directory.projection, key.handle);
    const arrivals = new Arrivals(tables);
    const dht = new SimulatedDht(wire, this.host);
    const logger = this.#logger();
    const network = new PeerNetwork(
      {
        keyPair: key.keyPair,
        host: this.host,
        port: 1,
        bootstrap: 'none',
        dht,
        onfault: (error, what) => logger.error({ err: error }, what),
      },
      1,
    );
    await network.listen();
    const disk = this.disk;
    const pacts = new Pacts({
      store,
      wakeup: new ProtomuxWakeup(),
      sync: disk,
      tables,
      arrivals,
      // Search has a thread of its own, which no simulation can hold still; it reads what the tables say.
      search: NO_SEARCH,
      // So has what finds similar entries; null says that it is not known in time.
      similar: { ask: async () => null, forget: () => {} },
      network,
      book: new AddressBook(directory.peersFile),
      key,
      directory,
      state,
      logger,
      now: () => Math.floor(time.now_ms + this.skew_ms),
      protocol: PROTOCOL_VERSION,
    });
    this.#run = {
      directory,
      dht,
      key,
      pacts,
      store,
      async close() {
        await pacts.close();
        await network.close();
        tables.close();
        await store.close();
        state.clean();
        directory.unlock();
      },
    };
    await pacts.open();
  }

  #logger(): Logger {
    const run = this.starts;
    return pino(
      { base: { node: this.name }, level: this.around.verbose ? 'info' : 'warn' },
      {
        write: (line: string) => {
          if (this.around.verbose) process.stderr.write(line);
          const { level, msg, err } = JSON.parse(line) as { level: number; msg: string; err?: { message: string } };
          if (level >= 50 && run === this.starts && this.isUp)
            this.around.complain({ node: this.name, message: `${msg}${err ? `: ${err.message}` : ''}` });
        },
      },
    );
  }

  /**
   * Stops the node. After a kill or a power cut the old run goes on for a moment with copies of its disk and files that nobody reads again, which
   * is how a process in this process can be ended without a trace.
   */
  async stop(how: Stop): Promise<void> {
    const run = this.run;
    this.#run = null;
    const next = this.#directory(this.starts);
    if (how !== 'clean') {
      this.around.wire.silence(run.dht);
      cpSync(run.directory.path, next, { recursive: true });
      this.disk = how === 'kill' ? this.disk.afterKill(this.#diskName()) : this.disk.afterPowerCut(this.#diskName());
      if (how === 'power_cut') this.#forgetBoot(next);
      this.#ghosts.push(run.close());
      return;
    }
    await run.close();
    this.disk = this.disk.afterKill(this.#diskName());
    cpSync(run.directory.path, next, { recursive: true });
    rmSync(run.directory.path, { recursive: true, force: true });
  }

  #diskName(): string {
    return `${this.name}.${this.starts}`;
  }

  /** The machine starts again, so the state that was left behind is of another boot. */
  #forgetBoot(path: string): void {
    const file = join(path, 'state.json');
    const state = JSON.parse(readFileSync(file, 'utf8')) as { boot_id: string | null };
    writeFileSync(file, JSON.stringify({ ...state, boot_id: 'the boot before' }));
  }

  /** Ends everything, also what is left of former runs. */
  async end(): Promise<void> {
    const run = this.#run;
    this.#run = null;
    await Promise.allSettled([run?.close(), ...this.#ghosts]);
  }
}
