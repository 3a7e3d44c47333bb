/** Mounts the contract on a Fastify app: one route an operation, each request and answer held against the document. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ConcordatError, type ErrorBody } from '../errors.js';
import type { Caller } from '../node/types.js';
import { JsonText } from '../pact/types.js';
import {
  type ContractDocument,
  type Operation,
  type OperationId,
  type RequiredScope,
  operationsOf,
} from './document.js';
import { type EventStreamLimits, writeEventStream } from './event-stream.js';
import type { Frame, Handlers } from './handlers.js';
import { type Check, RequestValidation, responseChecks } from './validation.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Operation of the contract that the route serves. */
    operation_id?: OperationId;
    /** What the guard asks of a request; routes without it are for operators only. */
    scope?: RequiredScope;
  }
  interface FastifyRequest {
    /** Set by the guard; null where no token is needed. */
    caller: Caller | null;
  }
}

/** How the contract is mounted. */
export interface RegistrarOptions {
  readonly event_stream: EventStreamLimits;
  /** Called for each event stream before it begins; throws when there are enough. What it gives is called when the stream is over. */
  readonly stream_turn?: () => () => void;
  /** What a read has to wait for before its handler is called, if anything. */
  readonly read_turn?: () => Promise<void> | undefined;
  /** Holds answers against the contract too. For tests: it costs more than the handlers do. */
  readonly validate_responses?: boolean;
  /** Turns an error inside an event stream, whose status is sent already, into a body. */
  readonly error_body: (error: unknown, request: FastifyRequest) => ErrorBody;
}

interface AnyReply {
  readonly status: number;
  readonly body: unknown;
  readonly sent?: () => void;
}

type AnyHandler = (
  call: object,
) => AnyReply | AsyncIterable<Frame<unknown>> | Promise<AnyReply | AsyncIterable<Frame<unknown>>>;

interface Checks {
  readonly path: Check | undefined;
  readonly query: Check | undefined;
  readonly header: Check | undefined;
  readonly headerNames: readonly string[];
  readonly body: Check | undefined;
  readonly bodyRequired: boolean;
  /** By status; undefined unless answers are validated. */
  readonly answers: ReadonlyMap<number, Check | null> | undefined;
}

/** A call on a handler; its signal is made when it is asked for, since most handlers do not. */
class HttpCall {
  #controller: AbortController | undefined;

  constructor(
    readonly params: unknown,
    readonly query: unknown,
    readonly headers: object,
    readonly body: unknown,
    readonly caller: Caller | null,
    readonly reply: FastifyReply,
  ) {}

  get signal(): AbortSignal {
    if (this.#controller) return this.#controller.signal;
    const controller = new AbortController();
    this.#controller = controller;
    const out = this.reply.raw;
    if (out.destroyed || out.closed) controller.abort();
    else out.once('close', () => controller.abort());
    return controller.signal;
  }
}

const NO_HEADERS: object = Object.freeze({});

const headersOf = (request: FastifyRequest, names: readonly string[]): object => {
  if (names.length === 0) return NO_HEADERS;
  return Object.fromEntries(
    names.filter((name) => request.headers[name] !== undefined).map((name) => [name, request.headers[name]]),
  );
};

const checkBody = (checks: Checks, body: unknown): void => {
  if (checks.body) {
    if (checks.bodyRequired || body !== undefined) checks.body(body);
    return;
  }
  // Some clients send `{}` with every POST.
  const empty = body === undefined || (typeof body === 'object' && body !== null && Object.keys(body).length === 0);
  if (!empty) throw new ConcordatError('BAD_REQUEST', 'body is not empty; this operation takes none', { in: 'body' });
};

const callOf = (checks: Checks, request: FastifyRequest, reply: FastifyReply): HttpCall => {
  const { params, query, body } = request;
  const headers = headersOf(request, checks.headerNames);
  checks.path?.(params);
  checks.query?.(query);
  checks.header?.(headers);
  checkBody(checks, body);
  return new HttpCall(params, query, headers, body, request.caller, reply);
};

const isStream = (outcome: object): outcome is AsyncIterable<Frame<unknown>> => Symbol.asyncIterator in outcome;

const checkAnswer = (
  operation: Operation,
  answers: NonNullable<Checks['answers']>,
  status: number,
  body: unknown,
): void => {
  const check = answers.get(status);
  if (check === undefined) throw new Error(`${operation.id} answers ${status}, which the contract does not declare`);
  check?.(body instanceof JsonText ? JSON.parse(body.text) : body);
};

const turnOfTheLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Starts the source, so that a cursor or pact that it refuses at once is answered with a status and not inside a stream that says 200.
 */
const started = async (frames: AsyncIterable<Frame<unknown>>): Promise<AsyncIterable<Frame<unknown>>> => {
  const source = frames[Symbol.asyncIterator]();
  const first = source.next();
  await Promise.race([first, turnOfTheLoop()]);
  first.catch(() => undefined);
  return {
    async *[Symbol.asyncIterator]() {
      try {
        for (let step = await first; !step.done; step = await source.next()) yield step.value;
      } finally {
        await source.return?.();
      }
    },
  };
};

const checkedFrames = async function* (
  frames: AsyncIterable<Frame<unknown>>,
  check: Check,
): AsyncGenerator<Frame<unknown>> {
  for await (const frame of frames) {
    if (frame.event !== null) check(frame.data);
    yield frame;
  }
};

const answerStream = async (
  frames: AsyncIterable<Frame<unknown>>,
  call: HttpCall,
  request: FastifyRequest,
  reply: FastifyReply,
  check: Check | null | undefined,
  options: RegistrarOptions,
): Promise<void> => {
  const over = options.stream_turn?.();
  try {
    const source = await started(frames);
    reply.hijack();
    const failed = (error: unknown): ErrorBody => options.error_body(error, request);
    await writeEventStream(
      reply.raw,
      reply.getHeaders(),
      check ? checkedFrames(source, check) : source,
      options.event_stream,
      call.signal,
      failed,
    );
  } finally {
    over?.();
  }
};

const route = (operation: Operation, handler: AnyHandler, checks: Checks, options: RegistrarOptions) => {
  const mediaTypes = new Map(
    [...operation.responses].map(([status, media]) => [status, contentType(media?.mediaType)]),
  );
  const turn = operation.method === 'GET' ? options.read_turn : undefined;
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const call = callOf(checks, request, reply);
    const wait = turn?.();
    if (wait) await wait;
    const outcome = await handler(call);
    if (isStream(outcome)) {
      await answerStream(outcome, call, request, reply, checks.answers?.get(200), options);
      return reply;
    }
    const { status, body, sent } = outcome;
    if (checks.answers) checkAnswer(operation, checks.answers, status, body);
    if (sent) reply.raw.once('finish', sent);
    reply.code(status).header('content-type', mediaTypes.get(status));
    return body instanceof JsonText ? body.content : body;
  };
};

const contentType = (mediaType: string | undefined): string | undefined =>
  mediaType === 'text/plain'
    ? 'text/plain; version=0.0.4; charset=utf-8'
    : mediaType === 'application/json'
      ? 'application/json; charset=utf-8'
      : mediaType;

/**
 * Adds one route for each operation.
 * @throws Error when the contract and the handlers do not name the same operations
 */
export const registerContract = async (
  app: FastifyInstance,
  doc: ContractDocument,
  handlers: Handlers,
  options: RegistrarOptions,
): Promise<void> => {
  const operations = operationsOf(doc);
  const declared = new Set<string>(operations.map(({ id }) => id));
  const missing = operations.filter(({ id }) => handlers[id] === undefined).map(({ id }) => id);
  const extra = Object.keys(handlers).filter((id) => !declared.has(id));
  if (missing.length > 0 || extra.length > 0) {
    throw new Error(
      `contract and handlers differ: without a handler [${missing.join(', ')}], not in the contract [${extra.join(', ')}]`,
    );
  }
  const validation = new RequestValidation(doc);
  const answerCheck = options.validate_responses ? await responseChecks(doc) : undefined;
  // Fastify gets no schemas for answers, so they go out as JSON.stringify writes them: its own serializer drops and rewrites values that do not fit.
  for (const operation of operations) {
    const checks: Checks = {
      path: validation.parameters(operation, 'path'),
      query: validation.parameters(operation, 'query'),
      header: validation.parameters(operation, 'header'),
      headerNames: operation.parameters
        .filter((parameter) => parameter.in === 'header')
        .map(({ name }) => name.toLowerCase()),
      body: operation.body ? validation.body(operation.body.schema) : undefined,
      bodyRequired: operation.body?.required ?? false,
      answers:
        answerCheck &&
        new Map(
          [...operation.responses].map(([status, media]) => [
            status,
            media ? answerCheck(`${operation.id} ${status}`, media.schema) : null,
          ]),
        ),
    };
    app.route({
      method: operation.method,
      url: operation.path.replace(/\{(\w+)\}/g, ':$1'),
      config: { operation_id: operation.id, scope: operation.scope },
      handler: route(operation, handlers[operation.id] as AnyHandler, checks, options),
    });
  }
};
