/** /openapi.json and /docs, built at the first visit: loading them would double what the daemon takes to start. */
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { contract } from '../contract/index.js';
import { ConcordatError } from '../errors.js';

const build = async (): Promise<FastifyInstance> => {
  const [swagger, swaggerUi] = await Promise.all([import('@fastify/swagger'), import('@fastify/swagger-ui')]);
  const app = Fastify({ exposeHeadRoutes: false });
  await app.register(swagger.default, {
    mode: 'static',
    specification: { document: structuredClone(contract) as never },
  });
  await app.register(swaggerUi.default, { routePrefix: '/docs', staticCSP: true, uiConfig: { deepLinking: true } });
  app.get('/openapi.json', () => app.swagger());
  app.setNotFoundHandler((_request, reply) => {
    const error = new ConcordatError('NOT_FOUND');
    reply.code(error.status).send(error.body());
  });
  await app.ready();
  return app;
};

/** Adds the routes of the reference page; they need no token. */
export const registerReferencePage = (app: FastifyInstance): void => {
  let pages: Promise<FastifyInstance> | undefined;
  const forward = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    pages ??= build();
    const built = await pages;
    reply.hijack();
    built.routing(request.raw, reply.raw);
    return reply;
  };
  for (const url of ['/openapi.json', '/docs', '/docs/*']) app.get(url, { config: { scope: 'none' } }, forward);
  app.addHook('onClose', async () => {
    await (await pages)?.close();
  });
};
