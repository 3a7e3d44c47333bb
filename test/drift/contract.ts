/** Checks of the contract against the daemon, the generated files and the clients. Each answers what is wrong, with the place first. */
import { isDeepStrictEqual } from 'node:util';
import { type ContractDocument, operationsOf } from '../../daemon/src/contract/index.js';
import { contractIn } from '../house/mentions.js';
import type { Tree } from '../house/tree.js';
import { shapeOf, type World } from './world.js';

const CONTRACT = 'openapi.yaml';

/** Routes of the daemon that are no operations, each with what serves it. */
const OTHER_ROUTES = new Map([
  ['GET /openapi.json', 'the contract itself'],
  ['GET /docs', 'the reference page'],
  ['GET /docs*', 'files of the reference page'],
  ['GET /llms.txt', 'the overview for models'],
  ['GET /skill.zip', 'the skill'],
  ['GET /mcp', 'MCP'],
  ['POST /mcp', 'MCP'],
  ['DELETE /mcp', 'MCP'],
]);

/** The contract as the tree has it. */
export const contractOf = (tree: Tree): ContractDocument => contractIn(tree) as ContractDocument;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Places at which two values differ, as paths of their keys. */
const differences = (left: unknown, right: unknown, place: string): string[] => {
  if (isDeepStrictEqual(left, right)) return [];
  if (!isObject(left) || !isObject(right)) return [`${place}: ${JSON.stringify(left)} here, ${JSON.stringify(right)}`];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) =>
    key in left && key in right
      ? differences(left[key], right[key], `${place}/${key.replaceAll('/', '~1')}`)
      : [`${place}/${key.replaceAll('/', '~1')}: ${key in left ? 'not' : 'only'}`],
  );
};

/** The daemon serves the very file. */
export const servedContract = ({ tree, served }: World): string[] =>
  differences(contractOf(tree), served, `${CONTRACT}#`).map(
    (difference) => `${difference} in /openapi.json of the daemon`,
  );

/** The routes of the daemon are the operations, and what is listed beside them. */
export const routes = ({ tree, routes: present }: World): string[] => {
  const declared = new Map(
    operationsOf(contractOf(tree)).map(({ id, method, path }) => [`${method} ${shapeOf(path)}`, id]),
  );
  const missing = [...declared].filter(([route]) => !present.includes(route));
  const extra = present.filter(
    (route) => !declared.has(route) && !OTHER_ROUTES.has(route) && !route.startsWith('HEAD '),
  );
  return [
    ...missing.map(([route, id]) => `${CONTRACT}: ${id}, ${route}, is no route of the daemon`),
    ...extra.map((route) => `daemon/src/api: ${route} is a route and no operation of ${CONTRACT}`),
  ];
};

/** What needs a token is refused without one, and nothing else is. */
export const scopes = ({ tree, strangers }: World): string[] =>
  operationsOf(contractOf(tree)).flatMap(({ id, scope }) => {
    const status = strangers.get(id);
    return (status === 401) === (scope !== 'none')
      ? []
      : [`${CONTRACT}: ${id} has x-scope ${scope}, and answers ${status} to a request without a token`];
  });

/** The committed files are what the generators make. */
export const generatedFiles = ({ tree, generated }: World): string[] => {
  const wrong = [...generated].flatMap(([path, text]) => {
    if (!tree.files.includes(path)) return [`${path}: is not committed; run scripts/generate`];
    const [have, want] = [tree.read(path).split('\n'), text.split('\n')];
    const line = want.findIndex((wanted, index) => have[index] !== wanted);
    if (line < 0 && have.length === want.length) return [];
    return [`${path}:${line < 0 ? want.length + 1 : line + 1}: is not what its source says; run scripts/generate`];
  });
  const orphans = tree.files.filter(
    (path) => /(^|\/)generated\//.test(path) && !generated.has(path) && !path.endsWith('__init__.py'),
  );
  return [...wrong, ...orphans.map((path) => `${path}: nothing generates it`)];
};

const snake = (id: string): string => id.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const kebab = (id: string): string => snake(id).replaceAll('_', '-');

interface Surface {
  readonly path: string;
  /** How an operation looks there. */
  readonly shape: (id: string) => RegExp;
  /** Finds all operations that are there, under the names that `name` makes of their ids. */
  readonly all?: RegExp;
  readonly name?: (id: string) => string;
  /** Operations that stand elsewhere. */
  readonly without?: readonly string[];
}

const PYTHON = 'clients/python/src/concordat';
/** A stream that resumes is written by hand. */
const STREAM = 'streamEvents';

/** Where every operation must stand: in each client, and in the test of it that calls them all and holds the answers against the contract. */
const SURFACES: readonly Surface[] = [
  {
    path: 'clients/typescript/test/operations.test.ts',
    shape: (id) => new RegExp(`^ {4}${id}: \\(`, 'm'),
    all: /^ {4}(\w+): \(/gm,
  },
  ...['operations', 'async_operations'].map((file) => ({
    path: `${PYTHON}/generated/${file}.py`,
    shape: (id: string) => new RegExp(`^ {4}(async )?def ${snake(id)}\\(`, 'm'),
    all: /^ {4}(?:async )?def (?!iter_)([a-z]\w*)\(/gm,
    name: snake,
    without: [STREAM],
  })),
  ...['client', 'async_client'].map((file) => ({
    path: `${PYTHON}/${file}.py`,
    shape: (id: string) => (id === STREAM ? /^ {4}(async )?def events\(/m : /^/),
  })),
  { path: 'clients/python/tests/test_operations.py', shape: (id) => new RegExp(`\\.${snake(id)}\\(|"${id}"`) },
  { path: 'clients/shell/concordat.sh', shape: (id) => new RegExp(`^ *${kebab(id)}\\)`, 'm') },
  { path: 'test/clients/shell.test.ts', shape: (id) => new RegExp(`'${kebab(id)}'`) },
];

/** Every client has every operation, its test calls it, and neither has one that is not there. */
export const clients = ({ tree }: World): string[] => {
  const ids = operationsOf(contractOf(tree)).map(({ id }) => id as string);
  return SURFACES.flatMap(({ path, shape, all, name = (id) => id, without = [] }) => {
    const text = tree.read(path);
    const known = new Set(ids.map(name));
    const extra = all ? [...text.matchAll(all)].map((match) => match[1] ?? '').filter((id) => !known.has(id)) : [];
    return [
      ...ids
        .filter((id) => !without.includes(id) && !shape(id).test(text))
        .map((id) => `${path}: the operation ${id} is missing`),
      ...extra.map((id) => `${path}: ${id} is no operation of the contract`),
    ];
  });
};

interface WithTool {
  readonly 'x-mcp'?: { readonly tool: string };
}

/** Names of the tools that the contract declares. */
const toolNames = (tree: Tree): string[] =>
  Object.values(contractOf(tree).paths).flatMap((item) =>
    Object.values(item).flatMap((operation) => (operation as unknown as WithTool)['x-mcp']?.tool ?? []),
  );

/** tools.json lists the tools of the contract, and so does MCP on every way in. */
export const tools = ({ tree, tools: listed }: World): string[] => {
  const path = 'skill/concordat/tools.json';
  const committed = (JSON.parse(tree.read(path)) as { tools: { name: string }[] }).tools;
  const names = differences(committed.map(({ name }) => name).toSorted(), toolNames(tree).toSorted(), path).map(
    (difference) => `${difference} in x-mcp of ${CONTRACT}`,
  );
  const lanes = [...listed].flatMap(([lane, present]) =>
    differences(committed, present, path).map((difference) => `${difference} in tools/list over ${lane}`),
  );
  return [...names, ...lanes];
};
