/** Requests and answers held against the contract, with sentences that say what is wrong and what is allowed. */
import { createRequire } from 'node:module';
import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { ConcordatError, type ErrorCode, type Json, isErrorCode } from '../errors.js';
import { type ContractDocument, type Operation, type Schema, deref } from './document.js';

/** Where a value stands in a request. */
export type Part = 'path' | 'query' | 'header' | 'body';

/** Checks a value, filling in defaults; parameters are also turned from text into their type, in place. Throws ConcordatError. */
export type Check = (value: unknown) => void;

// Words of the contract that say nothing about a value.
const VOCABULARY = ['components', 'example', 'x-error-code'];

const VALUE_MAX_CHARS = 60;

const require = createRequire(import.meta.url);

/** Loaded with the first request that has something to check, so that a start does not wait for it. */
const newAjv = (options: ConstructorParameters<typeof Ajv2020>[0]): Ajv2020 => {
  const loaded = require('ajv/dist/2020.js') as { Ajv2020: typeof Ajv2020 };
  return new loaded.Ajv2020(options);
};

// Ajv gets the components once, under the name `contract`; references into them follow.
const withAbsoluteRefs = (node: unknown): unknown => {
  if (Array.isArray(node)) return node.map(withAbsoluteRefs);
  if (node === null || typeof node !== 'object') return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string' ? `contract${value}` : withAbsoluteRefs(value),
    ]),
  );
};

const isObjectSchema = (schema: Schema): boolean =>
  schema.type === 'object' || schema.properties !== undefined || schema.allOf !== undefined;

/**
 * Answers may not carry a field that the contract does not name, else clients generated from it would not know of it.
 * The contract leaves answers open, since fields may be added in a later version; so they are closed here, where a reference is used.
 */
const closed = (doc: ContractDocument, schema: Schema): Schema => {
  const parts = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      if (key === 'properties')
        return [
          key,
          Object.fromEntries(
            Object.entries(value as Record<string, Schema>).map(([name, sub]) => [name, closed(doc, sub)]),
          ),
        ];
      if (key === 'items') return [key, closed(doc, value as Schema)];
      return [key, value];
    }),
  ) as Schema;
  const open = parts.additionalProperties !== undefined || !isObjectSchema(deref(doc, schema));
  if (open) return parts;
  return schema.$ref ? { allOf: [parts], unevaluatedProperties: false } : { ...parts, unevaluatedProperties: false };
};

const closedComponents = (doc: ContractDocument): { [name: string]: Schema } =>
  Object.fromEntries(
    Object.entries(doc.components.schemas).map(([name, schema]) => {
      const { unevaluatedProperties: _closed, ...open } = closed(doc, schema) as { unevaluatedProperties?: boolean };
      return [name, open];
    }),
  );

/** Two compilers for requests: bodies are taken as they are, parameters come as text and are coerced. */
export class RequestValidation {
  readonly #doc: ContractDocument;
  #bodies: Ajv2020 | undefined;
  #parameters: Ajv2020 | undefined;

  constructor(doc: ContractDocument) {
    this.#doc = doc;
  }

  /** A check of an operation's body. */
  body(schema: Schema): Check {
    return this.#check(schema, 'body');
  }

  /** A check of an operation's parameters at one place, or undefined when there is nothing to check. */
  parameters(operation: Operation, part: 'path' | 'query' | 'header'): Check | undefined {
    const declared = operation.parameters.filter((parameter) => parameter.in === part);
    if (declared.length === 0) return part === 'query' ? refuseAnyQuery : undefined;
    const nameOf = (name: string): string => (part === 'header' ? name.toLowerCase() : name);
    const schema: Schema = {
      type: 'object',
      additionalProperties: part === 'header',
      properties: Object.fromEntries(declared.map((parameter) => [nameOf(parameter.name), parameter.schema])),
      required: declared.filter(({ required }) => required).map(({ name }) => nameOf(name)),
    };
    return this.#check(schema, part);
  }

  // Compiled at the first use: all of them at once would cost a third of the time that the daemon may take to start.
  #check(schema: Schema, part: Part): Check {
    let validate: ValidateFunction | undefined;
    return (value) => {
      validate ??= this.#ajv(part).compile(withAbsoluteRefs(schema) as object);
      if (validate(value)) return refuseInfinite(value, part);
      const error = validate.errors?.at(-1);
      if (!error) throw new Error('the validator refused a value without a reason');
      throw refusal(this.#doc, schema, part, error);
    };
  }

  #ajv(part: Part): Ajv2020 {
    if (part === 'body') {
      this.#bodies ??= requestAjv(this.#doc, false);
      return this.#bodies;
    }
    this.#parameters ??= requestAjv(this.#doc, 'array');
    return this.#parameters;
  }
}

/** `1e999` is read as infinity, which passes every maximum. */
const refuseInfinite = (values: unknown, part: Part): void => {
  if (part === 'body') return;
  for (const [name, value] of Object.entries(values as object)) {
    if (typeof value !== 'number' || Number.isFinite(value)) continue;
    throw new ConcordatError('BAD_REQUEST', `${part} field "${name}" is not a finite number`, {
      in: part,
      field: name,
    });
  }
};

const refuseAnyQuery: Check = (query) => {
  for (const name in query as object) {
    throw new ConcordatError(
      'BAD_REQUEST',
      `query has the unknown field "${clip(name)}"; this operation takes no query`,
      { in: 'query', field: clip(name) },
    );
  }
};

const requestAjv = (doc: ContractDocument, coerceTypes: false | 'array'): Ajv2020 => {
  // The contract itself is linted and tested; checking it against the schema of schemas again would cost 150 ms.
  const ajv = newAjv({
    coerceTypes,
    useDefaults: true,
    verbose: true,
    strictTypes: false,
    strictRequired: false,
    validateFormats: false,
    validateSchema: false,
  });
  ajv.addVocabulary(VOCABULARY);
  ajv.addSchema({ $id: 'contract', components: { schemas: withAbsoluteRefs(doc.components.schemas) } });
  return ajv;
};

/** Compiles the check of answers that tests switch on: declared fields only, of the declared types. Throws Error. */
export const responseChecks = async (doc: ContractDocument): Promise<(label: string, schema: Schema) => Check> => {
  const { default: formats } = await import('ajv-formats');
  const ajv = newAjv({ strictTypes: false, strictRequired: false });
  formats.default(ajv);
  ajv.addVocabulary(VOCABULARY);
  ajv.addSchema({ $id: 'contract', components: { schemas: withAbsoluteRefs(closedComponents(doc)) } });
  return (label, schema) => {
    let validate: ValidateFunction | undefined;
    return (value) => {
      validate ??= ajv.compile(withAbsoluteRefs(closed(doc, schema)) as object);
      if (!validate(value))
        throw new Error(`${label} does not answer what the contract says: ${ajv.errorsText(validate.errors)}`);
    };
  };
};

const clip = (text: string): string => (text.length > VALUE_MAX_CHARS ? `${text.slice(0, VALUE_MAX_CHARS)}…` : text);

const shown = (value: unknown): string => {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (value !== null && typeof value === 'object') return 'an object';
  return clip(JSON.stringify(value));
};

const escapedPart = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');

/** The schema's own code for a value that does not fit: the nearest one on the way to the value, else BAD_REQUEST. */
const codeAt = (doc: ContractDocument, schema: Schema, path: readonly string[]): ErrorCode => {
  let code: string | undefined;
  let node: Schema | undefined = schema;
  for (let depth = 0; node; depth += 1) {
    const target: Schema = deref(doc, node);
    code = node['x-error-code'] ?? target['x-error-code'] ?? code;
    const key = path[depth];
    if (key === undefined) break;
    node = target.properties?.[key] ?? target.items;
  }
  return code !== undefined && isErrorCode(code) ? code : 'BAD_REQUEST';
};

const oneOfFields = (schema: Schema): string =>
  (schema.oneOf ?? []).flatMap((branch) => branch.required ?? []).join(', ');

const refusal = (doc: ContractDocument, schema: Schema, part: Part, error: ErrorObject): ConcordatError => {
  const path = error.instancePath.split('/').slice(1).map(escapedPart);
  const parent = (error.parentSchema ?? {}) as Schema;
  if (error.keyword === 'required') path.push(String(error.params.missingProperty));
  if (error.keyword === 'additionalProperties') path.push(String(error.params.additionalProperty));
  const field = clip(path.join('.'));
  const details: { [key: string]: Json } = field === '' ? { in: part } : { in: part, field };
  return new ConcordatError(codeAt(doc, schema, path), sentence(part, field, parent, error), details);
};

const sentence = (part: Part, field: string, parent: Schema, error: ErrorObject): string => {
  const where = field === '' ? part : `${part} ${field}`;
  if (error.keyword === 'additionalProperties') {
    const allowed = Object.keys(parent.properties ?? {}).join(', ');
    return `${part} has the unknown field "${field}"; allowed: ${allowed === '' ? 'none' : allowed}`;
  }
  if (error.keyword === 'required') return `${part} needs the field "${field}"`;
  if (error.keyword === 'oneOf') return `${where} needs exactly one of the fields ${oneOfFields(parent)}`;
  if (error.keyword === 'uniqueItems') return `${where} names the same value twice; allowed: different values`;
  return `${where} is ${shown(error.data)}; allowed: ${allowance(parent, error)}`;
};

const allowance = (parent: Schema, { keyword, params, message }: ErrorObject): string => {
  switch (keyword) {
    case 'type':
      return [params.type].flat().join(' or ');
    case 'enum':
      return (params.allowedValues as unknown[]).map((value) => JSON.stringify(value)).join(', ');
    case 'const':
      return JSON.stringify(params.allowedValue);
    case 'pattern':
      return parent.description ? `${parent.description} (${params.pattern})` : `text that matches ${params.pattern}`;
    case 'minLength':
      return `text of at least ${params.limit} characters`;
    case 'maxLength':
      return `text of at most ${params.limit} characters`;
    case 'minItems':
      return `an array of at least ${params.limit}`;
    case 'maxItems':
      return `an array of at most ${params.limit}`;
    case 'minProperties':
      return `an object with at least ${params.limit} of the fields ${Object.keys(parent.properties ?? {}).join(', ')}`;
    case 'minimum':
      return `at least ${params.limit}`;
    case 'maximum':
      return `at most ${params.limit}`;
    default:
      return message ?? keyword;
  }
};
