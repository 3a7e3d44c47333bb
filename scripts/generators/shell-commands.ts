/** The contract as the shell sees it: operations as commands, parameters and fields of the body as flags. */
import {
  type ContractDocument,
  type Operation,
  type Schema,
  contract,
  deref,
  operationsOf,
} from '../../daemon/src/contract/document.js';

/** What the runtime understands besides the flags of an operation. */
export const OWN_FLAGS: readonly (readonly [flag: string, value: string, help: string])[] = [
  ['--url', 'URL', 'address of the daemon (CONCORDAT_URL; default: the one in daemon.json)'],
  [
    '--token-file',
    'FILE',
    'file that holds the token (or the token itself in CONCORDAT_TOKEN; default: the one in daemon.json)',
  ],
  ['--data-dir', 'DIRECTORY', 'where daemon.json is (CONCORDAT_DATA_DIR; default: ~/.concordat)'],
  ['--timeout', 'SECONDS', 'how long it may take (default: 60; of a stream: no end)'],
  ['--help', '', 'print this'],
];

/** Where the whole body comes from, of operations that have one. */
export const JSON_FLAG = [
  '--json',
  'JSON',
  'the body as one JSON object, - reads it from the standard input; flags add to it',
] as const;

/** One flag of an operation. */
export interface Flag {
  /** `--ttl-ms`. */
  readonly flag: string;
  readonly place: 'path' | 'query' | 'header' | 'body';
  /** How a value becomes JSON in a body; `list` may be repeated, `objects` too and takes JSON, `yes` takes no value. */
  readonly kind: 'text' | 'number' | 'boolean' | 'list' | 'objects' | 'yes';
  /** As the contract calls it. */
  readonly name: string;
  readonly required: boolean;
  readonly help: string;
  /** The values that there are, when the contract lists them. */
  readonly choices: readonly string[];
}

/** An operation as the shell knows it. */
export interface Command {
  /** `post-task`. */
  readonly name: string;
  readonly operation: Operation;
  readonly flags: readonly Flag[];
}

const kebab = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();

/** The schema that a reference leads to, with what stands beside the reference. */
const resolved = (schema: Schema, doc: ContractDocument): Schema => ({ ...deref(doc, schema), ...schema });

const kindOf = (schema: Schema, doc: ContractDocument): Flag['kind'] => {
  const types = [schema.type ?? []].flat();
  if (schema.const === true) return 'yes';
  if (types.includes('array'))
    return ['object', 'number'].includes(String(resolved(schema.items ?? {}, doc).type)) ? 'objects' : 'list';
  if (types.includes('integer') || types.includes('number')) return 'number';
  return types.includes('boolean') ? 'boolean' : 'text';
};

const choicesOf = (schema: Schema, doc: ContractDocument): string[] => {
  const values = schema.enum ?? (schema.items ? resolved(schema.items, doc).enum : undefined) ?? [];
  return values.filter((value) => typeof value === 'string');
};

const limits = (schema: Schema): string => {
  const { minimum, maximum } = schema;
  const range = minimum === undefined || maximum === undefined ? [] : [`${minimum} to ${maximum}`];
  const byDefault = schema.default === undefined ? [] : [`default: ${[schema.default].flat().join(' ')}`];
  const both = [...range, ...byDefault];
  return both.length > 0 ? ` (${both.join('; ')})` : '';
};

const flagOf = (
  place: Flag['place'],
  name: string,
  node: Schema,
  required: boolean,
  description: string | undefined,
): Flag => {
  const schema = resolved(node, contract);
  const choices = choicesOf(schema, contract);
  const kind = kindOf(schema, contract);
  const help = [
    description ?? schema.description ?? `the field ${name}`,
    ...(choices.length > 0 ? [choices.join(', ')] : []),
  ];
  const repeat = kind === 'list' || kind === 'objects' ? '; may be repeated' : '';
  return {
    flag: `--${kebab(name === 'pactId' ? 'pact' : name)}`,
    place,
    kind,
    name,
    required,
    help: `${help.join(': ')}${limits(schema)}${repeat}`,
    choices,
  };
};

const flagsOf = (operation: Operation): Flag[] => {
  const body = operation.body ? resolved(operation.body.schema, contract) : {};
  const flags = [
    ...operation.parameters.map(({ in: place, name, schema, required, description }) =>
      flagOf(place, name, schema, required ?? false, description),
    ),
    ...Object.entries(body.properties ?? {}).map(([name, schema]) =>
      flagOf('body', name, schema, body.required?.includes(name) ?? false, schema.description),
    ),
  ];
  const names = [...flags.map(({ flag }) => flag), '--json', ...OWN_FLAGS.map(([flag]) => flag)];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice)
    throw new Error(`${operation.id} has two flags ${twice}: the shell client needs another name for one of them`);
  return flags;
};

const commandOf = (operation: Operation): Command => ({
  name: kebab(operation.id),
  operation,
  flags: flagsOf(operation),
});

/** The commands of the shell client, in the order of the contract. */
export const shellCommands = (): Command[] => operationsOf(contract).map(commandOf);
