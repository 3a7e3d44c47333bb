import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../src/api/index.js';
import { LIMITS } from '../../src/config.js';
import { type Operation, type Schema, contract, operationsOf } from '../../src/contract/index.js';
import { ERRORS, type ErrorBody, type ErrorCode } from '../../src/errors.js';
import { ENTRY, HEX_KEY, TOKENS, asCaller, stubParts } from './stub-parts.js';

const PATH_VALUES: { [name: string]: string } = {
  pactId: 'default',
  id: ENTRY.id,
  key: HEX_KEY,
  nonce: 'n',
  name: 'reader',
};

// Bodies whose confirmation names what the stub holds.
const BODIES: { [operation: string]: object } = { removePact: { confirm: 'default' }, revokeInvite: { confirm: 'n' } };

interface Case {
  readonly title: string;
  readonly request: InjectOptions;
  readonly code: ErrorCode;
}

const resolved = (schema: Schema): Schema => {
  const name = schema.$ref?.split('/').at(-1);
  return name ? { ...contract.components.schemas[name], ...schema, $ref: undefined } : schema;
};

/** A query with all that the operation cannot do without. */
const neededQuery = ({ id, parameters }: Operation): string => {
  // One of two, which the contract says in words.
  if (id === 'readGraph') return '?topic=words';
  const needed = parameters.filter(({ in: place, required }) => place === 'query' && required);
  return needed.length ? `?${needed.map(({ name }) => `${name}=words`).join('&')}` : '';
};

const good = (operation: Operation): InjectOptions => ({
  method: operation.method,
  url: operation.path.replace(/\{(\w+)\}/g, (_all, name: string) => PATH_VALUES[name] ?? 'x') + neededQuery(operation),
  headers: asCaller(),
  ...(operation.body ? { payload: BODIES[operation.id] ?? (operation.body.example as object) } : {}),
});

const withQuery = (request: InjectOptions, query: string): InjectOptions => ({
  ...request,
  url: `${request.url as string}${(request.url as string).includes('?') ? '&' : '?'}${query}`,
});

const withBody = (request: InjectOptions, change: object): InjectOptions => ({
  ...request,
  payload: { ...(request.payload as object), ...change },
});

const codeOf = (schema: Schema): ErrorCode => (resolved(schema)['x-error-code'] ?? 'BAD_REQUEST') as ErrorCode;

/** A value that the schema does not take. */
const misfit = (schema: Schema): string | undefined => {
  const { type, pattern, maxLength, enum: values } = resolved(schema);
  if (values || pattern || (type !== 'string' && type !== undefined)) return 'no-such-value!';
  return maxLength === undefined ? undefined : 'x'.repeat(maxLength + 1);
};

const parameterCases = (operation: Operation): Case[] => {
  const request = good(operation);
  const unknown: Case = {
    title: 'an unknown query parameter',
    request: withQuery(request, 'bogus=1'),
    code: 'BAD_REQUEST',
  };
  const declared = operation.parameters.flatMap(({ name, in: place, schema }): Case[] => {
    const value = misfit(schema);
    if (value === undefined) return [];
    const code = codeOf(schema);
    const title = `${place} ${name} that does not fit`;
    if (place === 'query') return [{ title, code, request: withQuery(request, `${name}=${value}`) }];
    if (place === 'header')
      return [{ title, code, request: { ...request, headers: { ...request.headers, [name.toLowerCase()]: value } } }];
    return [
      {
        title,
        code,
        request: { ...request, url: (request.url as string).replace(`/${PATH_VALUES[name]}`, `/${value}`) },
      },
    ];
  });
  const cursors = operation.parameters
    .filter(({ schema }) => schema.$ref === '#/components/schemas/Cursor')
    .filter(({ in: place }) => place === 'query')
    .map(
      ({ name }): Case => ({
        title: `a foreign ${name}`,
        code: 'BAD_CURSOR',
        request: withQuery(request, `${name}=not-mine`),
      }),
    );
  return [unknown, ...declared, ...cursors];
};

const bodyCases = (operation: Operation): Case[] => {
  if (!operation.body) return [];
  const request = good(operation);
  const schema = resolved(operation.body.schema);
  const json = { ...request.headers, 'content-type': 'application/json' };
  const fields = Object.entries(schema.properties ?? {});
  const wrongType = fields
    .filter(([name]) => name !== 'result')
    .map(
      ([name, field]): Case => ({
        title: `body ${name} of the wrong type`,
        code: codeOf(field),
        request: withBody(request, { [name]: { wrong: 1 } }),
      }),
    );
  const missing = (schema.required ?? []).map((name): Case => {
    const { [name]: _left, ...rest } = request.payload as { [key: string]: unknown };
    const field = schema.properties?.[name];
    return {
      title: `body without ${name}`,
      code: field ? codeOf(field) : 'BAD_REQUEST',
      request: { ...request, payload: rest },
    };
  });
  const unknown: Case[] =
    schema.additionalProperties === true
      ? []
      : [{ title: 'an unknown body field', code: 'BAD_REQUEST', request: withBody(request, { bogus: 1 }) }];
  const absent: Case[] = operation.body.required
    ? [{ title: 'no body', code: 'BAD_REQUEST', request: { ...request, payload: undefined } }]
    : [];
  const large = 'x'.repeat(LIMITS.http_body_max_bytes);
  const deep = `{"x":${'['.repeat(LIMITS.json_depth_max)}${']'.repeat(LIMITS.json_depth_max)}}`;
  return [
    ...wrongType,
    ...missing,
    ...unknown,
    ...absent,
    { title: 'an array as body', code: 'BAD_REQUEST', request: { ...request, payload: [] } },
    { title: 'a body that is not JSON', code: 'BAD_REQUEST', request: { ...request, headers: json, payload: '{"a":' } },
    {
      title: 'a body of another media type',
      code: 'BAD_REQUEST',
      request: { ...request, headers: { ...json, 'content-type': 'text/plain' }, payload: 'a' },
    },
    { title: 'a body past the limit', code: 'PAYLOAD_TOO_LARGE', request: withBody(request, { bogus: large }) },
    { title: 'a body nested too deep', code: 'BAD_REQUEST', request: { ...request, headers: json, payload: deep } },
    {
      title: 'a body that would change a prototype',
      code: 'BAD_REQUEST',
      request: { ...request, headers: json, payload: '{"__proto__":{}}' },
    },
  ];
};

const guardCases = (operation: Operation): Case[] => {
  const request = good(operation);
  const { host } = asCaller();
  const everywhere: Case[] = [
    {
      title: 'a foreign Host',
      code: 'FORBIDDEN_HOST',
      request: { ...request, headers: { ...asCaller(), host: 'evil.example:7666' } },
    },
    {
      title: 'a foreign Origin',
      code: 'FORBIDDEN_ORIGIN',
      request: { ...request, headers: { ...asCaller(), origin: 'http://evil.example' } },
    },
    { title: 'the wrong method', code: 'METHOD_NOT_ALLOWED', request: { ...request, method: 'PATCH' } },
  ];
  if (operation.scope === 'none') return everywhere;
  const wrongScope: Case[] =
    operation.scope === 'read'
      ? []
      : [
          {
            title: 'a token without the scope',
            code: 'FORBIDDEN_SCOPE',
            request: { ...request, headers: asCaller(operation.scope === 'write' ? TOKENS.read : TOKENS.write) },
          },
        ];
  return [
    ...everywhere,
    ...wrongScope,
    { title: 'no token', code: 'UNAUTHORIZED', request: { ...request, headers: { host } } },
    { title: 'an unknown token', code: 'UNAUTHORIZED', request: { ...request, headers: asCaller('d'.repeat(64)) } },
  ];
};

const pactCases = (operation: Operation): Case[] => {
  if (!operation.path.includes('{pactId}') || operation.id === 'renamePact') return [];
  const request = good(operation);
  return [
    {
      title: 'an unknown pact',
      code: 'UNKNOWN_PACT',
      request: { ...request, url: (request.url as string).replace('/default', '/nowhere') },
    },
  ];
};

const operations = operationsOf(contract);

describe.each(operations)('$method $path', (operation) => {
  let app: FastifyInstance;
  beforeAll(async () => {
    app = await buildApp(stubParts());
  });
  afterAll(() => app.close());

  // The event stream never ends by itself; it has a file of its own.
  if (operation.id !== 'streamEvents') {
    it('answers a good request as the contract says', async () => {
      const reply = await app.inject(good(operation));
      expect(reply.statusCode, reply.body).toBeLessThan(300);
      expect(operation.responses.has(reply.statusCode)).toBe(true);
    });
  }

  const cases = [
    ...guardCases(operation),
    ...pactCases(operation),
    ...parameterCases(operation),
    ...bodyCases(operation),
  ];
  it.each(cases)('answers $code to $title', async ({ request, code }) => {
    const reply = await app.inject(request);
    const body = reply.json<ErrorBody>();
    expect(body).toMatchObject({ error: code, status: ERRORS[code].status, hint: ERRORS[code].hint });
    expect(reply.statusCode).toBe(ERRORS[code].status);
    expect(body.message.length).toBeGreaterThan(10);
    if (code === 'METHOD_NOT_ALLOWED') expect(reply.headers.allow).toContain(operation.method);
    else expect(operation.codes).toContain(code);
  });
});
