/**
 * From the `x-mcp` of each operation: the tools of the MCP server, and the same list as `skill/concordat/tools.json`.
 * Input schemas are closed. Output schemas are shallow, so that a list of tools stays small: names and types of the fields at the
 * root, while openapi.yaml has the rest.
 */
import {
  contract,
  deref,
  type McpTool,
  type Operation,
  operationsOf,
  type Schema,
} from '../../daemon/src/contract/document.js';
import { BANNER, type Outputs } from './output.js';

type JsonSchema = Record<string, unknown>;
type Preset = McpTool['presets'][number];

/** An argument of a tool, and the place of the request that it becomes. */
interface Argument {
  readonly name: string;
  readonly place: 'path' | 'query' | 'header' | 'body';
  /** Its name at that place. */
  readonly as: string;
  readonly required: boolean;
  readonly schema: Schema;
}

/** What of a schema helps an agent to fill in an argument; the daemon holds the request against all of it. */
const INPUT_KEYWORDS = {
  core: ['type', 'enum'],
  full: ['type', 'enum', 'default', 'minimum', 'maximum'],
} as const;

/** Arguments that need no words: the list of tools is read into every context, and the server's instructions say once what `pact` is. */
const PLAIN = new Set(['pact', 'id', 'limit', 'cursor', 'type']);

/** Nobody means values past these limits, and the daemon says so if somebody does. */
const UNBOUNDED = new Set(['limit', 'fence', 'budget_tokens']);

/** Arguments whose name in the contract says less than it could, or is no name for a field. */
const ARGUMENT_NAMES: Readonly<Record<string, string>> = { pactId: 'pact', 'Idempotency-Key': 'idempotency_key' };

/** A schema with its reference and its `allOf` taken in. */
const resolved = (schema: Schema): Schema => {
  const { $ref, ...own } = schema;
  const whole: Schema = $ref === undefined ? own : { ...deref(contract, { $ref } as Schema), ...own };
  if (!whole.allOf) return whole;
  const parts = whole.allOf.map(resolved);
  return {
    type: 'object',
    properties: Object.assign({}, ...parts.map(({ properties }) => properties)),
    required: parts.flatMap(({ required = [] }) => required),
  };
};

const argumentsOf = ({ parameters, body }: Operation, { omit = [] }: McpTool): Argument[] => {
  const draft = body ? resolved(body.schema) : undefined;
  const all: Argument[] = [
    ...parameters.map((parameter) => ({
      name: ARGUMENT_NAMES[parameter.name] ?? parameter.name,
      place: parameter.in,
      as: parameter.name,
      // A pact that is not named is the one that the server was started for, or the current one of the node.
      required: parameter.required === true && parameter.name !== 'pactId',
      schema: { ...resolved(parameter.schema), description: parameter.description },
    })),
    ...Object.entries(draft?.properties ?? {}).map(([name, schema]) => ({
      name,
      place: 'body' as const,
      as: name,
      required: draft?.required?.includes(name) ?? false,
      schema: resolved(schema),
    })),
  ];
  return all.filter(({ as }) => !omit.includes(as));
};

/** Only what the contract means as a limit: that of a fence is the largest number JSON can carry. A list of values says its type. */
const says = (schema: Schema, keyword: keyof Schema): boolean =>
  schema[keyword] !== undefined &&
  schema[keyword] !== Number.MAX_SAFE_INTEGER &&
  !(keyword === 'type' && schema.enum !== undefined);

/** The first sentence; the rest is in the reference. */
const brief = (text: string): string => text.split(/[.;] /, 1)[0] ?? text;

const inputProperty = (schema: Schema, preset: Preset): JsonSchema => ({
  ...Object.fromEntries(
    INPUT_KEYWORDS[preset].filter((keyword) => says(schema, keyword)).map((keyword) => [keyword, schema[keyword]]),
  ),
  ...(schema.items ? { items: inputProperty(resolved(schema.items), 'core') } : {}),
  ...(preset === 'full' && schema.description ? { description: brief(schema.description) } : {}),
});

const inputSchema = (list: readonly Argument[], { defaults = {} }: McpTool, preset: Preset): JsonSchema => {
  const required = list.filter((argument) => argument.required).map(({ name }) => name);
  const properties = list.map(({ name, schema }) => [
    name,
    inputProperty(
      {
        ...schema,
        ...(name in defaults ? { default: defaults[name] } : {}),
        ...(PLAIN.has(name) ? { description: undefined } : {}),
        ...(UNBOUNDED.has(name) ? { minimum: undefined, maximum: undefined } : {}),
      },
      preset,
    ),
  ]);
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
};

const outputProperty = (schema: Schema): JsonSchema => {
  const { type, enum: values, const: value } = resolved(schema);
  if (value !== undefined) return { const: value };
  if (values) return { enum: values };
  return type === undefined ? {} : { type };
};

/** The answer of success, open to more fields. A claim has two of them, told apart by `outcome`. */
const outputSchema = ({ responses }: Operation, { answer }: McpTool, preset: Preset): JsonSchema => {
  const success = responses.get(200) ?? responses.get(201);
  if (!success) throw new Error('a tool needs an operation that answers 200 or 201 with JSON');
  // The smallest list says no more than that the answer is an object, as every client needs it.
  if (preset === 'core') return { type: 'object' };
  const named = Object.entries(resolved(success.schema).properties ?? {})
    .filter(([name]) => answer?.includes(name) ?? true)
    .map(([name, schema]) => [name, outputProperty(schema)]);
  if (!responses.has(202)) return { type: 'object', properties: Object.fromEntries(named) };
  const outcome = { outcome: { enum: ['granted', 'pending'] } };
  return { type: 'object', properties: { ...outcome, ...Object.fromEntries(named) }, required: ['outcome'] };
};

const toolOf = (operation: Operation, mcp: McpTool, preset: Preset) => {
  const kept = argumentsOf(operation, mcp).filter(({ name }) => preset === 'full' || (mcp.core ?? []).includes(name));
  return {
    name: mcp.tool,
    ...(preset === 'full' ? { title: mcp.title } : {}),
    description: mcp.description,
    inputSchema: inputSchema(kept, mcp, preset),
    outputSchema: outputSchema(operation, mcp, preset),
    annotations: mcp.annotations,
  };
};

const routeOf = (operation: Operation, mcp: McpTool) => ({
  operation: operation.id,
  method: operation.method,
  path: operation.path,
  // What a tool has no argument for is sent with the value that the tool has of its own.
  arguments: Object.fromEntries(
    argumentsOf(operation, { ...mcp, omit: mcp.omit?.filter((name) => !(name in (mcp.defaults ?? {}))) }).map(
      ({ name, place, as }) => [name, { place, as }],
    ),
  ),
  defaults: mcp.defaults ?? {},
});

export const mcpTools = (): Outputs => {
  const tools = operationsOf(contract).flatMap((operation) =>
    operation.mcp ? [{ operation, mcp: operation.mcp }] : [],
  );
  const listOf = (preset: Preset) =>
    tools.filter(({ mcp }) => mcp.presets.includes(preset)).map(({ operation, mcp }) => toolOf(operation, mcp, preset));
  const presets = { core: listOf('core'), full: listOf('full') };
  const routes = Object.fromEntries(tools.map(({ operation, mcp }) => [mcp.tool, routeOf(operation, mcp)]));
  const lines = presets.full.map((tool) => JSON.stringify(tool));
  const json = (value: unknown): string => JSON.stringify(value, null, 2);
  return new Map([
    [
      'clients/mcp/src/generated/tools.ts',
      `// ${BANNER}\nexport const presets: unknown = ${json(presets)};\n\nexport const routes: unknown = ${json(routes)};\n`,
    ],
    ['skill/concordat/tools.json', `{"tools": [\n${lines.join(',\n')}\n]}\n`],
  ]);
};
