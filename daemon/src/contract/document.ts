/** The contract as data: the parsed openapi.yaml, read as a list of operations. */
import { document } from './generated/document.js';
import type { operations } from './generated/openapi.js';

/** Names of all operations of the contract. */
export type OperationId = keyof operations;

/** What a request must bring: nothing, or a token with that scope. */
export type RequiredScope = 'none' | 'read' | 'write' | 'operator';

/** A JSON Schema as it stands in the contract. */
export interface Schema {
  readonly $ref?: string;
  readonly format?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: { readonly [name: string]: Schema };
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly additionalProperties?: boolean;
  readonly unevaluatedProperties?: boolean;
  readonly 'x-error-code'?: string;
}

interface MediaType {
  readonly schema: Schema;
  readonly example?: unknown;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

interface Body {
  readonly required?: boolean;
  readonly content: { readonly [mediaType: string]: MediaType };
}

interface ResponseObject {
  readonly content?: { readonly [mediaType: string]: MediaType };
}

type Ref<T> = T | { readonly $ref: string };

interface OperationObject {
  readonly operationId: OperationId;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Ref<Parameter>[];
  readonly requestBody?: Body;
  readonly responses: { readonly [status: string]: Ref<ResponseObject> };
  readonly 'x-scope': RequiredScope;
  readonly 'x-codes': readonly string[];
  readonly 'x-mcp'?: McpTool;
}

/** How an operation shows as a tool of the MCP server. */
export interface McpTool {
  readonly tool: string;
  readonly title: string;
  /** Says to an agent that has read nothing else when to call it and what the answer means. */
  readonly description: string;
  readonly presets: readonly ('core' | 'full')[];
  readonly annotations: {
    readonly readOnlyHint: boolean;
    /** Said of tools that write; to a reader neither applies. */
    readonly destructiveHint?: boolean;
    readonly idempotentHint?: boolean;
    readonly openWorldHint: boolean;
  };
  /** Parameters and body fields that the tool does not have. */
  readonly omit?: readonly string[];
  /** Values of arguments that are left out, instead of the contract's own. */
  readonly defaults?: { readonly [argument: string]: unknown };
  /** Arguments that the preset `core` keeps. */
  readonly core?: readonly string[];
  /** Fields of the answer that the output schema names; all of them when absent. */
  readonly answer?: readonly string[];
}

/** The parts of the OpenAPI document that the daemon reads. */
export interface ContractDocument {
  readonly 'x-codes': {
    readonly everywhere: string[];
    readonly with_token: string[];
    readonly outside_operations: string[];
  };
  /** Names of schemas whose values may become more without notice. */
  readonly 'x-open-enums': readonly string[];
  readonly paths: {
    readonly [path: string]: { readonly parameters?: readonly Ref<Parameter>[] } & {
      readonly [method: string]: OperationObject;
    };
  };
  readonly components: { readonly schemas: { readonly [name: string]: Schema } };
}

/** One operation with everything that a route needs, references resolved. */
export interface Operation {
  readonly id: OperationId;
  readonly tag: string;
  /** One line. */
  readonly summary: string;
  /** What the summary does not say; empty when it says everything. */
  readonly description: string;
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** As in the contract, `/v1/pacts/{pactId}`. */
  readonly path: string;
  readonly scope: RequiredScope;
  /** Error codes of this operation, those of every operation included. */
  readonly codes: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly body: { readonly required: boolean; readonly schema: Schema; readonly example?: unknown } | null;
  /** By status: media type and schema; null when the answer has no body. */
  readonly responses: ReadonlyMap<number, { readonly mediaType: string; readonly schema: Schema } | null>;
  /** Undefined when the operation is no tool. */
  readonly mcp: McpTool | undefined;
}

const METHODS = ['get', 'put', 'post', 'delete'] as const;

/** The contract this daemon was built with. */
export const contract = document as ContractDocument;

/** Follows a `$ref` inside the document; anything else is given back as it is. */
export const deref = <T extends object>(doc: ContractDocument, node: Ref<T>): T => {
  if (!('$ref' in node) || node.$ref === undefined) return node as T;
  let target: unknown = doc;
  for (const part of node.$ref.slice(2).split('/')) target = (target as Record<string, unknown>)[part];
  if (target === undefined) throw new Error(`openapi.yaml: nothing at ${node.$ref}`);
  return deref(doc, target as Ref<T>);
};

const errorCodes = (doc: ContractDocument, operation: OperationObject): string[] => {
  const { everywhere, with_token } = doc['x-codes'];
  return [...everywhere, ...(operation['x-scope'] === 'none' ? [] : with_token), ...operation['x-codes']];
};

const responsesOf = (doc: ContractDocument, operation: OperationObject): Operation['responses'] =>
  new Map(
    Object.entries(operation.responses).map(([status, response]) => {
      const [media] = Object.entries(deref(doc, response).content ?? {});
      return [Number(status), media ? { mediaType: media[0], schema: media[1].schema } : null];
    }),
  );

/** All operations in the order of the contract. */
export const operationsOf = (doc: ContractDocument): Operation[] =>
  Object.entries(doc.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method): Operation => {
      const operation = item[method] as OperationObject;
      const media = operation.requestBody?.content['application/json'];
      return {
        id: operation.operationId,
        tag: operation.tags[0] ?? '',
        summary: operation.summary,
        description: operation.description?.trim() ?? '',
        method: method.toUpperCase() as Operation['method'],
        path,
        scope: operation['x-scope'],
        codes: errorCodes(doc, operation),
        parameters: [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((parameter) =>
          deref(doc, parameter),
        ),
        body: media
          ? { required: operation.requestBody?.required ?? false, schema: media.schema, example: media.example }
          : null,
        responses: responsesOf(doc, operation),
        mcp: operation['x-mcp'],
      };
    }),
  );
