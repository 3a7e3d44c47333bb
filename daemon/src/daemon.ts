import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Logger } from 'pino';
import ProtomuxWakeup from 'protomux-wakeup';
import { buildApp } from './api/index.js';
import { type Config, LIMITS } from './config.js';
import { formatAddress, GatedStore, openNetwork, type PeerNetwork, STATIC_OWNER } from './network/index.js';
import {
  AgentRegistry,
  assertPrivate,
  type DataDirectory,
  isRecord,
  lastRun,
  LogSync,
  newHostToken,
  openDataDirectory,
  openNodeKey,
  readJsonFile,
  replaceFile,
  StartState,
  writeDaemonFile,
} from './node/index.js';
import { AddressBook, handleOf, PROTOCOL_VERSION, Pacts } from './pact/index.js';
import { Arrivals, Tables } from './projection/index.js';
import { Search } from './search/index.js';
import { Lookup } from './similar/index.js';
import { discardDerived, isDamage } from './derived/index.js';

const EVENT_LOOP_RESOLUTION_MS = 10;

// By the package's name, since the sources, the compiled files and the bundle lie at different depths.
const { version } = createRequire(import.meta.url)('@concordat/daemon/package.json') as { version: string };

const isPortFile = (value: unknown): value is { port: number } =>
  isRecord(value) && Number.isInteger(value.port) && (value.port as number) >= 0 && (value.port as number) <= 65_535;

/** A running daemon. */
export interface Daemon {
  /** Base URL of the API. */
  readonly url: string;
  readonly pacts: Pacts;
  readonly network: PeerNetwork;
  readonly sync: LogSync;
  /** Resolves when the tables turn out to be damaged: this daemon cannot read any more, and the next one builds them again. */
  readonly damaged: Promise<void>;
  /** Closes everything in reverse order; closing twice is harmless. */
  close(): Promise<void>;
}

/** Where embeddings are computed, or null. Throws with one line when it is configured in part, or others can read the key. */
function embeddingEndpoint({ embedding_url: url, embedding_model: model, embedding_key_file: file }: Config) {
  if (url === null) return null;
  if (model === null)
    throw new Error('--embedding-url needs --embedding-model: the name that the API knows the model by');
  if (file !== null) assertPrivate(file);
  return { url, model, key: file === null ? null : readFileSync(file, 'utf8').trim() };
}

/**
 * Builds the parts in order. What was built before something fails is closed again.
 * @param protocol newest protocol version of pacts that this daemon says it knows; another than its own in tests only
 * Throws with one line that a person can act on: directory in use, port in use, key readable by others.
 */
export async function startDaemon(config: Config, logger: Logger, protocol = PROTOCOL_VERSION): Promise<Daemon> {
  try {
    return await build(config, logger, protocol);
  } catch (error) {
    if (!isDamage(error)) throw error;
    // The tables are gone by now, and are built again.
    return build(config, logger, protocol);
  }
}

async function build(config: Config, logger: Logger, protocol: number): Promise<Daemon> {
  const closers: (() => unknown)[] = [];
  let closing: Promise<void> | null = null;
  const close = (): Promise<void> => {
    closing ??= (async () => {
      for (const closer of closers.reverse()) {
        try {
          await closer();
        } catch (error) {
          logger.error({ err: error }, 'a part could not be closed cleanly');
        }
      }
    })();
    return closing;
  };
  try {
    const directory = openDataDirectory(config.data_dir);
    closers.push(() => directory.unlock());
    const last = lastRun(directory.daemonFile);
    const key = openNodeKey(directory.keyFile, last?.node_key ?? null);
    const token = last?.apiToken ?? newHostToken();
    const agents = new AgentRegistry(directory.agentsFile, key.handle, token);
    const state = new StartState(directory.stateFile, !existsSync(directory.store));
    const store = await openStore(directory, state);
    closers.push(async () => {
      await store.close();
      state.clean();
    });
    const sync = new LogSync(directory.store, (error) => {
      state.doubt();
      logger.fatal({ err: error }, 'the disk did not keep what was written');
      // Nothing may leave this node that is not on disk, and nobody may be told that it is.
      process.stderr.write(
        `concordat: the disk did not keep what was written (${error.message}); mend it and start again\n`,
      );
      process.exit(1);
    });
    sync.delayMs = config.fault_fdatasync_delay_ms;
    closers.push(() => sync.close());
    // The secret that all writer keys come from, which a new store has just drawn: who is admitted with a key must never draw another.
    await sync.sync();
    // After a power cut what is derived may be damaged; it is built again from the logs.
    if (state.started === 'power_loss')
      for (const file of [directory.projection, directory.search, directory.vectors, directory.similar])
        discardDerived(file);
    let isDamaged = false;
    let tellDamage = (): void => {};
    const damaged = new Promise<void>((resolve) => {
      tellDamage = resolve;
    });
    const ondamage = (error: Error): void => {
      if (!isDamaged) logger.error({ err: error }, 'the tables are damaged; they are built again from the log');
      isDamaged = true;
      tellDamage();
    };
    closers.push(() => {
      if (isDamaged) discardDerived(directory.projection);
    });
    const tables = new Tables(directory.projection, key.handle, ondamage);
    closers.push(() => tables.close());
    const arrivals = new Arrivals(tables);
    const search = new Search({
      file: directory.search,
      vectors_file: directory.vectors,
      endpoint: embeddingEndpoint(config),
      tables,
      arrivals,
      pacts: () => pacts.list().map((pact) => pact.pact_id),
      committing: () => pacts.committing(),
      logger,
    });
    closers.push(() => search.close());
    const similar = new Lookup({
      file: directory.similar,
      tables,
      arrivals,
      pacts: () => pacts.list().map((pact) => pact.pact_id),
      committing: () => pacts.committing(),
      logger,
    });
    closers.push(() => similar.close());

    const lastPort = readJsonFile(directory.portFile, isPortFile)?.port ?? 0;
    const network = await openNetwork({
      keyPair: key.keyPair,
      host: config.p2p_host,
      port: config.p2p_port || lastPort,
      portRequired: config.p2p_port !== 0,
      bootstrap: config.bootstrap,
      limits: { unadmittedMs: LIMITS.unadmitted_max_ms, unadmittedBytes: LIMITS.unadmitted_max_bytes },
      onfault: (error, what) => logger.warn({ err: error }, what),
    });
    closers.push(() => network.close());
    const port = network.addresses()[0]?.port;
    if (port !== undefined && port !== lastPort) replaceFile(directory.portFile, `${JSON.stringify({ port })}\n`);

    const pacts: Pacts = new Pacts({
      store,
      wakeup: new ProtomuxWakeup(),
      sync,
      tables,
      arrivals,
      search,
      similar,
      network,
      book: new AddressBook(directory.peersFile),
      key,
      directory,
      state,
      logger,
      now: Date.now,
      protocol,
    });
    closers.push(() => pacts.close());
    const started_at = new Date();
    const started_ms = performance.now();
    const delay = monitorEventLoopDelay({ resolution: EVENT_LOOP_RESOLUTION_MS });
    delay.enable();
    closers.push(() => delay.disable());
    // Opening the pacts waits for the disk, which is time to build the API in.
    const opening = pacts.open();
    opening.catch(() => {});
    const app = await buildApp({
      config,
      logger,
      agents,
      pacts,
      network,
      node: { key: key.id, handle: key.handle, version, data_dir: directory.path, started: state.started, started_ms },
      gauges: [
        { name: 'concordat_peers', help: 'Connected nodes', value: () => network.connections().length },
        { name: 'concordat_arrivals', help: 'Rows of the arrival feed', value: () => arrivals.newest },
        { name: 'concordat_search_behind', help: 'Arrivals that search does not know yet', value: () => search.behind },
        {
          name: 'concordat_refused_cores',
          help: 'Cores that peers asked for and may not have',
          value: () => store.denied,
        },
        {
          name: 'concordat_event_loop_delay_p99_seconds',
          help: 'Event loop delay, 99th percentile since it was last asked for',
          value: () => {
            // The histogram counts from one tick of its timer to the next, so a loop without any delay shows the resolution.
            const p99_s = Math.max(0, delay.percentile(99) / 1e9 - EVENT_LOOP_RESOLUTION_MS / 1000);
            delay.reset();
            return p99_s;
          },
        },
      ],
      handleOf,
    });
    closers.push(() => app.close());
    await opening;
    for (const { node_key, address } of config.peers) network.want(node_key, STATIC_OWNER, [address]);
    const url = await app.listen({ host: config.host, port: config.port });
    const file = {
      apiToken: token,
      url,
      pid: process.pid,
      node_key: key.id,
      handle: key.handle,
      started_at: started_at.toISOString(),
      version,
    };
    writeDaemonFile(directory.daemonFile, file);
    search.resume();
    similar.resume();
    closers.push(() => writeDaemonFile(directory.daemonFile, { ...file, url: null, pid: null, started_at: null }));
    logger.info(
      {
        url,
        node_key: key.id,
        handle: key.handle,
        p2p: network.addresses().map(formatAddress),
        started: state.started,
      },
      'the daemon is ready',
    );
    return { url, pacts, network, sync, damaged, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Where hypercore-storage notes which file of which disk a store is. */
const STORE_MARK = 'CORESTORE';

/**
 * Opens the store. One that was copied, moved to another disk or restored from a backup is refused by hypercore-storage, because two copies
 * of a log that are both written to are two histories; here it opens, and {@link StartState} remembers to compare its logs first.
 */
async function openStore({ store: path }: DataDirectory, state: StartState): Promise<GatedStore> {
  dropOldDiaries(join(path, 'db'));
  const open = async (): Promise<GatedStore> => {
    const store = new GatedStore(path);
    await store.ready();
    return store;
  };
  try {
    return await open();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'DEVICE_FILE') throw error;
  }
  state.copied();
  rmSync(join(path, STORE_MARK));
  return open();
}

/** Diaries of former starts that are kept beside that of the present one. */
const DIARIES_KEPT = 3;

/** RocksDB would keep the diaries of a thousand starts, 50 KB each, and rocksdb-native has no option for that. */
function dropOldDiaries(database: string): void {
  if (!existsSync(database)) return;
  // Each name ends in the time of its end, in µs.
  const diaries = readdirSync(database).filter((name) => name.startsWith('LOG.old.'));
  for (const name of diaries.sort().slice(0, -DIARIES_KEPT)) rmSync(join(database, name), { force: true });
}
