/** From the contract: the shell client, its completions, and what its README lists. */
import { EXIT_CODES, exitCodeOf } from '../../clients/cli/src/exit-codes.js';
import type { Operation } from '../../daemon/src/contract/document.js';
import { BANNER, type Outputs, readSource, withPart } from './output.js';
import { type Command, type Flag, JSON_FLAG, OWN_FLAGS, shellCommands } from './shell-commands.js';
import { completions } from './shell-completions.js';

const RUNTIME = 'clients/shell/src/runtime.sh';
const README = 'clients/shell/README.md';

/** Errors that the client itself answers, without an HTTP status. */
const LOCAL_CODES = ['USAGE', 'DAEMON_NOT_FOUND', 'DAEMON_UNREACHABLE', 'REQUEST_TIMEOUT'];

/** Values for the examples of parameters that have to be given. */
const EXAMPLES: Readonly<Record<string, string>> = {
  pactId: 'release',
  id: '8f0c1d6d-42',
  name: 'reviewer',
  nonce: '3q2-7wAAAAAAAAAAAAAAAA',
  key: '8f0c1d6d1e0b6a3c5a1f3a0f0d6f4f6f2b8a7c9d0e1f2a3b4c5d6e7f8091a2b3',
  q: 'release notes',
};

/** A word of a POSIX command line. */
const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

const bodyWords = (flags: readonly Flag[], example: unknown): string[] =>
  Object.entries((example ?? {}) as Record<string, unknown>).flatMap(([name, value]) => {
    const flag = flags.find((one) => one.place === 'body' && one.name === name);
    if (!flag || value === null) return [];
    if (flag.kind === 'yes') return [flag.flag];
    return [value]
      .flat()
      .flatMap((one) => [flag.flag, quoted(typeof one === 'object' ? JSON.stringify(one) : String(one))]);
  });

/** A command line that works, as far as values go that only a live pact can know. */
const exampleOf = ({ name, operation, flags }: Command): string => {
  const needed = flags
    .filter(({ place, required }) => place === 'path' || (place === 'query' && required))
    .flatMap((flag) => {
      const value = EXAMPLES[flag.name];
      if (value === undefined)
        throw new Error(`give an example for the parameter ${flag.name} in scripts/generators/shell.ts`);
      return [flag.flag, quoted(value)];
    });
  const choice = flags.find(({ place, choices }) => place === 'query' && choices.length > 0);
  const query = choice ? [choice.flag, choice.choices[0] ?? ''] : [];
  return ['concordat.sh', name, ...needed, ...query, ...bodyWords(flags, operation.body?.example)].join(' ');
};

const valueName = (flag: Flag): string => {
  if (flag.kind === 'yes') return '';
  if (flag.kind === 'number') return ' NUMBER';
  if (flag.kind === 'objects') return ' JSON';
  return flag.kind === 'boolean' ? ' true|false' : ' TEXT';
};

const isRequired = (flag: Flag): boolean => flag.required && flag.flag !== '--pact';

const wrapped = (text: string): string =>
  text
    .split('\n')
    .flatMap((line) => line.match(/.{1,100}(?=\s|$)/g) ?? [''])
    .map((line) => line.trim())
    .join('\n');

const row = (left: string, right: string): string => `  ${left.padEnd(26)} ${right}`.trimEnd();

/** What `concordat.sh <operation> --help` prints. */
const helpOf = (command: Command): string => {
  const { name, operation, flags } = command;
  const usage = [
    ...flags.filter(isRequired).map((flag) => `${flag.flag}${valueName(flag)}`),
    ...(flags.some((flag) => !isRequired(flag)) ? ['[flags]'] : []),
  ];
  const about = operation.description === '' ? [] : ['', wrapped(operation.description)];
  const rows = [
    ...flags.map((flag) =>
      row(
        `${flag.flag}${valueName(flag)}`,
        `${flag.help}${flag.flag === '--pact' ? ' (CONCORDAT_PACT)' : isRequired(flag) ? ' (required)' : ''}`,
      ),
    ),
    ...(operation.body ? [row(`${JSON_FLAG[0]} ${JSON_FLAG[1]}`, JSON_FLAG[2])] : []),
  ];
  const input = flags.some(({ place, kind }) => place === 'body' && kind === 'text')
    ? ['A text of the body that is - is read from the standard input.', '']
    : [];
  return [
    ['usage: concordat.sh', name, ...usage].join(' '),
    '',
    `${operation.summary} (${operation.method} ${operation.path})`,
    ...about,
    '',
    'example:',
    `  ${exampleOf(command)}`,
    '',
    ...input,
    'flags:',
    ...rows,
  ].join('\n');
};

const overview = (commands: readonly Command[]): string => {
  const tags = [...new Set(commands.map(({ operation }) => operation.tag))];
  const lists = tags.map((tag) =>
    [
      `${tag}:`,
      ...commands
        .filter(({ operation }) => operation.tag === tag)
        .map(({ name, operation }) => row(name, operation.summary)),
    ].join('\n'),
  );
  const exits = Object.values(EXIT_CODES).map(({ code, meaning }) => row(String(code), meaning));
  return [
    'usage: concordat.sh <operation> [flags]',
    '',
    'Shared memory and coordination for software agents: every operation of the daemon, JSON in and out.',
    'See `concordat.sh <operation> --help`.',
    '',
    lists.join('\n\n'),
    '',
    'exit codes:',
    ...exits,
    '',
    'flags of every operation:',
  ].join('\n');
};

const heredoc = (text: string): string => `cat <<'TEXT'\n${text}\nTEXT`;

/** The media type of the answer that the operation is called for. */
const answerOf = ({ responses }: Operation): string => {
  const [, answer] = [...responses].find(([status]) => status < 300) ?? [];
  return answer?.mediaType ?? 'application/json';
};

const functionName = (name: string): string => `concordat_${name.replaceAll('-', '_')}`;

const functionOf = ({ name, operation, flags }: Command): string => {
  const spec = flags.map(({ flag, place, kind, name: field }) => `${flag} ${place} ${kind} ${field}\n`).join('');
  const words = [operation.method, quoted(operation.path), answerOf(operation)].join(' ');
  return `# ${operation.summary}\n${functionName(name)}() {\n  _concordat ${name} ${words} '\n${spec}' "$@"\n}`;
};

const exitCodes = (commands: readonly Command[]): string => {
  const statuses = [...new Set(commands.flatMap(({ operation }) => [...operation.responses.keys()]))].toSorted();
  const answers = statuses
    .filter((status) => status > 201)
    .map((status) => [String(status), exitCodeOf(status, '')] as const);
  const local = LOCAL_CODES.map((code) => [code, exitCodeOf(0, code)] as const);
  const codes = [...new Set([...answers, ...local].map(([, code]) => code))].filter((code) => code !== 1);
  const cases = codes.toSorted().map((code) => {
    const names = [...answers, ...local].filter(([, other]) => other === code).map(([name]) => name);
    return `    ${names.join(' | ')}) echo ${code} ;;`;
  });
  return [
    '# The exit code for an HTTP status, or for an error that has none.',
    '_concordat_exit_code() {',
    '  case $1 in',
    ...cases,
    '    2??) echo 0 ;;',
    '    *) echo 1 ;;',
    '  esac',
    '}',
  ].join('\n');
};

const helpFunction = (commands: readonly Command[]): string =>
  [
    '_concordat_help() {',
    '  case ${1:-} in',
    ...commands.map((command) => `    ${command.name})\n${heredoc(helpOf(command))}\n;;`),
    `    *)\n${heredoc(overview(commands))}\n;;`,
    '  esac',
    heredoc(OWN_FLAGS.map(([flag, value, help]) => row(`${flag} ${value}`.trim(), help)).join('\n')),
    '}',
  ].join('\n');

const filled = (template: string, parts: Readonly<Record<string, string>>): string =>
  Object.entries(parts).reduce((text, [name, part]) => {
    const mark = `# @generated ${name}\n`;
    if (!text.includes(mark)) throw new Error(`${RUNTIME} has no place for the part "${name}"`);
    return text.replace(mark, () => `${part}\n`);
  }, template);

const operationsTable = (commands: readonly Command[]): string =>
  [
    '| operation | what it does | scope of the token |',
    '| --- | --- | --- |',
    ...commands.map(({ name, operation }) => `| \`${name}\` | ${operation.summary} | ${operation.scope} |`),
  ].join('\n');

const exitTable = [
  '| code | meaning |',
  '| --- | --- |',
  ...Object.values(EXIT_CODES).map(({ code, meaning }) => `| ${code} | ${meaning} |`),
].join('\n');

/** `clients/shell/concordat.sh`, its completions, and the tables of its README. */
export const shellClient = (): Outputs => {
  const commands = shellCommands();
  const script = filled(readSource(RUNTIME), {
    banner: `# ${BANNER}`,
    operations: `_concordat_operations='${commands.map(({ name }) => name).join('\n')}'`.replaceAll('\n', ' '),
    functions: [exitCodes(commands), helpFunction(commands), ...commands.map(functionOf)].join('\n\n'),
  });
  return new Map([
    ['clients/shell/concordat.sh', script],
    ...completions(commands, [JSON_FLAG[0], ...OWN_FLAGS.map(([flag]) => flag)]),
    [README, withPart(withPart(readSource(README), 'exit-codes', exitTable), 'operations', operationsTable(commands))],
  ]);
};
