import { fileURLToPath } from 'node:url';
import { Client as ModernClient, StreamableHTTPClientTransport as ModernHttp } from '@modelcontextprotocol/client';
import { StdioClientTransport as ModernStdio } from '@modelcontextprotocol/client/stdio';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as LegacyStdio } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as LegacyHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ResourceUpdatedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import type { Daemon } from './daemon.js';
import type { Room } from './room.js';

/** The command that serves MCP on stdio, as built. */
export const MCP_BIN = fileURLToPath(new URL('../../../clients/mcp/bin/concordat-mcp.js', import.meta.url));

/** The ways in: two transports, two protocol eras; the clients are the protocol's own SDKs of the first and the second generation. */
export const LANES = ['stdio 2025', 'stdio 2026', 'http 2025', 'http 2026', 'http 2025 by the second client'] as const;

/** One of {@link LANES}. */
export type Lane = (typeof LANES)[number];

/** What a call of a tool gave. */
export interface McpResult {
  content: { type: string; text: string }[];
  structuredContent?: any;
  isError?: boolean;
}

export interface McpOptions {
  /** What the client calls itself. */
  name?: string;
  /** Of the agent, over HTTP; a new agent when left out. */
  token?: string;
  /** After `/mcp`, such as `?preset=core`. */
  query?: string;
  /** Further arguments of the command, on stdio. */
  args?: readonly string[];
  env?: Readonly<Record<string, string>>;
}

/** A connected MCP client; the same whatever the lane. */
export class McpConnection {
  readonly #client: LegacyClient | ModernClient;
  /** URIs of `notifications/resources/updated`, as they came. */
  readonly updates: string[] = [];
  /** Process id of the server on stdio. */
  readonly pid: number | null;

  private constructor(client: LegacyClient | ModernClient, pid: number | null) {
    this.#client = client;
    this.pid = pid;
  }

  /** Connects a client to a daemon; the room closes it. */
  static async open(room: Room, daemon: Daemon, lane: Lane, options: McpOptions = {}): Promise<McpConnection> {
    const { name = 'a test', query = '', args = [], env = {} } = options;
    const url = new URL(`/mcp${query}`, daemon.url);
    const info = { name, version: '1.0.0' };
    const stdio = { command: process.execPath, args: [MCP_BIN, '--data-dir', daemon.dir, ...args], env: { ...env } };
    const token = lane.startsWith('http') ? (options.token ?? (await anyAgent(daemon))) : '';
    const http = { requestInit: { headers: { authorization: `Bearer ${token}` } } };
    let connection: McpConnection;
    if (lane === 'stdio 2025' || lane === 'http 2025') {
      const client = new LegacyClient(info);
      const transport = lane === 'stdio 2025' ? new LegacyStdio(stdio) : new LegacyHttp(url, http);
      await client.connect(transport);
      connection = new McpConnection(client, transport instanceof LegacyStdio ? transport.pid : null);
      client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => {
        connection.updates.push(params.uri);
      });
    } else {
      const mode = lane === 'http 2025 by the second client' ? 'legacy' : 'auto';
      const client = new ModernClient(info, { versionNegotiation: { mode } });
      const transport = lane === 'stdio 2026' ? new ModernStdio(stdio) : new ModernHttp(url, http);
      await client.connect(transport);
      connection = new McpConnection(client, transport instanceof ModernStdio ? transport.pid : null);
      client.setNotificationHandler('notifications/resources/updated', ({ params }) => {
        connection.updates.push(params.uri);
      });
    }
    room.keep(() => connection.close());
    return connection;
  }

  /** `modern` for 2026-07-28, `legacy` before. */
  get era(): 'modern' | 'legacy' {
    return this.#client instanceof ModernClient ? (this.#client.getProtocolEra() ?? 'legacy') : 'legacy';
  }

  async tools(): Promise<any[]> {
    return (await this.#client.listTools()).tools;
  }

  async call(name: string, given: Record<string, unknown> = {}): Promise<McpResult> {
    return (await this.#client.callTool({ name, arguments: given })) as unknown as McpResult;
  }

  /** The structured answer of a call that must succeed. */
  async must(name: string, given: Record<string, unknown> = {}): Promise<any> {
    const result = await this.call(name, given);
    if (result.isError) throw new Error(`${name}: ${result.content[0]?.text}`);
    return result.structuredContent;
  }

  async resources(): Promise<string[]> {
    return (await this.#client.listResources()).resources.map(({ uri }) => uri);
  }

  async templates(): Promise<string[]> {
    return (await this.#client.listResourceTemplates()).resourceTemplates.map(({ uriTemplate }) => uriTemplate);
  }

  async read(uri: string): Promise<string> {
    const [content] = (await this.#client.readResource({ uri })).contents;
    return content && 'text' in content ? content.text : '';
  }

  async prompts(): Promise<string[]> {
    return (await this.#client.listPrompts()).prompts.map(({ name }) => name);
  }

  async prompt(name: string, given: Record<string, string> = {}): Promise<string> {
    const [message] = (await this.#client.getPrompt({ name, arguments: given })).messages;
    return message?.content.type === 'text' ? message.content.text : '';
  }

  /** Resolves when the server has promised to tell of changes. */
  async follow(...uris: string[]): Promise<void> {
    if (this.era === 'modern') await (this.#client as ModernClient).listen({ resourceSubscriptions: uris });
    else for (const uri of uris) await this.#client.subscribeResource({ uri });
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

let agents = 0;

const anyAgent = async (daemon: Daemon): Promise<string> => {
  agents += 1;
  return (await daemon.agent(`http-${agents}`)).token;
};
