/** Failures as answers: whatever is thrown becomes a code of the registry, and the contract's error body. */
import type { FastifyError, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { LIMITS } from '../config.js';
import { ConcordatError } from '../errors.js';

const MEDIA_TYPE_HINT = 'send JSON with the header "content-type: application/json"';

/** What the HTTP framework refuses by itself, in the words of the registry; undefined when it is none of that. */
const ofFramework = (error: FastifyError): ConcordatError | undefined => {
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new ConcordatError('PAYLOAD_TOO_LARGE', `the body is larger than ${LIMITS.http_body_max_bytes} bytes`, {
      limit_bytes: LIMITS.http_body_max_bytes,
    });
  }
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new ConcordatError('BAD_REQUEST', `the body is not JSON; ${MEDIA_TYPE_HINT}`, { in: 'body' });
  if (error.statusCode === undefined || error.statusCode < 400 || error.statusCode >= 500) return undefined;
  return new ConcordatError('BAD_REQUEST', error.message, undefined, { cause: error });
};

/** The error to answer. What nobody foresaw is logged with its stack, and answered INTERNAL with the id that finds it there. */
export const failureOf = (error: unknown, request: FastifyRequest, logger: Logger): ConcordatError => {
  if (error instanceof ConcordatError) return error;
  const known = error instanceof Error ? ofFramework(error as FastifyError) : undefined;
  if (known) return known;
  logger.error(
    { err: error, request_id: request.id, method: request.method, path: pathOf(request.url) },
    'request failed',
  );
  return new ConcordatError('INTERNAL', `the daemon failed; its log has more under the request id ${request.id}`, {
    request_id: request.id,
  });
};

/** The path of a URL without its query. */
export const pathOf = (url: string): string => {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
};
