/** The drift test itself is tested: each of these changes, made in memory, must be found, and the place named. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Room } from '../../daemon/test/harness/index.js';
import { problemsOf } from './checks.js';
import { look, type World } from './world.js';

const room = new Room();
let world: World;

beforeAll(async () => {
  world = await look(room);
});
afterAll(() => room.close());

/** The same world with one file different. Throws when the file does not hold what is to be changed. */
const edit =
  (path: string, from: string | RegExp, to: string) =>
  (before: World): World => {
    const text = before.tree.read(path);
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`${path} does not hold ${String(from)}`);
    const read = (other: string): string => (other === path ? changed : before.tree.read(other));
    return { ...before, tree: { ...before.tree, read } };
  };

/** The same world with one file less. */
const without =
  (path: string) =>
  (before: World): World => ({
    ...before,
    tree: { ...before.tree, files: before.tree.files.filter((file) => file !== path) },
  });

/** The same world with an empty file more. */
const added =
  (path: string) =>
  ({ tree, ...rest }: World): World => ({
    ...rest,
    tree: { files: [...tree.files, path], read: (other) => (other === path ? '' : tree.read(other)) },
  });

/** A change of somebody who forgot the rest: what it is, how it is made, and which place must be named. */
type Mutation = readonly [what: string, change: (before: World) => World, named: RegExp];

const CONTRACT = 'openapi.yaml';
const SKILL = 'skill/concordat/SKILL.md';

const MUTATIONS: readonly Mutation[] = [
  ['a field is renamed', edit(CONTRACT, /^( {8})claimed_by:/m, '$1taken_by:'), /^openapi\.yaml#\S+\/taken_by/],
  [
    'a field becomes optional',
    edit(CONTRACT, 'required: [ok, recovered, votes, needed, indexer]', 'required: [ok, recovered]'),
    /^openapi\.yaml#\/paths\/~1v1~1pacts~1\{pactId\}~1admin~1recover\/post\/responses/,
  ],
  [
    'a route is added to the contract',
    edit(
      CONTRACT,
      '  /v1/healthz:\n',
      "  /v1/echo:\n    get: { operationId: echo, tags: [Host], summary: Echo, x-scope: none, x-codes: [], responses: { '200': { description: Said } } }\n  /v1/healthz:\n",
    ),
    /^openapi\.yaml: echo, GET \/v1\/echo, is no route/,
  ],
  [
    'a route is added to the daemon',
    (before) => ({ ...before, routes: [...before.routes, 'GET /v1/debug'] }),
    /^daemon\/src\/api: GET \/v1\/debug is a route/,
  ],
  [
    'a route is taken from the daemon',
    (before) => ({ ...before, routes: before.routes.filter((route) => route !== 'PUT /v1/pacts/{}/me') }),
    /^openapi\.yaml: setMe, PUT \/v1\/pacts\/\{\}\/me/,
  ],
  [
    'a status is dropped',
    edit(CONTRACT, /(operationId: claimTask[\s\S]*?)\n {8}'202':\n[\s\S]*?(?=\n {8}'400')/, '$1'),
    /^openapi\.yaml#\S+claim\/put\/responses\/202/,
  ],
  ['a default is changed', edit(CONTRACT, /default: 2\b/, 'default: 3'), /^openapi\.yaml#\S+\/default: 3 here, 2/],
  [
    'a limit is changed',
    edit(CONTRACT, 'maxLength: 200', 'maxLength: 201'),
    /^openapi\.yaml#\S+\/maxLength: 201 here, 200/,
  ],
  [
    'a scope is changed',
    edit(CONTRACT, /(operationId: hostStatus[\s\S]*?x-scope: )read/, '$1none'),
    /^openapi\.yaml: hostStatus has x-scope none, and answers 401/,
  ],
  [
    'an operation forgets its token in the daemon',
    (before) => ({ ...before, strangers: new Map(before.strangers).set('listAgents', 200) }),
    /^openapi\.yaml: listAgents has x-scope operator, and answers 200/,
  ],
  [
    'an error code is renamed in the registry',
    edit('daemon/src/errors.ts', '  STALE_FENCE: spec(', '  OLD_FENCE: spec('),
    /^openapi\.yaml: the code OLD_FENCE/,
  ],
  [
    'an error code is taken from the contract',
    edit(CONTRACT, /\n {8}- AGENT_EXISTS(?=\n)/, ''),
    /^openapi\.yaml: the code AGENT_EXISTS/,
  ],
  [
    'an error code is changed on an operation',
    edit(CONTRACT, 'x-codes: [AGENT_EXISTS, PAYLOAD_TOO_LARGE]', 'x-codes: [PAYLOAD_TOO_LARGE]'),
    /^openapi\.yaml#\S+agents\/post\/x-codes/,
  ],
  [
    'an error code is added that no test provokes',
    edit(
      'daemon/src/errors.ts',
      '  INTERNAL: spec(',
      "  TEAPOT: spec(418, 'a teapot', 'make tea'),\n  INTERNAL: spec(",
    ),
    /^daemon\/src\/errors\.ts: no test .* TEAPOT/,
  ],
  [
    'the generated TypeScript is edited',
    edit('clients/typescript/src/generated/errors.ts', '404', '410'),
    /^clients\/typescript\/src\/generated\/errors\.ts:\d+: is not what its source says/,
  ],
  [
    'the generated Python is edited',
    edit('clients/python/src/concordat/generated/models.py', 'class ', 'klass '),
    /^clients\/python\/src\/concordat\/generated\/models\.py:\d+/,
  ],
  [
    'the shell client is edited',
    edit('clients/shell/concordat.sh', 'claim-task)', 'grab-task)'),
    /^clients\/shell\/concordat\.sh: the operation claimTask is missing/,
  ],
  [
    'the table of errors is edited',
    edit('docs/errors.md', '| 410 |', '| 404 |'),
    /^docs\/errors\.md:\d+: is not what its source says/,
  ],
  [
    'the page of options is edited',
    edit('docs/configuration.md', '7666', '7667'),
    /^docs\/configuration\.md:\d+: is not what its source says/,
  ],
  [
    'a generated file is not committed',
    without('clients/python/src/concordat/generated/models.py'),
    /^clients\/python\/src\/concordat\/generated\/models\.py: is not committed/,
  ],
  [
    'a generated file is left behind',
    added('clients/typescript/src/generated/old.ts'),
    /^clients\/typescript\/src\/generated\/old\.ts: nothing generates it/,
  ],
  [
    'an operation leaves the TypeScript client',
    edit('clients/typescript/test/operations.test.ts', /^ {4}renewTask: .*\n/m, ''),
    /^clients\/typescript\/test\/operations\.test\.ts: the operation renewTask is missing/,
  ],
  [
    'an operation leaves the Python client',
    edit('clients/python/src/concordat/generated/async_operations.py', 'async def renew_task(', 'async def renew('),
    /async_operations\.py: the operation renewTask is missing/,
  ],
  [
    'a test no longer calls an operation through Python',
    edit('clients/python/tests/test_operations.py', /\.explain_task\(/g, '.get_task('),
    /test_operations\.py: the operation explainTask is missing/,
  ],
  [
    'a test no longer calls an operation through the shell',
    edit('test/clients/shell.test.ts', /'explain-task'/g, "'get-task'"),
    /^test\/clients\/shell\.test\.ts: the operation explainTask is missing/,
  ],
  [
    'an unknown flag in a document',
    edit('docs/cli.md', '--ttl 10m', '--lease 10m'),
    /^docs\/cli\.md:\d+: --lease in "concordat task claim/,
  ],
  ['an unknown command in a document', edit('README.md', '## ', '`concordat fly`\n\n## '), /^README\.md:\d+: fly/],
  [
    'an unknown route in the skill',
    edit(SKILL, '/knowledge?topic=deploy&limit=20', '/wisdom?topic=deploy'),
    /^skill\/concordat\/SKILL\.md:\d+: GET \/wisdom/,
  ],
  [
    'an unknown operation of the shell client in its README',
    edit('clients/shell/README.md', 'concordat.sh get-task', 'concordat.sh fetch-task'),
    /^clients\/shell\/README\.md:\d+: fetch-task/,
  ],
  [
    'an unknown flag of the shell client in its README',
    edit('clients/shell/README.md', 'concordat.sh get-task --id', 'concordat.sh get-task --task'),
    /^clients\/shell\/README\.md:\d+: --task/,
  ],
  [
    'an unknown environment variable in a document',
    edit('clients/typescript/README.md', 'CONCORDAT_TOKEN', 'CONCORDAT_KEY'),
    /^clients\/typescript\/README\.md:\d+: CONCORDAT_KEY/,
  ],
  [
    'an unknown error code in a document',
    edit('clients/shell/README.md', /$/, '`TASK_GONE`\n'),
    /^clients\/shell\/README\.md:\d+: TASK_GONE/,
  ],
  [
    'a link that leads nowhere',
    edit('docs/README.md', /\]\((\w+)\.md\)/, '](not-there.md)'),
    /^docs\/README\.md: docs\/not-there\.md/,
  ],
  [
    'a program in a document that no test runs',
    edit('docs/architecture.md', /$/, '\n```python\nprint("untested")\n```\n'),
    /^docs\/architecture\.md:\d+: no test runs this python block/,
  ],
  [
    'an example whose README no test follows',
    edit('test/examples/node.test.ts', "follow('examples/node/README.md'", "follow('README.md'"),
    /^test\/examples\/node\.test\.ts: does not say/,
  ],
  [
    'an unknown npm script in a document',
    edit('CONTRIBUTING.md', 'npm run contract:breaks', 'npm run contract:breakages'),
    /^CONTRIBUTING\.md:\d+: contract:breakages/,
  ],
  [
    'a tool is misspelt in the skill',
    edit(SKILL, '| `recall`, `search`, `remember` |', '| `recal`, `search`, `remember` |'),
    /^skill\/concordat\/SKILL\.md:\d+: recal$/,
  ],
  [
    'a tool is left out in the README of the MCP server',
    edit('clients/mcp/README.md', /^\| `changes` .*\n/m, ''),
    /^clients\/mcp\/README\.md: the table of tools lacks changes/,
  ],
  [
    'tools.json is edited',
    edit('skill/concordat/tools.json', '"name":"status"', '"name":"state"'),
    /^skill\/concordat\/tools\.json:\d+: is not what its source says/,
  ],
  [
    'a tool is renamed in the contract',
    edit(CONTRACT, 'tool: add_task', 'tool: new_task'),
    /^skill\/concordat\/tools\.json\S*: .*new_task.* in x-mcp of openapi\.yaml/,
  ],
  [
    'MCP lists a tool less in one protocol era',
    (before) => ({
      ...before,
      tools: new Map(before.tools).set('stdio 2025', before.tools.get('stdio 2025')!.slice(1)),
    }),
    /^skill\/concordat\/tools\.json\S* .* in tools\/list over stdio 2025/,
  ],
  [
    'an unknown flag of the MCP server in its README',
    edit('clients/mcp/README.md', '--agent <name>', '--name <name>'),
    /^clients\/mcp\/README\.md:\d+: --name/,
  ],
];

describe('the drift test finds', () => {
  it('nothing as things are', () => expect(problemsOf(world)).toEqual([]));

  it.each(MUTATIONS)('%s', (_what, change, named) => {
    expect(problemsOf(change(world))).toContainEqual(expect.stringMatching(named));
  });
});
