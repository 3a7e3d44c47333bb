/** The tools: operations that openapi.yaml marks with `x-mcp`, and how a call becomes a request and its answer a result. */
import { ConcordatApiError, type ConcordatClient, type HttpMethod, type RequestParameters } from '@concordat/client';
import { presets, routes } from './generated/tools.js';
import { NOTICE, quote, safeJson, safeLine } from './quoting.js';

/** Which tools are offered: `core` fits into 2,000 bytes, `full` has all of them. */
export type Preset = 'core' | 'full';

interface InputSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, { readonly type?: string | string[]; readonly enum?: unknown[] }>>;
  readonly required?: readonly string[];
}

/** A tool as `tools/list` shows it. */
export interface Tool {
  readonly name: string;
  readonly title?: string;
  readonly description: string;
  readonly inputSchema: InputSchema;
  readonly outputSchema: { readonly type: 'object' };
  readonly annotations: Readonly<Record<string, boolean>>;
}

/** Where the arguments of a tool go in the request that it makes. */
interface Route {
  readonly operation: string;
  readonly method: Uppercase<HttpMethod>;
  readonly path: string;
  readonly arguments: Readonly<
    Record<string, { readonly place: 'path' | 'query' | 'header' | 'body'; readonly as: string }>
  >;
  readonly defaults: Readonly<Record<string, unknown>>;
}

/** What a call of a tool gives, in both protocol eras. */
export interface ToolResult {
  [key: string]: unknown;
  content: { type: 'text'; text: string }[];
  /** Absent when the call failed. */
  structuredContent?: Record<string, unknown>;
  isError?: true;
}

/** Who calls, and which pact is meant when none is named. */
export interface Caller {
  readonly client: ConcordatClient;
  /** Alias or id; the node's current pact when absent. */
  readonly pact: string | undefined;
  /** Aborts when the caller has gone. */
  readonly signal: AbortSignal | undefined;
}

const PRESETS = presets as Readonly<Record<Preset, readonly Tool[]>>;
const ROUTES = routes as Readonly<Record<string, Route>>;

/** The tools of a preset, as `tools/list` answers them. */
export const toolsOf = (preset: Preset): readonly Tool[] => PRESETS[preset];

/** A refusal of our own, in the form of the daemon's. */
export const refusal = (error: string, message: string, hint: string, status = 400): ConcordatApiError =>
  new ConcordatApiError({ error, message, hint, status });

/** The pact that is meant: the one named, or the node's current one. Throws UNKNOWN_PACT when there is none. */
export const pactOf = async ({ client, pact }: Pick<Caller, 'client' | 'pact'>): Promise<string> => {
  const ref = pact ?? (await client.status()).current;
  if (ref != null) return ref;
  throw refusal(
    'UNKNOWN_PACT',
    'no pact was named, and the node has no current one',
    'name one with the argument pact, or ask the operator to create or join a pact',
    404,
  );
};

const hasType = (value: unknown, type: string): boolean => {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'null') return value === null;
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
};

/** Names what is wrong with the arguments, by the names that the tool gives them; limits are the daemon's to check. */
const checkArguments = ({ name, inputSchema: { properties, required = [] } }: Tool, given: Json): void => {
  const refuse = (message: string, hint: string): never => {
    throw refusal('BAD_REQUEST', message, hint);
  };
  const known = Object.keys(properties);
  for (const [argument, value] of Object.entries(given)) {
    const schema = Object.hasOwn(properties, argument) ? properties[argument] : undefined;
    if (!schema) refuse(`${name} has no argument "${argument.slice(0, 64)}"`, `it takes ${known.join(', ')}`);
    const types = schema?.type === undefined ? [] : [schema.type].flat();
    if (types.length > 0 && !types.some((type) => hasType(value, type)))
      refuse(`${argument} must be ${types.join(' or ')}`, `call ${name} again with ${argument} of that type`);
    if (schema?.enum && !schema.enum.includes(value))
      refuse(`${argument} has a value that is not allowed`, `use one of ${schema.enum.join(', ')}`);
  }
  const missing = required.filter((argument) => given[argument] === undefined);
  if (missing.length > 0)
    refuse(`${name} needs ${missing.join(', ')}`, `call ${name} again with ${missing.join(', ')}`);
};

type Json = Record<string, unknown>;

const PATH_SEGMENT = /^(?!\.{1,2}$).+$/s;
const HEADER_VALUE = /^[\x21-\x7e]+$/;

/** A path that is normalised and a header with a line break would make another request than the tool promises. */
const checkPlace = (name: string, place: string, value: unknown): void => {
  const allowed = place === 'path' ? PATH_SEGMENT : place === 'header' ? HEADER_VALUE : undefined;
  if (allowed && !allowed.test(String(value)))
    throw refusal('BAD_REQUEST', `${name} is not valid`, `take ${name} from an answer of another tool`);
};

const requestOf = (route: Route, given: Json): RequestParameters => {
  const places = { path: {} as Json, query: {} as Json, header: {} as Json, body: {} as Json };
  for (const [name, value] of Object.entries({ ...route.defaults, ...given })) {
    const target = route.arguments[name];
    if (!target) continue;
    checkPlace(name, target.place, value);
    places[target.place][target.as] = value;
  }
  const { body, ...parameters } = places;
  return { ...parameters, ...(route.method === 'GET' ? {} : { body }) };
};

/** The first thing that the model reads after a claim. */
const claimSentence = (task: Json): string =>
  task.outcome === 'granted'
    ? `GRANTED: you hold the task until ${String(task.lease_until)}. Send fence ${String(task.fence)} with renew, release and complete.\n`
    : 'PENDING: the pact has not settled who gets the task. Do not start; claim it again with a longer wait.\n';

const resultOf = (operation: string, answer: Json): ToolResult => {
  // A context is words for a model already, quoted by the daemon and counted: a second wrapping would cost what it saved.
  if (operation === 'readContext') {
    const text = String(answer.text);
    return { content: [{ type: 'text', text }], structuredContent: { text } };
  }
  const claim = operation === 'claimTask';
  const body = claim ? { outcome: answer.pending === true ? 'pending' : 'granted', ...answer } : answer;
  return {
    content: [{ type: 'text', text: `${claim ? claimSentence(body) : ''}${quote(body)}` }],
    structuredContent: { notice: NOTICE, ...body },
  };
};

/**
 * A failure as a result that tells the model what to change: a sentence, and the daemon's error as JSON. It has no structured content,
 * because clients hold that against the output schema also when the call failed.
 */
const failureResult = (error: unknown): ToolResult => {
  if (!(error instanceof ConcordatApiError)) throw error;
  const lost = error.code === 'TASK_ALREADY_CLAIMED';
  const hint = error.hint === undefined ? '' : `\nWhat to do: ${safeLine(error.hint)}`;
  const sentence = `${lost ? 'LOST: ' : ''}${error.code}: ${safeLine(error.message)}${hint}`;
  return {
    content: [
      { type: 'text', text: sentence },
      { type: 'text', text: safeJson({ ...(lost ? { outcome: 'lost' } : {}), ...error.toJSON() }) },
    ],
    isError: true,
  };
};

/**
 * Runs a tool: one request to the daemon, and one before it when the pact has to be found.
 * @param preset the list that the caller was shown: arguments that it does not have are refused
 * @returns undefined when there is no such tool
 */
export const callTool = async (
  preset: Preset,
  name: string,
  given: Json,
  caller: () => Promise<Caller>,
): Promise<ToolResult | undefined> => {
  const tool = PRESETS[preset].find((one) => one.name === name);
  const route = ROUTES[name];
  if (!tool || !route) return undefined;
  try {
    checkArguments(tool, given);
    const { client, pact, signal } = await caller();
    const ref = await pactOf({ client, pact: (given.pact as string | undefined) ?? pact });
    const parameters = requestOf(route, { ...given, pact: ref });
    const method = route.method.toLowerCase() as HttpMethod;
    const answer = await client.request(method, route.path, { ...parameters, ...(signal ? { signal } : {}) });
    return resultOf(route.operation, answer as Json);
  } catch (error) {
    return failureResult(error);
  }
};
