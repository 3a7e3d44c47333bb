import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** A JSON schema, as far as the table of bad input looks at it. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  oneOf?: Schema[];
  additionalProperties?: boolean | Schema;
  'x-error-code'?: string;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
}

/** One operation of `openapi.yaml`, with what a bad request to it needs to know. */
export interface ContractOperation {
  id: string;
  method: string;
  /** With `{placeholders}`. */
  path: string;
  scope: 'none' | 'read' | 'write' | 'operator';
  /** Codes that it may answer. */
  codes: ReadonlySet<string>;
  statuses: ReadonlySet<number>;
  parameters: Parameter[];
  body: { schema: Schema; required: boolean; example: Record<string, unknown> } | null;
  streams: boolean;
}

/** The parsed contract. */
export const contract: any = parse(
  fs.readFileSync(fileURLToPath(new URL('../../../openapi.yaml', import.meta.url)), 'utf8'),
);

/** Follows references. What stands beside a `$ref` wins. */
export function resolved<T extends object>(node: T): T {
  const { $ref, ...beside } = node as T & { $ref?: string };
  if (!$ref) return node;
  const target = $ref
    .slice(2)
    .split('/')
    .reduce((at: any, key) => at[key], contract);
  return { ...resolved(target), ...beside } as T;
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch'];

/** Every operation, in the contract's order. */
export const operations: ContractOperation[] = Object.entries<Record<string, never>>(contract.paths).flatMap(
  ([path, item]) =>
    METHODS.filter((method) => method in item).map((method) => {
      const operation = item[method] as any;
      const media = operation.requestBody?.content?.['application/json'];
      const scope = operation['x-scope'];
      return {
        id: operation.operationId,
        method: method.toUpperCase(),
        path,
        scope,
        codes: new Set<string>([
          ...contract['x-codes'].everywhere,
          ...(scope === 'none' ? [] : contract['x-codes'].with_token),
          ...contract['x-codes'].outside_operations,
          ...operation['x-codes'],
        ]),
        statuses: new Set(Object.keys(operation.responses).map(Number)),
        parameters: [...((item.parameters as Parameter[] | undefined) ?? []), ...(operation.parameters ?? [])].map(
          (parameter: Parameter) => {
            const full = resolved(parameter);
            return { ...full, schema: resolved(full.schema) };
          },
        ),
        body: media
          ? {
              schema: resolved(media.schema),
              required: operation.requestBody.required === true,
              example: media.example ?? {},
            }
          : null,
        streams: Object.values(operation.responses).some(
          (response) => 'text/event-stream' in ((response as { content?: object }).content ?? {}),
        ),
      };
    }),
);

/** Methods that a path has, those of templates that it also fits included: `/pacts/join` is a `/pacts/{pactId}` too. */
export const methodsAt = (path: string): string[] => {
  const fits = (template: string) => new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path);
  return [
    ...new Set(
      operations
        .filter((operation) => operation.path === path || fits(operation.path))
        .map((operation) => operation.method),
    ),
  ];
};
