/**
 * The skill: its pages of operations and errors, from the contract and the registry of errors; and the module with which the daemon serves
 * the whole skill at /skill.zip and an overview at /llms.txt, so that an installed daemon needs no file beside its own code.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type ContractDocument,
  contract,
  deref,
  type Operation,
  operationsOf,
  type Schema,
} from '../../daemon/src/contract/document.js';
import { errorsTable } from './errors-page.js';
import { BANNER, type Outputs, ROOT, readSource } from './output.js';

/** Folder of the skill; the agentskills rules want it to be called as the skill is. */
const SKILL = 'skill/concordat';
const LICENSE = 'LICENSE';

/** What the generator reads of the contract beside its operations. */
interface Titled extends ContractDocument {
  readonly info: { readonly title: string; readonly summary: string; readonly description: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
}

const titled = contract as Titled;
const operations = operationsOf(contract);

const oneLine = (text: string): string => text.trim().replace(/\s+/g, ' ');
const comment = `<!-- ${BANNER} -->`;
const byTag = (tag: string): Operation[] => operations.filter((operation) => operation.tag === tag);

/** `string, at most 200 characters`: what a value must be, in words. */
const shapeOf = (schema: Schema): string => {
  const full = deref(contract, schema);
  if (full.const !== undefined) return `\`${JSON.stringify(full.const)}\``;
  if (full.enum) return full.enum.map((value) => `\`${String(value)}\``).join(', ');
  const type = [full.type ?? 'any JSON'].flat().join(' or ');
  const bounds = [
    full.minimum === undefined ? '' : `at least ${full.minimum}`,
    full.maximum === undefined ? '' : `at most ${full.maximum}`,
    full.maxLength === undefined ? '' : `at most ${full.maxLength} characters`,
    full.maxItems === undefined ? '' : `at most ${full.maxItems} of them`,
    full.default === undefined ? '' : `\`${JSON.stringify(full.default)}\` when left out`,
  ].filter((bound) => bound !== '');
  return [type, ...bounds].join(', ');
};

const field = (name: string, schema: Schema, required: boolean, description: string | undefined): string => {
  const said = description ?? schema.description ?? deref(contract, schema).description;
  return `  - \`${name}\`${required ? ' (required)' : ''}: ${shapeOf(schema)}${said ? `. ${oneLine(said)}` : ''}`;
};

const bodyFields = (schema: Schema): string[] => {
  const full = deref(contract, schema);
  return Object.entries(full.properties ?? {}).map(([name, property]) =>
    field(name, property, full.required?.includes(name) ?? false, undefined),
  );
};

const codeList = (codes: readonly string[]): string => codes.map((code) => `\`${code}\``).join(', ');

type Parameter = Operation['parameters'][number];

const outsidePath = ({ parameters }: Pick<Operation, 'parameters'>): Parameter[] =>
  parameters.filter((parameter) => parameter.in !== 'path');
const parameterLine = (one: Parameter): string => field(one.name, one.schema, one.required ?? false, one.description);

/** Said once for all operations rather than at each that takes them. */
const SHARED_MIN = 3;
const uses = new Map<string, number>();
for (const line of operations.flatMap(outsidePath).map(parameterLine)) uses.set(line, (uses.get(line) ?? 0) + 1);
const isShared = (one: Parameter): boolean => (uses.get(parameterLine(one)) ?? 0) >= SHARED_MIN;

const operationPart = ({
  id,
  method,
  path,
  scope,
  summary,
  description,
  codes,
  parameters,
  body,
  responses,
}: Operation) => {
  const { everywhere, with_token } = contract['x-codes'];
  const own = codes.filter((code) => !everywhere.includes(code) && !with_token.includes(code));
  const given = outsidePath({ parameters });
  const [shared, single] = [given.filter(isShared), given.filter((one) => !isShared(one))];
  const fields = body ? bodyFields(body.schema) : [];
  const good = [...responses.keys()].filter((status) => status < 300);
  return [
    `### ${method} ${path}`,
    `\`${id}\`, scope \`${scope}\`, answers ${good.join(' or ')}. ${oneLine(summary)}.${description ? ` ${oneLine(description)}` : ''}`,
    '',
    ...(single.length > 0 ? ['- query and headers', ...single.map(parameterLine)] : []),
    ...(shared.length > 0 ? [`- as others: ${shared.map(({ name }) => `\`${name}\``).join(', ')}`] : []),
    ...(fields.length > 0 ? ['- body', ...fields] : []),
    ...(body?.example === undefined ? [] : [`- example body: \`${JSON.stringify(body.example)}\``]),
    ...(own.length > 0 ? [`- errors of its own: ${codeList(own)}`] : []),
  ]
    .join('\n')
    .trimEnd();
};

const operationsPage = (): string => {
  const { everywhere, with_token } = contract['x-codes'];
  const parts = titled.tags.map(({ name, description }) =>
    [`## ${name}`, `${description}.`, ...byTag(name).map(operationPart)].join('\n\n'),
  );
  return `${comment}

# Operations

\`{pactId}\` is the alias of a pact on this node, or its id. What the error codes mean stands in [errors.md](errors.md).

- every operation can answer ${codeList(everywhere)}
- every operation that needs a token also ${codeList(with_token)}
- query and headers that several operations take, named there after "as others"
${[...uses].flatMap(([line, count]) => (count >= SHARED_MIN ? [line] : [])).join('\n')}

${parts.join('\n\n')}`
    .trimEnd()
    .concat('\n');
};

const errorsPage = (): string => `${comment}

# Errors

Every answer that is not a success has the form \`{"error":"CODE","message":"…","status":409,"hint":"…","details":{…}}\`. Compare \`error\`; read
\`message\` and \`hint\`. Statuses 503 and 504 can be tried again as they are; 429 carries the header \`retry-after\` with seconds.

${errorsTable()}
`;

/** https://llmstxt.org: a title, a quotation that says what it is, and lists of links with a sentence each. */
const llmsText = (): string => {
  const { title, summary, description } = titled.info;
  const sections = titled.tags.map(({ name, description: said }) => {
    const lines = byTag(name).map(
      ({ id, method, path, summary: what, scope }) =>
        `- [${id}](/docs#/${encodeURIComponent(name)}/${id}): ${method} ${path} (scope ${scope}). ${oneLine(what)}`,
    );
    return `## ${name}\n\n${said}.\n\n${lines.join('\n')}`;
  });
  return `# ${title}

> ${summary}

${description.trim()}

## Documents

- [Contract](/openapi.json): the whole API as OpenAPI 3.1
- [Reference](/docs): the same for people
- [Skill](/skill.zip): instructions for agents in the agentskills form; unpack it into the folder where your tool looks for skills

${sections.join('\n\n')}
`;
};

/** Files of the skill on the disk, without those that are generated in this run. */
const filesBelow = (folder: string): string[] =>
  readdirSync(fileURLToPath(new URL(folder, ROOT)), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });

/** The skill as text by path inside the archive, in a fixed order. */
const bundle = (generated: Outputs): [string, string][] => {
  const paths = new Set([
    ...filesBelow(SKILL),
    ...[...generated.keys()].filter((path) => path.startsWith(`${SKILL}/`)),
  ]);
  const files = [...paths].map((path): [string, string] => [
    path.slice('skill/'.length),
    generated.get(path) ?? readSource(path),
  ]);
  return [...files, [`concordat/${LICENSE}`, readSource(LICENSE)] as [string, string]].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  );
};

/**
 * The pages of the skill, and the module that the daemon serves it from.
 * @param earlier what the generators before made: files of the skill among it, such as tools.json, are part of the archive
 */
export const skillPages = (earlier: Outputs): Outputs => {
  const pages = new Map([
    [`${SKILL}/references/operations.md`, operationsPage()],
    [`${SKILL}/references/errors.md`, errorsPage()],
  ]);
  const files = bundle(new Map([...earlier, ...pages]));
  const module = `// ${BANNER}
/** What /llms.txt answers. */
export const llmsText = ${JSON.stringify(llmsText())};

/** Files of the skill by their path in /skill.zip. */
export const skillFiles: ReadonlyMap<string, string> = new Map(${JSON.stringify(files, null, 2)});
`;
  return new Map([...pages, ['daemon/src/api/generated/skill.ts', module]]);
};
