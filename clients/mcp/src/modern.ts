/** The surface on a server of `@modelcontextprotocol/server`: the 2026-07-28 era everywhere, and the 2025 era on stdio. */
import { Server } from '@modelcontextprotocol/server';
import { answersOf, CAPABILITIES, INSTRUCTIONS, subscriptionsOf, type SurfaceOptions } from './surface.js';
import { SERVER_INFO } from './version.js';

/** What a handler gets beside the request; only what is used here. */
interface Context {
  readonly mcpReq: { readonly signal: AbortSignal };
}

type AnyHandler = (request: { params?: Record<string, unknown> }, context: Context) => object | Promise<object>;

/**
 * A server for one connection, or for one request.
 * @param era a server of the 2025 era also answers `resources/subscribe`; in the other one the SDK serves `subscriptions/listen`
 */
export const modernServer = (options: SurfaceOptions, era: 'legacy' | 'modern'): Server => {
  const server = new Server(SERVER_INFO, { capabilities: CAPABILITIES, instructions: INSTRUCTIONS });
  const subscriptions = subscriptionsOf(options, (uri) => {
    // A client that has gone takes no notification; closing the server ends the subscription.
    server.sendResourceUpdated({ uri }).catch(() => undefined);
  });
  const answers = { ...answersOf(options), ...(era === 'legacy' ? subscriptions.answers : {}) };
  for (const [method, answer] of Object.entries(answers)) {
    const handler: AnyHandler = (request, context) => answer(request.params ?? {}, context.mcpReq.signal);
    server.setRequestHandler(method as never, handler as never);
  }
  server.onclose = subscriptions.close;
  return server;
};
