import type { Daemon, DaemonOptions, Dump } from './daemon.js';
import { until } from './until.js';

/** Alias of the shared pact on every node of a cluster. */
export const PACT = 'main';
/** Path under the shared pact: `at('/tasks')` is `/v1/pacts/main/tasks`. */
export const at = (path: string, alias: string = PACT): string => `/v1/pacts/${alias}${path}`;

export interface ClusterOptions {
  size: number;
  /** Options of every daemon. */
  daemon?: Partial<DaemonOptions>;
}

/** Starts the cluster's daemons, and ends them after the test. */
interface DaemonSource {
  daemon(options?: Partial<DaemonOptions>): Promise<Daemon>;
}

/** Nodes that share one pact. The first created it and is its only indexer until somebody is promoted. */
export class Cluster {
  readonly nodes: Daemon[] = [];
  pact_id = '';
  readonly #room: DaemonSource;
  readonly #daemon: Partial<DaemonOptions>;

  private constructor(room: DaemonSource, daemon: Partial<DaemonOptions>) {
    this.#room = room;
    this.#daemon = daemon;
  }

  static async create(room: DaemonSource, options: ClusterOptions): Promise<Cluster> {
    const cluster = new Cluster(room, options.daemon ?? {});
    const creator = await room.daemon(options.daemon);
    cluster.nodes.push(creator);
    cluster.pact_id = (
      await creator.host.must(200, 'POST', '/v1/pacts', { name: 'Main', alias: PACT, confirm: true })
    ).pact_id;
    for (let i = 1; i < options.size; i++) await cluster.grow();
    await connected(cluster.nodes);
    return cluster;
  }

  /** Starts another daemon, admits it with an invite of `via` (the creator when left out), and connects it to all that run. */
  async grow(via: Daemon = this.node(0), options: Partial<DaemonOptions> = this.#daemon): Promise<Daemon> {
    const joiner = await this.#room.daemon(options);
    await join(joiner, await invite(via));
    this.nodes.push(joiner);
    await introduce(this.nodes.filter((node) => node.running));
    return joiner;
  }

  node(index: number): Daemon {
    const node = this.nodes[index];
    if (!node) throw new Error(`the cluster has no node ${index}`);
    return node;
  }

  /** Restarts a node with the addresses of the others as static peers, since their ports may be new. */
  async start(node: Daemon): Promise<void> {
    const others = this.nodes.filter((other) => other !== node && other.running);
    await node.start({ peers: await Promise.all(others.map((other) => other.address())) });
  }

  /** Cuts nodes off from everybody; resolves when nobody sees them any more. */
  async cut(...nodes: Daemon[]): Promise<void> {
    await Promise.all(nodes.map((node) => node.offline(true)));
    const keys = new Set(nodes.map((node) => node.node_key));
    await until(
      async () => {
        for (const node of this.nodes.filter((other) => other.running)) {
          const open = (await connections(node)).filter((key) => keys.has(node.node_key) || keys.has(key));
          if (open.length) return false;
        }
        return true;
      },
      { what: 'the cut nodes are seen as gone by everybody' },
    );
  }

  /** Lets the cut nodes come back; does not wait for them. */
  async heal(...nodes: Daemon[]): Promise<void> {
    await Promise.all(nodes.map((node) => node.offline(false)));
  }

  /** {@link sameEverywhere} for all running nodes of this cluster. */
  same(deadline_ms?: number): Promise<Dump> {
    return sameEverywhere(
      this.nodes.filter((node) => node.running),
      this.pact_id,
      deadline_ms,
    );
  }
}

/** A fresh invite token of `node`'s pact. */
export async function invite(node: Daemon, ttl_ms?: number): Promise<string> {
  const { token } = await node.host.must(200, 'POST', at('/invites'), { confirm: true, ...(ttl_ms ? { ttl_ms } : {}) });
  return token;
}

/** Joins with a token and waits until the node is a member that can be cut off without losing its reads. */
export async function join(node: Daemon, token: string): Promise<void> {
  await node.host.must(200, 'POST', '/v1/pacts/join', { token, alias: PACT, confirm: true });
  await until(
    async () => {
      const status = await node.host.must(200, 'GET', at('/status'));
      return status.is_member && status.offline_ready;
    },
    { what: 'the joiner is a member and offline-ready' },
  );
}

/** Node keys that a node has an open connection to. */
async function connections(node: Daemon): Promise<string[]> {
  const { peers } = await node.host.must(200, 'GET', '/v1/peers');
  return peers
    .filter((peer: { connected: boolean }) => peer.connected)
    .map((peer: { node_key: string }) => peer.node_key);
}

/** Tells every node the address of every other. */
export async function introduce(nodes: readonly Daemon[]): Promise<void> {
  for (const node of nodes) {
    const open = new Set(await connections(node));
    for (const other of nodes) {
      if (other !== node && !open.has(other.node_key))
        await node.host.must(200, 'POST', '/v1/peers', { peer: await other.address() });
    }
  }
}

/** Resolves when every node has an open connection to every other. */
export async function connected(nodes: readonly Daemon[]): Promise<void> {
  for (const node of nodes) {
    const others = nodes.filter((other) => other !== node).map((other) => other.node_key);
    await until(
      async () => {
        const open = new Set(await connections(node));
        return others.every((key) => open.has(key));
      },
      { what: `${node.handle} is connected to ${others.length} other nodes` },
    );
  }
}

/** Writer key of a node in the shared pact, 64 hex. */
export async function writerKey(node: Daemon): Promise<string> {
  return (await node.host.must(200, 'GET', at('/status'))).public_key;
}

/** Resolves when every one of `ids` can be read at every one of `nodes`. */
export async function visible(ids: readonly string[], nodes: readonly Daemon[], deadline_ms = 15_000): Promise<void> {
  for (const node of nodes) {
    // The newest last: once it is there, the others usually are, so this is one request an id.
    for (const id of [...ids].reverse()) {
      await until(async () => (await node.host.get(at(`/entries/${id}`))).status === 200, {
        what: `${node.handle} shows ${id}`,
        deadline_ms,
      });
    }
  }
}

/**
 * Promise 3: nodes that hold the same log show the same state. Waits until the tree hashes of the signed view and the projection dumps
 * are equal on all nodes; fails with what differs. Every sync check ends with this.
 */
async function sameEverywhere(nodes: readonly Daemon[], pact: string, deadline_ms = 20_000): Promise<Dump> {
  let dumps: Dump[] = [];
  try {
    return await until(
      async () => {
        dumps = await Promise.all(nodes.map((node) => node.dump(pact)));
        const first = dumps[0] as Dump;
        return (
          dumps.every(
            (dump) =>
              dump.signed_length === first.signed_length &&
              dump.tree_hash === first.tree_hash &&
              dump.projection === first.projection,
          ) && first
        );
      },
      { what: 'all nodes show the same signed view and the same projection', deadline_ms, every_ms: 50 },
    );
  } catch (error) {
    if (dumps.length === 0) throw error;
    throw new Error(`${(error as Error).message}\n${differences(nodes, dumps)}`, { cause: error });
  }
}

const LINES_SHOWN_MAX = 12;

/** The projection as one row a line, whatever its text is. */
function rows(projection: string): string[] {
  try {
    return (JSON.parse(projection) as unknown[]).flat(1).map((row) => JSON.stringify(row));
  } catch {
    return projection.split('\n');
  }
}

/** The lengths and hashes of all nodes, and the rows that only one of two neighbours has, or has elsewhere. */
function differences(nodes: readonly Daemon[], dumps: readonly Dump[]): string {
  const report = dumps.map(
    (dump, i) =>
      `${nodes[i]?.handle}: signed ${dump.signed_length} of ${dump.length}, tree ${dump.tree_hash?.slice(0, 16)}, ${rows(dump.projection).length} rows`,
  );
  for (const [i, right] of dumps.entries()) {
    const left = dumps[i - 1];
    if (!left || left.projection === right.projection) continue;
    const [mine, theirs] = [rows(left.projection), rows(right.projection)];
    const only = (own: string[], other: string[], name: string | undefined) => {
      const others = new Set(other);
      return own
        .filter((line) => !others.has(line))
        .slice(0, LINES_SHOWN_MAX)
        .map((line) => `only at ${name}: ${line.slice(0, 400)}`);
    };
    const found = [...only(mine, theirs, nodes[i - 1]?.handle), ...only(theirs, mine, nodes[i]?.handle)];
    const first = mine.findIndex((line, n) => line !== theirs[n]);
    report.push(
      ...(found.length
        ? found
        : [
            `the same rows in another order from row ${first}: ${mine[first]?.slice(0, 200)} against ${theirs[first]?.slice(0, 200)}`,
          ]),
    );
  }
  return report.join('\n');
}
