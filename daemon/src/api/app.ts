/** The HTTP side of the daemon, built from the parts below. */
import type { Socket } from 'node:net';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { LIMITS } from '../config.js';
import { type Handlers, contract, registerContract } from '../contract/index.js';
import { ConcordatError } from '../errors.js';
import { agentHandlers } from './agents.js';
import { registerJsonBodies } from './body.js';
import { entryHandlers } from './entries.js';
import { failureOf, pathOf } from './failure.js';
import { Guard } from './guard.js';
import { hostHandlers } from './host.js';
import { inboxHandlers } from './inbox.js';
import { inviteHandlers } from './invites.js';
import { knowledgeHandlers } from './knowledge.js';
import { liveHandlers } from './live.js';
import { memberHandlers } from './members.js';
import { messageHandlers } from './messages.js';
import { registerMcp } from './mcp.js';
import { HttpMetrics } from './metrics.js';
import { pactHandlers } from './pacts.js';
import type { Parts } from './parts.js';
import { peerHandlers } from './peers.js';
import { ReadTurns } from './read-turns.js';
import { registerReferencePage } from './reference-page.js';
import { registerSkillPages } from './skill-pages.js';
import { searchHandlers } from './search.js';
import { skillHandlers } from './skills.js';
import { taskHandlers } from './tasks.js';
import { unmatched } from './unmatched.js';

/** Longest path parameter: an invite's nonce. */
const PATH_PARAMETER_MAX_CHARS = 128;

const handlersOf = (parts: Parts, metrics: HttpMetrics): Handlers => ({
  ...hostHandlers(parts, metrics),
  ...agentHandlers(parts),
  ...peerHandlers(parts),
  ...pactHandlers(parts),
  ...memberHandlers(parts),
  ...inviteHandlers(parts),
  ...knowledgeHandlers(parts),
  ...taskHandlers(parts),
  ...skillHandlers(parts),
  ...messageHandlers(parts),
  ...inboxHandlers(parts),
  ...entryHandlers(parts),
  ...searchHandlers(parts),
  ...liveHandlers(parts),
});

/** Fastify checks nothing here, since the registrar does; loading its own compilers took a tenth of the whole start. */
const noCompiler = (): never => {
  throw new Error('a route has a schema of its own; requests and answers are held against openapi.yaml alone');
};

const answerFailure = (failure: ConcordatError, reply: FastifyReply): void => {
  reply.code(failure.status).header('content-type', 'application/json; charset=utf-8').send(failure.body());
};

/** Answers what is not even HTTP in the form of every other error. */
const answerBrokenRequest = (error: NodeJS.ErrnoException, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(
    new ConcordatError('BAD_REQUEST', `this is not a valid HTTP request: ${error.message}`).body(),
  );
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
};

/** Every route passes the guard; one that names no scope is for operators only. */
const guardEveryRoute = (app: FastifyInstance, guard: Guard): void => {
  app.decorateRequest('caller', null);
  app.addHook('onRoute', (route) => {
    const rest = route.onRequest === undefined ? [] : [route.onRequest].flat();
    route.onRequest = [guard.hook(route.config?.scope ?? 'operator'), ...rest];
  });
  app.server.once('listening', () => {
    const address = app.server.address();
    if (address !== null && typeof address === 'object') guard.listensOn(address.port);
  });
  app.addHook('preClose', async () => guard.close());
};

/** Counts every answer, and logs it at the level debug; headers are never logged. */
const observeEveryAnswer = (app: FastifyInstance, { logger }: Parts, metrics: HttpMetrics): void => {
  app.addHook('onRoute', (route) => {
    const operation = route.config?.operation_id ?? 'other';
    route.onResponse = (request, reply, done) => {
      metrics.observe(operation, reply.statusCode, reply.elapsedTime);
      if (logger.isLevelEnabled('debug')) {
        const { method, url, id, caller } = request;
        logger.debug(
          {
            request_id: id,
            operation,
            method,
            path: pathOf(url),
            status: reply.statusCode,
            ms: reply.elapsedTime,
            agent_id: caller?.agent_id,
          },
          'request',
        );
      }
      done();
    };
  });
};

/** Each stream may hold a buffer for a client that does not read, so their number bounds the memory. */
const streamTurns = (): (() => () => void) => {
  let open = 0;
  return () => {
    if (open >= LIMITS.sse_streams_max)
      throw new ConcordatError('RATE_LIMITED', `${open} event streams are open, and no more may be; close one`);
    open++;
    return () => {
      open--;
    };
  };
};

/**
 * Builds the app; the caller listens and closes. Closing ends every connection, event streams and waits included.
 */
export const buildApp = async (parts: Parts): Promise<FastifyInstance> => {
  const { config, logger } = parts;
  const guard = new Guard(config, parts.agents);
  const metrics = new HttpMetrics(parts.gauges);
  const answerUnmatched = unmatched(contract, guard);
  const app = Fastify({
    bodyLimit: LIMITS.http_body_max_bytes,
    requestTimeout: LIMITS.request_receive_max_ms,
    http: { maxHeaderSize: LIMITS.http_headers_max_bytes },
    // The contract names every method; a HEAD beside each GET would be one that it does not know.
    exposeHeadRoutes: false,
    schemaController: { compilersFactory: { buildValidator: noCompiler, buildSerializer: noCompiler } },
    forceCloseConnections: true,
    // The guard says it in the contract's own form.
    return503OnClosing: false,
    routerOptions: { maxParamLength: PATH_PARAMETER_MAX_CHARS },
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, request, reply) => {
      answerFailure(failureOf(error, request, logger), reply);
    },
  });
  guardEveryRoute(app, guard);
  observeEveryAnswer(app, parts, metrics);
  registerJsonBodies(app);
  app.setErrorHandler((error, request, reply) => {
    // A path that does not exist says so, whatever its body looks like.
    const unreadBody = request.is404 && !(error instanceof ConcordatError && error.code !== 'BAD_REQUEST');
    if (unreadBody) return answerUnmatched(request, reply);
    answerFailure(failureOf(error, request, logger), reply);
  });
  app.setNotFoundHandler((request, reply) => answerUnmatched(request, reply));
  registerReferencePage(app);
  registerSkillPages(app);
  registerMcp(app, parts);
  const turns = new ReadTurns(() => parts.pacts.committing());
  await registerContract(app, contract, handlersOf(parts, metrics), {
    read_turn: () => turns.take(),
    stream_turn: streamTurns(),
    event_stream: {
      buffer_max_bytes: LIMITS.sse_buffer_max_bytes,
      stall_max_ms: LIMITS.sse_stall_max_ms,
      heartbeat_ms: LIMITS.sse_heartbeat_ms,
    },
    validate_responses: parts.validate_responses,
    error_body: (error, request) => failureOf(error, request, logger).body(),
  });
  await app.ready();
  return app;
};
