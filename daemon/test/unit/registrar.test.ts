import { once } from 'node:events';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Call,
  type ContractDocument,
  type Handler,
  type Handlers,
  registerContract,
} from '../../src/contract/index.js';
import type { operations } from '../../src/contract/generated/openapi.js';
import { ConcordatError } from '../../src/errors.js';
import { JsonText } from '../../src/pact/types.js';

const item = {
  type: 'object',
  required: ['name'],
  properties: { name: { type: 'string' }, size: { type: 'integer' } },
};

/** A contract of its own, so that each rule of the registrar is seen alone. */
const document = {
  'x-codes': { everywhere: [], with_token: [], outside_operations: [] },
  paths: {
    '/items/{id}': {
      put: {
        operationId: 'putItem',
        tags: ['Items'],
        'x-scope': 'write',
        'x-codes': [],
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
          { name: 'count', in: 'query', schema: { type: 'integer', minimum: 1, default: 7 } },
          { name: 'tag', in: 'query', schema: { type: 'array', items: { type: 'string', enum: ['a', 'b'] } } },
          { name: 'X-Key', in: 'header', schema: { type: 'string', maxLength: 3, 'x-error-code': 'BAD_CURSOR' } },
        ],
        requestBody: {
          content: {
            'application/json': {
              schema: {
                type: 'object',
                additionalProperties: false,
                properties: {
                  item: { $ref: '#/components/schemas/Item' },
                  kind: { type: 'string', enum: ['big', 'small'], default: 'big' },
                  confirm: { $ref: '#/components/schemas/Sure' },
                  names: { type: 'array', maxItems: 2, uniqueItems: true, items: { type: 'string', minLength: 2 } },
                },
              },
            },
          },
        },
        responses: { '200': { content: { 'application/json': { schema: { $ref: '#/components/schemas/Item' } } } } },
      },
    },
  },
  components: { schemas: { Item: item, Sure: { const: true, 'x-error-code': 'NOT_CONFIRMED' } } },
} as unknown as ContractDocument;

type AnyCall = Pick<Call<unknown>, 'params' | 'query' | 'headers' | 'body' | 'signal'>;

let app: FastifyInstance;
let seen: AnyCall | undefined;
let handle: () => unknown;
let answer: { status: number; body: unknown; sent?: () => void };

beforeEach(async () => {
  answer = { status: 200, body: { name: 'x' } };
  handle = () => answer;
  app = Fastify({ exposeHeadRoutes: false });
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof ConcordatError) reply.code(error.status).send(error.body());
    else reply.code(500).send({ error: 'INTERNAL', message: (error as Error).message });
  });
  const putItem = (call: AnyCall) => {
    seen = call;
    return handle();
  };
  await registerContract(app, document, { putItem } as unknown as Handlers, {
    event_stream: { buffer_max_bytes: 1, stall_max_ms: 1, heartbeat_ms: 1 },
    validate_responses: true,
    error_body: () => new ConcordatError('INTERNAL').body(),
  });
});

afterEach(() => app.close());

const put = (url: string, payload?: object, headers: { [name: string]: string } = {}) =>
  app.inject({ method: 'PUT', url, headers, ...(payload ? { payload } : {}) });

describe('requests', () => {
  it('reach the handler with parameters in their types and defaults filled in', async () => {
    await put('/items/5?tag=a&tag=b', undefined, { 'x-key': 'k' });
    expect(seen).toMatchObject({ params: { id: 5 }, query: { count: 7, tag: ['a', 'b'] }, headers: { 'x-key': 'k' } });
  });

  it('may name a single value of a list', async () => {
    await put('/items/5?tag=a');
    expect(seen?.query).toMatchObject({ tag: ['a'] });
  });

  it('may leave out an optional body', async () => {
    expect((await put('/items/5')).statusCode).toBe(200);
    expect(seen?.body).toBeUndefined();
  });

  it('get defaults in their body', async () => {
    await put('/items/5', { item: { name: 'n' } });
    expect(seen?.body).toEqual({ item: { name: 'n' }, kind: 'big' });
  });

  it.each([
    ['/items/five', undefined, 'path id is "five"; allowed: integer'],
    ['/items/5?count=0', undefined, 'query count is 0; allowed: at least 1'],
    ['/items/5?count=1&count=2', undefined, 'query count is an array of 2; allowed: integer'],
    ['/items/5?tag=c', undefined, 'query tag.0 is "c"; allowed: "a", "b"'],
    ['/items/5?size=1', undefined, 'query has the unknown field "size"; allowed: count, tag'],
    ['/items/5', { size: 1 }, 'body has the unknown field "size"; allowed: item, kind, confirm, names'],
    ['/items/5', { item: { name: 5 } }, 'body item.name is 5; allowed: string'],
    ['/items/5', { item: { name: 'n', size: '5' } }, 'body item.size is "5"; allowed: integer'],
    ['/items/5', { item: {} }, 'body needs the field "item.name"'],
    ['/items/5', { item: null }, 'body item is null; allowed: object'],
    ['/items/5', { kind: 'tiny' }, 'body kind is "tiny"; allowed: "big", "small"'],
    ['/items/5', { names: ['aa', 'bb', 'cc'] }, 'body names is an array of 3; allowed: an array of at most 2'],
    ['/items/5', { names: ['aa', 'aa'] }, 'body names names the same value twice; allowed: different values'],
    ['/items/5', { names: ['a'] }, 'body names.0 is "a"; allowed: text of at least 2 characters'],
    ['/items/5', { item: { name: ['a'] } }, 'body item.name is an array of 1; allowed: string'],
    ['/items/5', [], 'body is an array of 0; allowed: object'],
  ])('%s with %j are refused by name', async (url, payload, message) => {
    const reply = await put(url, payload);
    expect(reply.json()).toMatchObject({ error: 'BAD_REQUEST', message, status: 400 });
  });

  it('are refused with the code that the contract gives to a value', async () => {
    expect((await put('/items/5', { confirm: 1 })).json()).toMatchObject({
      error: 'NOT_CONFIRMED',
      details: { in: 'body', field: 'confirm' },
    });
    expect((await put('/items/5', undefined, { 'x-key': 'long' })).json()).toMatchObject({
      error: 'BAD_CURSOR',
      details: { in: 'header', field: 'x-key' },
    });
  });

  it('are quoted only in part when they are long', async () => {
    const { message } = (await put('/items/5', { kind: 'x'.repeat(5000) })).json<{ message: string }>();
    expect(message.length).toBeLessThan(200);
  });
});

describe('answers', () => {
  it('that are ready JSON are sent as they are', async () => {
    answer = { status: 200, body: new JsonText('{ "name":  "kept as is" }') };
    const reply = await put('/items/5');
    expect(reply.body).toBe('{ "name":  "kept as is" }');
    expect(reply.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  it.each([
    [{ status: 200, body: { name: 5 } }, /name must be string/],
    [{ status: 200, body: { name: 'n', more: 1 } }, /must NOT have unevaluated properties/],
    [{ status: 200, body: new JsonText('{}') }, /must have required property 'name'/],
    [{ status: 418, body: {} }, /answers 418, which the contract does not declare/],
  ])('that the contract does not know fail when they are checked: %j', async (wrong, message) => {
    answer = wrong;
    const reply = await put('/items/5');
    expect(reply.statusCode).toBe(500);
    expect(reply.json<{ message: string }>().message).toMatch(message);
  });
});

describe('that an answer was sent', () => {
  it('is told once it is out, and not while it is made', async () => {
    const told: string[] = [];
    answer = { status: 200, body: { name: 'x' }, sent: () => told.push('sent') };
    const reply = put('/items/5').then(() => told.push('received'));
    await reply;
    expect(told).toEqual(['sent', 'received']);
  });

  it('is not told of one that is refused, nor of one whose client has gone', async () => {
    let told = 0;
    answer = { status: 200, body: { name: 5 }, sent: () => told++ };
    expect((await put('/items/5')).statusCode).toBe(500);
    const gone = new AbortController();
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    let closed: Promise<unknown> = Promise.resolve();
    app.server.once('connection', (socket) => {
      closed = once(socket, 'close');
    });
    const answered = new Promise<void>((resolve) => {
      handle = async () => {
        gone.abort();
        await closed;
        setImmediate(() => setImmediate(resolve));
        return { status: 200, body: { name: 'x' }, sent: () => told++ };
      };
    });
    await expect(fetch(`${url}/items/5`, { method: 'PUT', signal: gone.signal })).rejects.toThrow('aborted');
    await answered;
    expect(told).toBe(0);
  });
});

describe('a signal', () => {
  it('is already aborted when the client left before it was asked for', async () => {
    await put('/items/5');
    expect(seen?.signal.aborted).toBe(true);
  });
});

describe('handlers', () => {
  type Ping = Handler<operations['ping']>;
  type GetTask = Handler<operations['getTask']>;

  it('that break the contract do not compile', () => {
    const right: Ping = () => ({ status: 200, body: { ok: true } });
    // @ts-expect-error the body is not what the contract says
    const wrongBody: Ping = () => ({ status: 200, body: { ok: 'yes' } });
    // @ts-expect-error the status is not declared
    const wrongStatus: Ping = () => ({ status: 418, body: { ok: true } });
    // @ts-expect-error errors are thrown, so that their body comes from the registry
    const ownError: GetTask = () => ({ status: 404, body: { error: 'NOT_FOUND', message: 'm', status: 404 } });
    // @ts-expect-error there is no such parameter
    const wrongParameter: GetTask = ({ params }) => params.task;
    expect([right, wrongBody, wrongStatus, ownError, wrongParameter]).toHaveLength(5);
  });
});
