/** Bodies of requests: JSON of bounded depth, or nothing. */
import type { FastifyInstance } from 'fastify';
import { LIMITS } from '../config.js';
import { ConcordatError } from '../errors.js';

const deeperThan = (value: unknown, levels: number): boolean => {
  if (value === null || typeof value !== 'object') return false;
  if (levels === 0) return true;
  for (const child of Object.values(value)) if (deeperThan(child, levels - 1)) return true;
  return false;
};

/** Where the text stops being JSON; the framework only says that it does. */
const reasonOf = (text: string, error: Error): string => {
  try {
    JSON.parse(text);
    return error.message;
  } catch (syntaxError) {
    return (syntaxError as Error).message;
  }
};

const refused = (message: string): ConcordatError => new ConcordatError('BAD_REQUEST', message, { in: 'body' });

/** Replaces the parsers of the framework. An empty body counts as none, since many clients send the header of JSON always. */
export const registerJsonBodies = (app: FastifyInstance): void => {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, done) => {
    if (text === '') {
      done(null, undefined);
      return;
    }
    void parseJson(request, text as string, (error, value) => {
      if (error) done(refused(`the body is not valid JSON: ${reasonOf(text as string, error)}`));
      else if (deeperThan(value, LIMITS.json_depth_max))
        done(refused(`body is nested deeper than ${LIMITS.json_depth_max} levels`));
      else done(null, value);
    });
  });
};
