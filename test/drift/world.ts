/**
 * What the drift test compares: the files of the project, what the generators make of them now, and what a live daemon says.
 * It is plain data, so that the checks are functions of it, and a mutation is a copy with one thing changed.
 */
import { buildApp } from '../../daemon/src/api/index.js';
import { stubParts } from '../../daemon/test/contract/stub-parts.js';
import { type Daemon, operations, type Room } from '../../daemon/test/harness/index.js';
import { LANES, McpConnection } from '../../daemon/test/harness/mcp.js';
import { generate } from '../../scripts/generators/outputs.js';
import { type Tree, tree } from '../house/tree.js';

/** A tool as MCP lists it. */
export interface Tool {
  readonly name: string;
  readonly description?: string;
  readonly [field: string]: unknown;
}

/** Everything that must agree. */
export interface World {
  readonly tree: Tree;
  /** What scripts/generate would write. */
  readonly generated: ReadonlyMap<string, string>;
  /** `GET /openapi.json` of the daemon. */
  readonly served: unknown;
  /** Routes of the daemon's app as `GET /v1/pacts/{}`, parameters without their names. */
  readonly routes: readonly string[];
  /** Status of each operation when it is called without a token. */
  readonly strangers: ReadonlyMap<string, number>;
  /** `tools/list` by the way in to the MCP server. */
  readonly tools: ReadonlyMap<string, readonly Tool[]>;
}

/** A path without the names of its parameters, in the notation of the contract and of the router. */
export const shapeOf = (path: string): string => path.replaceAll(/\{\w+\}|:\w+/g, '{}');

/** Reads the router's own picture of its routes: names joined along the branches. */
const routesOf = (picture: string): string[] => {
  const branch: string[] = [];
  return picture.split('\n').flatMap((line) => {
    const parts = /^((?:[│ ] {3})*)[├└]── (\S+)(?: \(([^)]+)\))?/.exec(line);
    if (!parts) return [];
    const depth = (parts[1] ?? '').length / 4;
    branch.length = depth;
    branch.push(parts[2] ?? '');
    const path = shapeOf(branch.join(''));
    return (parts[3]?.split(', ') ?? []).map((method) => `${method} ${path}`);
  });
};

const appRoutes = async (): Promise<string[]> => {
  const app = await buildApp(stubParts());
  try {
    return routesOf(app.printRoutes({ commonPrefix: false }));
  } finally {
    await app.close();
  }
};

const statusesForStrangers = async (daemon: Daemon): Promise<Map<string, number>> => {
  const stranger = daemon.host.as(null);
  const answers = await Promise.all(
    operations.map(async ({ id, method, path }) => {
      const { status } = await stranger.request(method, path.replaceAll(/\{\w+\}/g, 'x'));
      return [id, status] as const;
    }),
  );
  return new Map(answers);
};

const toolsByLane = async (room: Room, daemon: Daemon): Promise<World['tools']> => {
  const listed = await Promise.all(
    LANES.map(async (lane) => [lane, await (await McpConnection.open(room, daemon, lane)).tools()] as const),
  );
  return new Map(listed);
};

/** Looks at the project and at a live daemon once; the room ends what it starts. */
export const look = async (room: Room): Promise<World> => {
  const daemon = await room.daemon();
  return {
    tree,
    generated: await generate(),
    served: (await daemon.host.as(null).get('/openapi.json')).body,
    routes: await appRoutes(),
    strangers: await statusesForStrangers(daemon),
    tools: await toolsByLane(room, daemon),
  };
};
