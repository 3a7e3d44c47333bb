/** The surface on a server of `@modelcontextprotocol/sdk`: the 2025 era over HTTP, with sessions. */
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
  SubscribeRequestSchema,
  UnsubscribeRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { answersOf, CAPABILITIES, INSTRUCTIONS, subscriptionsOf, type SurfaceOptions } from './surface.js';
import { SERVER_INFO } from './version.js';

const SCHEMAS = {
  'tools/list': ListToolsRequestSchema,
  'tools/call': CallToolRequestSchema,
  'resources/list': ListResourcesRequestSchema,
  'resources/templates/list': ListResourceTemplatesRequestSchema,
  'resources/read': ReadResourceRequestSchema,
  'resources/subscribe': SubscribeRequestSchema,
  'resources/unsubscribe': UnsubscribeRequestSchema,
  'prompts/list': ListPromptsRequestSchema,
  'prompts/get': GetPromptRequestSchema,
};

type AnyHandler = (request: { params?: Record<string, unknown> }, extra: { signal: AbortSignal }) => object;

/** A server for one session. */
export const legacyServer = (options: SurfaceOptions): Server => {
  const server = new Server(SERVER_INFO, { capabilities: CAPABILITIES, instructions: INSTRUCTIONS });
  const subscriptions = subscriptionsOf(options, (uri) => {
    // A client that has gone takes no notification; closing the session ends the subscription.
    server.sendResourceUpdated({ uri }).catch(() => undefined);
  });
  for (const [method, answer] of Object.entries({ ...answersOf(options), ...subscriptions.answers })) {
    const handler: AnyHandler = (request, extra) => answer(request.params ?? {}, extra.signal);
    server.setRequestHandler(SCHEMAS[method as keyof typeof SCHEMAS], handler as never);
  }
  server.onclose = subscriptions.close;
  return server;
};
