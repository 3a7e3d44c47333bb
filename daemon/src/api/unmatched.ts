/** Requests that no route takes: 405 with the methods that exist, 404, and the preflights of browsers. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ContractDocument, operationsOf } from '../contract/index.js';
import { ConcordatError } from '../errors.js';
import { pathOf } from './failure.js';
import type { Guard } from './guard.js';
import { MCP_METHODS } from './mcp.js';
import { SKILL_PAGES } from './skill-pages.js';

const PREFLIGHT_HEADERS =
  'authorization, content-type, idempotency-key, last-event-id, mcp-session-id, mcp-protocol-version, mcp-method, mcp-name';
const PREFLIGHT_MAX_AGE_S = 600;

const pathPattern = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`);

/** An answerer of unmatched requests; it throws what is answered as an error. */
export const unmatched = (
  doc: ContractDocument,
  guard: Guard,
): ((request: FastifyRequest, reply: FastifyReply) => void) => {
  const routes = operationsOf(doc).map(({ path, method }) => ({
    pattern: pathPattern(path),
    method: method as string,
  }));
  const pages = [
    ...['/openapi.json', '/docs', ...SKILL_PAGES].map((path) => ({ pattern: pathPattern(path), method: 'GET' })),
    ...MCP_METHODS.map((method) => ({ pattern: pathPattern('/mcp'), method })),
  ];
  const methodsOf = (path: string): string[] => [
    ...new Set([...routes, ...pages].filter(({ pattern }) => pattern.test(path)).map(({ method }) => method)),
  ];

  return (request, reply) => {
    guard.admit(request, reply, 'none');
    const path = pathOf(request.url);
    const methods = methodsOf(path);
    if (methods.length === 0)
      throw new ConcordatError('NOT_FOUND', `there is no ${path.slice(0, 200)}; see /openapi.json`);
    const { origin } = request.headers;
    if (request.method === 'OPTIONS' && origin !== undefined && guard.allowsForeignOrigin(origin)) {
      reply
        .header('access-control-allow-methods', methods.join(', '))
        .header('access-control-allow-headers', PREFLIGHT_HEADERS);
      reply.header('access-control-max-age', String(PREFLIGHT_MAX_AGE_S)).code(204).send();
      return;
    }
    reply.header('allow', methods.join(', '));
    throw new ConcordatError(
      'METHOD_NOT_ALLOWED',
      `${path.slice(0, 200)} takes ${methods.join(', ')}, not ${request.method}`,
    );
  };
};
