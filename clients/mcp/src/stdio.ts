/** MCP over stdin and stdout in both eras, as an agent of this machine's daemon. */
import {
  ConcordatApiError,
  type ConcordatClient,
  createClient,
  defaultDataDir,
  readDaemonFile,
} from '@concordat/client';
import { type JSONRPCMessage, type Server } from '@modelcontextprotocol/server';
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { ArrivalFeed } from './feed.js';
import { type Identity, openIdentity } from './identity.js';
import { modernServer } from './modern.js';
import { type Preset, refusal } from './tools.js';

/** How the server finds its daemon, and who it is there. */
export interface StdioOptions {
  readonly preset: Preset;
  readonly pact?: string;
  /** Name of the agent; what the client calls itself when absent. Of no effect when `CONCORDAT_TOKEN` says who it is. */
  readonly agent?: string;
  readonly url?: string;
  readonly dataDir?: string;
}

/** Holds back `subscriptions/listen` until the feed is open, so that nothing after the acknowledgement is missed; notes who connects. */
class ObservedTransport extends StdioServerTransport {
  readonly #beforeListen: () => Promise<void>;
  readonly #onname: (name: string) => void;

  constructor(beforeListen: () => Promise<void>, onname: (name: string) => void) {
    super();
    this.#beforeListen = beforeListen;
    this.#onname = onname;
  }

  override async start(): Promise<void> {
    const forward = this.onmessage;
    this.onmessage = (message) => {
      const name = clientNameIn(message);
      if (name !== undefined) this.#onname(name);
      if (!('method' in message) || message.method !== 'subscriptions/listen') return forward?.(message);
      void this.#beforeListen().then(() => forward?.(message));
    };
    await super.start();
  }
}

/** What the client calls itself: in `initialize` in the 2025 era, with each request in the other one. */
const clientNameIn = (message: JSONRPCMessage): string | undefined => {
  const params = 'params' in message ? (message.params as Record<string, unknown> | undefined) : undefined;
  const meta = params?._meta as Record<string, unknown> | undefined;
  const info = (params?.clientInfo ?? meta?.['io.modelcontextprotocol/clientInfo']) as { name?: unknown } | undefined;
  return typeof info?.name === 'string' ? info.name : undefined;
};

/** The daemon as this client's own agent. */
class Session {
  readonly #options: StdioOptions;
  #name: string | undefined;
  #client: Promise<ConcordatClient> | undefined;
  #identity: Identity | undefined;
  readonly #ended = new AbortController();

  constructor(options: StdioOptions) {
    this.#options = options;
  }

  /** The first name counts: an identity does not change while it is in use. */
  named(name: string): void {
    this.#name ??= name;
  }

  /** A failure is forgotten, so that a daemon that starts later is found. */
  readonly client = (): Promise<ConcordatClient> => {
    this.#client ??= this.#open().catch((error: unknown) => {
      this.#client = undefined;
      throw error;
    });
    return this.#client;
  };

  async #open(): Promise<ConcordatClient> {
    const { agent, url, dataDir } = this.#options;
    const where = { ...(url === undefined ? {} : { url }), ...(dataDir === undefined ? {} : { dataDir }) };
    const signal = this.#ended.signal;
    const caller = createClient({ ...where, signal });
    const directory = dataDir ?? defaultDataDir();
    // Whoever gave a token has said who this client is; without the host token there is nobody to mint one.
    if (process.env.CONCORDAT_TOKEN || !readDaemonFile(directory)) return caller;
    this.#identity = await openIdentity(caller, directory, agent ?? this.#name ?? 'mcp');
    const client = createClient({ ...where, token: this.#identity.token, signal });
    await client.status().catch((error: unknown) => {
      throw this.#explained(error);
    });
    return client;
  }

  /** A revoked token is not replaced by itself: whoever revoked it meant it. */
  #explained(error: unknown): unknown {
    const { name, release } = this.#identity as Identity;
    release();
    if (!(error instanceof ConcordatApiError) || error.code !== 'UNAUTHORIZED') return error;
    const hint = `choose another name with --agent, or delete mcp/${name}.json in the data directory of the daemon to get a new token`;
    return refusal('UNAUTHORIZED', `the token of the agent ${name} was revoked`, hint, 401);
  }

  close(): void {
    this.#ended.abort();
    this.#identity?.release();
  }
}

/** Serves until stdin ends, the client goes away or a signal asks for the end. */
export const serve = async (options: StdioOptions): Promise<void> => {
  const session = new Session(options);
  const feed = new ArrivalFeed(session.client);
  let modern: Server | undefined;
  let unsubscribe: (() => void) | undefined;
  const transport = new ObservedTransport(
    async () => {
      // The SDK filters by what was asked for; it tells nobody when a subscription ends, so the feed stays until the connection does.
      unsubscribe ??= feed.subscribe((event) => {
        if (event.kind === 'resource_updated') modern?.sendResourceUpdated({ uri: event.uri }).catch(() => undefined);
      });
      await feed.opened();
    },
    (name) => session.named(name),
  );
  const handle = serveStdio(
    ({ era }) => {
      const { preset, pact } = options;
      const server = modernServer(
        { client: session.client, feed, preset, ...(pact === undefined ? {} : { pact }) },
        era,
      );
      if (era === 'modern') modern = server;
      return server;
    },
    { transport },
  );
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, resolve);
    process.stdin.once('end', resolve);
    process.stdin.once('close', resolve);
    process.stdout.once('error', resolve);
  });
  unsubscribe?.();
  feed.close();
  session.close();
  await handle.close();
};
