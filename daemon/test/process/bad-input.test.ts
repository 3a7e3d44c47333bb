import http from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ERRORS, isErrorCode } from '../../src/errors.js';
import {
  type AgentClient,
  type Answer,
  at,
  type ContractOperation,
  type Daemon,
  methodsAt,
  operations,
  PACT,
  type RequestOptions,
  resolved,
  Room,
  type Schema,
  skillChecksum,
} from '../harness/index.js';

const room = new Room();
let daemon: Daemon;
let reader: AgentClient;
let writer: AgentClient;
/** An existing task and skill, so that what is refused is refused for the one thing that is wrong. */
let task: string;
let skill: string;

beforeAll(async () => {
  daemon = await room.daemon();
  await daemon.host.must(200, 'POST', '/v1/pacts', { name: 'Main', alias: PACT, confirm: true });
  task = (await daemon.host.must(201, 'POST', at('/tasks'), { title: 'a task' })).id;
  skill = (
    await daemon.host.must(201, 'POST', at('/skills'), {
      name: 'a-skill',
      version: '1',
      format: 'generic',
      content: 'x',
      checksum: skillChecksum('x'),
    })
  ).id;
  reader = await daemon.agent('bad-reader', ['read']);
  writer = await daemon.agent('bad-writer', ['read', 'write']);
});
afterAll(async () => {
  await room.close();
});

/** The operation's path with values that exist, unless `other` names another. */
function target(operation: ContractOperation, other: Record<string, string> = {}): string {
  const values: Record<string, string> = {
    pactId: PACT,
    id: operation.path.includes('/skills/') ? skill : task,
    name: 'nobody',
    key: 'ab'.repeat(32),
    nonce: 'cd'.repeat(32),
    ...other,
  };
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(values[name] ?? name));
  const needed = operation.parameters.filter((parameter) => parameter.in === 'query' && parameter.required);
  return needed.reduce((whole, { name }) => withQuery(whole, `${name}=words`), path);
}

const withQuery = (path: string, query: string): string => `${path}${path.includes('?') ? '&' : '?'}${query}`;

const send = (
  operation: ContractOperation,
  options: RequestOptions = {},
  path = target(operation),
  client = daemon.host,
): Promise<Answer> =>
  client.request(operation.method, path, {
    ...(operation.body && options.raw === undefined && options.body === undefined
      ? { body: operation.body.example }
      : {}),
    ...options,
  });

/** An answer that a person and a program can act on: the documented code with its status, a sentence, no trace of the inside. */
function refused(answer: Answer, status: number, code: string | RegExp, what: string): void {
  expect([what, answer.status, String(answer.headers['content-type'])], answer.text.slice(0, 500)).toEqual([
    what,
    status,
    expect.stringContaining('application/json'),
  ]);
  const { error, message, hint } = answer.body;
  expect(error, `${what}: ${answer.text}`).toMatch(code instanceof RegExp ? code : new RegExp(`^${code}$`));
  expect(answer.body.status, what).toBe(status);
  expect(isErrorCode(error) && ERRORS[error].status, what).toBe(status);
  expect(
    Object.keys(answer.body).filter((key) => !['error', 'message', 'status', 'hint', 'details'].includes(key)),
    what,
  ).toEqual([]);
  expect(message.length, `${what}: ${message}`).toBeGreaterThanOrEqual(10);
  expect(hint?.length, `${what}: hint`).toBeGreaterThanOrEqual(5);
  expect(answer.text, what).not.toMatch(/\bat \S+ \(|node_modules|\.js:\d+|undefined|\[object Object\]/);
}

/** A value that the schema does not allow, or undefined when it allows anything. */
function wrongFor(schema: Schema): unknown {
  const type = [schema.type ?? []].flat()[0];
  if (schema.const !== undefined) return 'no';
  if (type === 'string' || schema.enum) return 7;
  if (type === 'integer' || type === 'number' || type === 'boolean' || type === 'array' || type === 'object')
    return 'x';
  return undefined;
}

/** Texts that a query parameter of this schema does not allow. */
function wrongTexts(schema: Schema): string[] {
  const type = [schema.type ?? []].flat()[0];
  if (schema['x-error-code'] === 'BAD_CURSOR') return ['garbage', '00000000.1.2', 'x'.repeat(513)];
  if (schema.enum) return ['bogus'];
  if (type === 'integer' || type === 'number') {
    const around = [
      schema.minimum === undefined ? [] : String(schema.minimum - 1),
      schema.maximum === undefined ? [] : String(schema.maximum + 1),
    ].flat();
    return ['many', '1e999', ...(type === 'integer' ? ['1.5'] : []), ...around];
  }
  if (type === 'boolean') return ['maybe'];
  if (type === 'array') return ['bogus'];
  if (schema.pattern) return ['!'];
  return schema.maxLength ? ['x'.repeat(schema.maxLength + 1)] : [];
}

const guarded = operations.filter((operation) => operation.scope !== 'none');
const withBody = operations.filter((operation) => operation.body);
const title = (operation: ContractOperation): [string, ContractOperation] => [
  `${operation.method} ${operation.path}`,
  operation,
];

describe('the guard', () => {
  test.each(guarded.map(title))('%s without a valid token: 401', async (what, operation) => {
    for (const authorization of [
      null,
      'Bearer',
      'Bearer x',
      `Bearer ${'ab'.repeat(32)}`,
      `Basic ${'ab'.repeat(32)}`,
      `Bearer ${daemon.token}0`,
      daemon.token,
    ]) {
      refused(
        await send(operation, { headers: { authorization } }),
        401,
        'UNAUTHORIZED',
        `${what} with ${authorization?.slice(0, 12)}`,
      );
    }
  });

  test.each(operations.map(title))('%s with a foreign Host or Origin: 403', async (what, operation) => {
    for (const host of [
      'evil.example',
      `evil.example:${daemon.url.port}`,
      `127.0.0.1.evil.example:${daemon.url.port}`,
      '127.0.0.1:1',
    ]) {
      refused(await send(operation, { headers: { host } }), 403, 'FORBIDDEN_HOST', `${what} with Host ${host}`);
    }
    for (const origin of [
      'http://evil.example',
      'null',
      'https://127.0.0.1:1',
      `http://evil.example:${daemon.url.port}`,
    ]) {
      refused(await send(operation, { headers: { origin } }), 403, 'FORBIDDEN_ORIGIN', `${what} with Origin ${origin}`);
    }
  });

  test('the own Host and Origin are welcome', async () => {
    for (const host of [`127.0.0.1:${daemon.url.port}`, `localhost:${daemon.url.port}`])
      expect((await daemon.host.get('/v1/status', { headers: { host } })).status).toBe(200);
    expect(
      (await daemon.host.get('/v1/status', { headers: { origin: `http://127.0.0.1:${daemon.url.port}` } })).status,
    ).toBe(200);
  });

  test.each(guarded.filter((operation) => operation.scope !== 'read').map(title))(
    '%s with a token that lacks the scope: 403',
    async (what, operation) => {
      refused(
        await send(operation, {}, target(operation), operation.scope === 'write' ? reader : writer),
        403,
        'FORBIDDEN_SCOPE',
        what,
      );
    },
  );
});

describe('the address', () => {
  test.each([...new Set(operations.map((operation) => operation.path))])(
    '%s with a method it does not have: 405 with Allow',
    async (path) => {
      const has = methodsAt(path);
      const [operation] = operations.filter((one) => one.path === path) as [ContractOperation];
      for (const method of ['GET', 'PUT', 'POST', 'DELETE', 'PATCH'].filter((one) => !has.includes(one))) {
        const answer = await daemon.host.request(method, target(operation), {});
        refused(answer, 405, 'METHOD_NOT_ALLOWED', `${method} ${path}`);
        const allowed = (answer.headers.allow ?? '').split(/,\s*/);
        expect(allowed, `${method} ${path}`).toEqual(expect.arrayContaining(has));
        expect(allowed, `${method} ${path}`).not.toContain(method);
      }
    },
  );

  test.each([
    '/',
    '/v1',
    '/v1/',
    '/v2/status',
    '/v1/nothing',
    '/v1/pacts/main/nothing',
    '/v1/pacts/main/tasks/x/y/z',
    '/../etc/passwd',
    '/v1/pacts/%2e%2e/status',
    '/v1/status/',
  ])('%s is unknown: 404', async (path) => {
    refused(await daemon.host.get(path), 404, /NOT_FOUND|UNKNOWN_PACT/, path);
  });

  test.each([
    '/v1/pacts/%zz/status',
    '/v1/pacts/%00/status',
    '/v1/pacts/%ff/status',
    `/v1/pacts/${'x'.repeat(5_000)}/status`,
  ])('the malformed %s is refused', async (path) => {
    const answer = await daemon.host.get(path);
    expect([400, 404]).toContain(answer.status);
    refused(answer, answer.status, /BAD_REQUEST|NOT_FOUND|UNKNOWN_PACT/, path);
  });

  test.each(operations.filter((operation) => operation.path.includes('{pactId}')).map(title))(
    '%s of a pact that this node does not hold: 404 UNKNOWN_PACT',
    async (what, operation) => {
      for (const pactId of ['nowhere', 'ab'.repeat(32), '..', 'constructor', '__proto__']) {
        // Confirmed as the contract asks, so that nothing but the pact is wrong.
        const confirm = operation.id === 'revokeInvite' ? 'cd'.repeat(32) : pactId;
        const textual = ['removePact', 'revokeInvite'].includes(operation.id) ? { body: { confirm } } : {};
        refused(
          await send(operation, textual, target(operation, { pactId })),
          404,
          'UNKNOWN_PACT',
          `${what} of ${pactId}`,
        );
      }
    },
  );

  test.each(operations.filter((operation) => operation.path.includes('{id}')).map(title))(
    '%s of an id that does not exist, or is none: 404 NOT_FOUND',
    async (what, operation) => {
      for (const id of ['00000000-1', 'not-an-id', '../x', `${task}0000000000000`]) {
        refused(await send(operation, {}, target(operation, { id })), 404, 'NOT_FOUND', `${what} of ${id}`);
      }
    },
  );
});

describe('the query', () => {
  test.each(operations.map(title))(
    '%s with a parameter it does not have: 400 that names it',
    async (what, operation) => {
      const answer = await send(operation, {}, withQuery(target(operation), 'no_such_parameter=1'));
      refused(answer, 400, 'BAD_REQUEST', what);
      expect(answer.body.message, what).toContain('no_such_parameter');
    },
  );

  const parameters = operations.flatMap((operation) =>
    operation.parameters
      .filter((parameter) => parameter.in === 'query')
      .map((parameter) => [`${operation.method} ${operation.path}?${parameter.name}`, operation, parameter] as const),
  );
  test.each(parameters)(
    '%s with a value it does not allow: 400 that names it',
    async (what, operation, { name, schema }) => {
      const texts = wrongTexts(schema);
      expect(texts.length, what).toBeGreaterThan(0);
      for (const text of texts) {
        const answer = await send(operation, {}, withQuery(target(operation), `${name}=${encodeURIComponent(text)}`));
        const code = schema['x-error-code'] ?? 'BAD_REQUEST';
        refused(answer, 400, code, `${what}=${text.slice(0, 40)}`);
        if (code === 'BAD_REQUEST') expect(answer.body.message, what).toContain(name);
      }
    },
  );

  test('a cursor of another list, another pact or another node is refused or harmless, never a failure', async () => {
    const other = await room.daemon();
    await other.host.must(200, 'POST', '/v1/pacts', { name: 'Main', alias: PACT, confirm: true });
    for (const i of [1, 2, 3]) await other.host.must(201, 'POST', at('/knowledge'), { topic: 't', content: `${i}` });
    const foreign = (await other.host.must(200, 'GET', at('/knowledge?limit=1'))).cursor;
    const changes = (await other.host.must(200, 'GET', at('/changes?limit=1'))).cursor;
    for (const cursor of [foreign, changes]) {
      for (const path of ['/knowledge?cursor=', '/tasks?cursor=', '/changes?since=']) {
        const answer = await daemon.host.get(at(`${path}${encodeURIComponent(cursor)}`));
        if (answer.status !== 200) refused(answer, 400, 'BAD_CURSOR', path);
      }
    }
  });
});

describe('the body', () => {
  test.each(withBody.map(title))('%s with a body that is no JSON object: 400', async (what, operation) => {
    for (const raw of ['{"a":', '[]', '"text"', '7', 'null', '{"a":1}}', '\u0000', `{"a":${'['.repeat(20_000)}`]) {
      refused(await send(operation, { raw }), 400, /BAD_REQUEST|NOT_CONFIRMED/, `${what} with ${raw.slice(0, 12)}`);
    }
    if (operation.body?.required)
      refused(await send(operation, { raw: '' }), 400, /BAD_REQUEST|NOT_CONFIRMED/, `${what} with nothing`);
    const text = await send(operation, {
      raw: JSON.stringify(operation.body?.example),
      headers: { 'content-type': 'text/plain' },
    });
    refused(text, 400, 'BAD_REQUEST', `${what} as text/plain`);
  });

  test.each(withBody.map(title))('%s with a field that tries to reach the prototype: 400', async (what, operation) => {
    for (const raw of ['{"__proto__":{"scopes":["operator"]}}', '{"constructor":{"prototype":{"polluted":true}}}']) {
      refused(await send(operation, { raw }), 400, /BAD_REQUEST|NOT_CONFIRMED/, `${what} with ${raw.slice(0, 16)}`);
    }
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test.each(withBody.map(title))('%s over 128 KiB: 413', async (what, operation) => {
    refused(await send(operation, { raw: `{"filler":"${'x'.repeat(128 * 1024)}"}` }), 413, 'PAYLOAD_TOO_LARGE', what);
  });

  test.each(withBody.filter((operation) => operation.body?.schema.additionalProperties === false).map(title))(
    '%s with an unknown field: 400 that names it',
    async (what, operation) => {
      const answer = await send(operation, { body: { ...operation.body?.example, no_such_field: 1 } });
      refused(answer, 400, 'BAD_REQUEST', what);
      expect(answer.body.message, what).toContain('no_such_field');
    },
  );

  const fields = withBody.flatMap((operation) =>
    Object.entries(operation.body?.schema.properties ?? {}).map(
      ([name, schema]) => [`${operation.method} ${operation.path} ${name}`, operation, name, resolved(schema)] as const,
    ),
  );
  test.each(fields.filter(([, , , schema]) => wrongFor(schema) !== undefined))(
    '%s of the wrong type: 400 that names it',
    async (what, operation, name, schema) => {
      const example = { ...operation.body?.example };
      // `key` and `token` of a join exclude each other.
      if (name === 'key' && operation.id === 'joinPact') delete example.token;
      for (const wrong of [
        wrongFor(schema),
        { nested: true },
        ...([schema.type ?? []].flat().includes('null') ? [] : [null]),
      ]) {
        const answer = await send(operation, { body: { ...example, [name]: wrong } });
        const code = schema['x-error-code'] ?? 'BAD_REQUEST';
        refused(answer, 400, code, `${what} = ${JSON.stringify(wrong)}`);
        if (code === 'BAD_REQUEST') expect(answer.body.message, what).toContain(name);
      }
    },
  );

  test.each(withBody.filter((operation) => operation.body?.schema.required?.length).map(title))(
    '%s without a field it needs: 400 that names it',
    async (what, operation) => {
      for (const name of operation.body?.schema.required ?? []) {
        const { [name]: _, ...rest } = operation.body?.example ?? {};
        const answer = await send(operation, { body: rest });
        const schema = resolved(operation.body?.schema.properties?.[name] ?? {});
        refused(answer, 400, schema['x-error-code'] ?? 'BAD_REQUEST', `${what} without ${name}`);
        expect(`${answer.body.message} ${answer.body.hint}`, what).toContain(name);
      }
    },
  );

  test.each(withBody.filter((operation) => operation.body?.schema.properties?.confirm).map(title))(
    '%s that is not confirmed: 400 NOT_CONFIRMED',
    async (what, operation) => {
      for (const confirm of [false, 'true', 1, 'no such thing']) {
        refused(
          await send(operation, { body: { ...operation.body?.example, confirm } }),
          400,
          'NOT_CONFIRMED',
          `${what} with ${confirm}`,
        );
      }
    },
  );
});

describe('the connection', () => {
  test('a request that is no HTTP, has headers without end, or stops half way harms nobody', async () => {
    const raw = (text: string): Promise<string> =>
      new Promise((resolve) => {
        const socket = http.request({
          host: daemon.url.hostname,
          port: daemon.url.port,
          method: 'GET',
          path: '/v1/ping',
          agent: false,
        });
        socket.on('socket', (connection) => {
          let got = '';
          connection.on('data', (chunk: Buffer) => {
            got += chunk.toString();
          });
          connection.on('close', () => resolve(got));
          connection.on('error', () => resolve(got));
          connection.on('connect', () => {
            connection.write(text);
            connection.end();
          });
        });
        socket.on('error', () => {});
      });
    for (const text of [
      'NONSENSE\r\n\r\n',
      'GET /v1/ping HTTP/1.1\r\n\r\n',
      `GET /v1/ping HTTP/1.1\r\nHost: 127.0.0.1:${daemon.url.port}\r\nX: ${'y'.repeat(100_000)}\r\n\r\n`,
      'POST /v1/pacts HTTP/1.1\r\nContent-Length: 1000\r\n\r\n{',
    ]) {
      const answer = await raw(text);
      expect(answer).not.toMatch(/^HTTP\/1\.1 (2\d\d|5\d\d)/);
    }
    expect((await daemon.host.get('/v1/healthz')).status).toBe(200);
  });
});

test('after all of this nothing has changed and the daemon is well', async () => {
  expect((await daemon.host.must(200, 'GET', '/v1/pacts')).pacts.map((pact: { alias: string }) => pact.alias)).toEqual([
    PACT,
  ]);
  expect(
    (await daemon.host.must(200, 'GET', '/v1/agents')).agents.map((agent: { name: string }) => agent.name),
  ).toEqual(['bad-reader', 'bad-writer']);
  expect(
    (await daemon.host.must(200, 'GET', at('/entries'))).entries.map((entry: { id: string }) => entry.id).sort(),
  ).toEqual([task, skill].sort());
  expect((await daemon.host.must(200, 'GET', at(`/tasks/${task}`))).status).toBe('open');
  expect(daemon.output).not.toMatch(/unhandled|uncaught/i);
  expect(await daemon.stop()).toMatchObject({ code: 0 });
});
