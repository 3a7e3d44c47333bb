/** How a schema of the contract is written in Python: aliases of literals, TypedDicts, and the annotations that name them. */
import { type ContractDocument, deref, type Operation, type Schema } from '../../daemon/src/contract/document.js';

/** Where a value goes: an answer holds lists, a caller may give any sequence. */
export type Direction = 'answer' | 'argument';

const SCALARS: Readonly<Record<string, string>> = {
  string: 'str',
  integer: 'int',
  number: 'float',
  boolean: 'bool',
  object: 'dict[str, Json]',
};

/** One keyword of a method, and where in the request it goes. */
export interface Argument {
  readonly name: string;
  /** As the contract calls it. */
  readonly field: string;
  readonly place: 'path' | 'query' | 'header' | 'body';
  readonly required: boolean;
  readonly schema: Schema;
  readonly annotation: string;
  readonly description: string | undefined;
  /** Null means something else than leaving it out, so the default is a mark of its own. */
  readonly canBeNull: boolean;
}

/** An operation as a method. */
export interface Method {
  readonly operation: Operation;
  readonly name: string;
  readonly arguments: readonly Argument[];
  /** Takes fields beyond those that the contract names. */
  readonly open: boolean;
  /** Is it a method of one pact? */
  readonly ofPact: boolean;
  /** What the body's `confirm` repeats, as a Python expression; undefined when there is none. */
  readonly confirm: string | undefined;
  readonly answer: string;
  /** What one row of the page is, when the operation answers pages. */
  readonly row: string | undefined;
}

/** `claimTask` and `Idempotency-Key` as Python names them: `claim_task`, `idempotency_key`; a reserved word gets an underscore. */
export const snake = (name: string): string => {
  const word = name
    .replaceAll('-', '_')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase();
  return word === 'from' ? 'from_' : word;
};

/** `task_already_claimed` or `claimTask` as a class is named: `TaskAlreadyClaimed`, `ClaimTask`. */
export const pascal = (name: string): string =>
  name
    .split(/[_-]/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');

/** A Python literal of a JSON value. */
export const literal = (value: unknown): string => {
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (value === null) return 'None';
  return JSON.stringify(value);
};

/** Text that may stand between triple quotes. */
export const quoted = (text: string): string => text.trim().replaceAll('\\', '\\\\').replaceAll('"""', '\\"\\"\\"');

/** Does the contract allow null here? */
export const isNullable = (schema: Schema): boolean =>
  schema.type === 'null' || (Array.isArray(schema.type) && schema.type.includes('null'));

/** The schemas of one contract as Python: it names what it meets, and writes a class once. */
export class PythonTypes {
  readonly #doc: ContractDocument;
  readonly #classes = new Map<string, string>();
  readonly #aliases = new Map<string, string>();

  constructor(doc: ContractDocument) {
    this.#doc = doc;
  }

  /** Names that an annotation may use, in the order of the alphabet. */
  get names(): string[] {
    return [...this.#aliases.keys(), ...this.#classes.keys()].toSorted();
  }

  /** Everything that {@link names} lists, as Python. */
  get definitions(): string {
    return [[...this.#aliases.values()].join('\n'), ...this.#classes.values()].join('\n\n\n');
  }

  /** The schema that a `$ref` leads to, and its name in the contract. */
  resolve(schema: Schema): { readonly schema: Schema; readonly name: string | undefined } {
    const name = schema.$ref?.split('/').at(-1);
    return { schema: deref(this.#doc, schema as { $ref: string }), name };
  }

  /** The annotation of a value; `name` is what a class gets whose schema has no name of its own. */
  annotation(given: Schema, name: string, direction: Direction = 'answer'): string {
    const target = this.resolve(given);
    const schema = target.schema;
    const own = target.name ?? name;
    const inner = this.#inner(schema, own, target.name !== undefined, direction);
    return isNullable(schema) && inner !== 'None' ? `${inner} | None` : inner;
  }

  #inner(schema: Schema, name: string, isNamed: boolean, direction: Direction): string {
    if (schema.const !== undefined) return `Literal[${literal(schema.const)}]`;
    if (schema.enum) {
      const values = `Literal[${schema.enum
        .filter((value) => value !== null)
        .map(literal)
        .join(', ')}]`;
      return isNamed ? this.#alias(name, values, schema.description) : values;
    }
    if (schema.oneOf && !schema.properties) {
      return schema.oneOf.map((one) => this.annotation(one, name, direction)).join(' | ');
    }
    if (schema.allOf || schema.properties) return this.#class(name, schema);
    const type = [schema.type].flat().find((one) => one !== 'null') ?? '';
    if (type === 'array') {
      const item = this.annotation(schema.items ?? {}, name, direction);
      return `${direction === 'answer' ? 'list' : 'Sequence'}[${item}]`;
    }
    return SCALARS[type] ?? (schema.type === 'null' ? 'None' : 'Json');
  }

  #alias(name: string, values: string, description: string | undefined): string {
    this.#aliases.set(name, `${description ? `# ${description}.\n` : ''}${name}: TypeAlias = ${values}`);
    return name;
  }

  #class(name: string, schema: Schema): string {
    if (this.#classes.has(name)) return name;
    this.#classes.set(name, '');
    const { properties, required } = this.#fields(schema);
    const lines = Object.entries(properties).flatMap(([field, value]) => {
      const annotation = this.annotation(value, `${name}${pascal(field)}`);
      const why = value.description ?? this.resolve(value).schema.description;
      const text = why ? [`    # ${why.trim().replaceAll('\n', '\n    # ')}`] : [];
      return [...text, `    ${field}: ${required.has(field) ? annotation : `NotRequired[${annotation}]`}`];
    });
    const doc = schema.description ? [`    """${quoted(schema.description)}."""`, ''] : [];
    // Insertion order is that of the first mention; a class is written after those that its fields name.
    this.#classes.delete(name);
    this.#classes.set(name, ['@final', `class ${name}(TypedDict):`, ...doc, ...lines].join('\n'));
    return name;
  }

  /** Fields of an object, those of the parts of an `allOf` included. */
  #fields(schema: Schema): { properties: Record<string, Schema>; required: Set<string> } {
    const parts = [schema, ...(schema.allOf ?? []).map((part) => this.resolve(part).schema)];
    const nested = parts.slice(1).map((part) => this.#fields(part));
    return {
      properties: Object.assign({}, schema.properties, ...nested.map((part) => part.properties)) as Record<
        string,
        Schema
      >,
      required: new Set([...(schema.required ?? []), ...nested.flatMap((part) => [...part.required])]),
    };
  }
}
