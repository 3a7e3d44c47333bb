/** What the documents speak of: each check takes the project's files and answers what does not exist, with the place. */
import { dirname, join, normalize } from 'node:path';
import { Writable } from 'node:stream';
import { parse } from 'yaml';
import { buildProgram } from '../../clients/cli/src/main.js';
import type { Tree } from './tree.js';

interface Mention {
  readonly at: string;
  readonly text: string;
}

const documentsOf = (tree: Tree): string[] =>
  tree.files.filter((path) => path.endsWith('.md') && path !== 'CHANGELOG.md');

/** What `pattern`'s first group finds in the code of the documents: fenced blocks and text in backticks. */
const mentioned = (tree: Tree, pattern: RegExp): Mention[] =>
  documentsOf(tree).flatMap((path) => {
    let fenced = false;
    return tree
      .read(path)
      .split('\n')
      .flatMap((line, index) => {
        if (line.startsWith('```')) fenced = !fenced;
        const code = fenced ? [line] : [...line.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
        return code
          .flatMap((text) => [...text.matchAll(pattern)])
          .map((match) => ({ at: `${path}:${index + 1}`, text: match[1] ?? '' }));
      });
  });

const unknown = (mentions: readonly Mention[], known: ReadonlySet<string>): string[] =>
  mentions.filter(({ text }) => !known.has(text)).map(({ at, text }) => `${at}: ${text}`);

const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
const program = buildProgram({ stdin: process.stdin, stdout: nowhere, stderr: nowhere }, () => {});

/** The flags that a command line of concordat can have: its own, those of the commands above it, and help. */
const flagsOf = (words: readonly string[]): Set<string> => {
  const flags = new Set(['--help', '--version']);
  let command: typeof program | undefined = program;
  for (const word of ['', ...words]) {
    if (word !== '') command = command?.commands.find((one) => one.name() === word || one.aliases().includes(word));
    for (const option of command?.options ?? []) if (option.long) flags.add(option.long);
    if (!command) break;
  }
  return flags;
};

interface Contract {
  readonly paths: Record<
    string,
    Record<string, { readonly operationId?: string; readonly 'x-mcp'?: { readonly tool: string } }>
  >;
}

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly id: string;
  readonly tool: string | undefined;
}

/** Parsing it takes a tenth of a second, so each text of it is parsed once. */
const parsed = new Map<string, unknown>();

/** The contract as the tree has it, parsed. */
export const contractIn = (tree: Tree): unknown => {
  const text = tree.read('openapi.yaml');
  if (!parsed.has(text)) parsed.set(text, parse(text));
  return parsed.get(text);
};

const operationsOf = (tree: Tree): Operation[] =>
  Object.entries((contractIn(tree) as Contract).paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => method !== 'parameters')
      .map(([method, { operationId = '', 'x-mcp': mcp }]) => ({
        method: method.toUpperCase(),
        path,
        id: operationId,
        tool: mcp?.tool,
      })),
  );

const segments = (path: string): string[] =>
  path
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => (/^[:{$<]/.test(segment) ? '*' : segment));

/** Links between files that lead nowhere. */
const deadLinks = (tree: Tree): string[] => {
  const exists = (target: string): boolean =>
    tree.files.some((path) => path === target || path.startsWith(`${target.replace(/\/$/, '')}/`));
  return documentsOf(tree).flatMap((path) =>
    [...tree.read(path).matchAll(/\]\(([^)#:\s]+)(#[^)]*)?\)/g)]
      .map((match) => normalize(join(dirname(path), match[1] ?? '')))
      .filter((target) => !exists(target))
      .map((target) => `${path}: ${target}`),
  );
};

/** Commands of concordat that there are not. */
const commands = (tree: Tree): string[] =>
  unknown(
    mentioned(tree, /(?:^|(?<!\bfrom)\s)concordat ([a-z][a-z-]*)/g),
    new Set(program.commands.flatMap((command) => [command.name(), ...command.aliases()])),
  );

/** Flags that a command of concordat does not take. */
const flags = (tree: Tree): string[] =>
  mentioned(tree, /(?:^|\s)concordat ([a-z][a-z-]*[^|&;()]*)/g).flatMap(({ at, text }) => {
    const known = flagsOf(text.split(/\s+/));
    return [...text.matchAll(/(?<=\s)--[a-z][a-z-]*/g)]
      .filter(([flag]) => !known.has(flag))
      .map(([flag]) => `${at}: ${flag} in "concordat ${text.trim()}"`);
  });

/** Routes such as `PUT /tasks/:id/claim` that are none; a document may leave out what stands before. */
const routes = (tree: Tree): string[] => {
  const known = operationsOf(tree).map(({ method, path }) => ({ method, path: segments(path) }));
  const isRoute = (mention: string): boolean => {
    const [method = '', path = ''] = mention.split(' ');
    const wanted = segments(path.replace(/\?.*$/, ''));
    return known.some(
      (route) => route.method === method && route.path.slice(-wanted.length).join('/') === wanted.join('/'),
    );
  };
  return mentioned(tree, /\b((?:GET|POST|PUT|DELETE) ['"]?\/[^\s`'"]*)/g)
    .map(({ at, text }) => ({ at, text: text.replace(/['"]/, '') }))
    .filter(({ text }) => !isRoute(text))
    .map(({ at, text }) => `${at}: ${text}`);
};

/** Operations and flags of the shell client that there are not. */
const shellOperations = (tree: Tree): string[] => {
  const script = 'clients/shell/concordat.sh';
  const known = new Set(
    operationsOf(tree).map(({ id }) => id.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)),
  );
  const taken = new Set([...tree.read(script).matchAll(/--[a-z][a-z-]*/g)].map(([flag]) => flag));
  const lines = mentioned(tree, /concordat\.sh ([a-z][a-z-]*[^|&;()]*)/g);
  return [
    ...unknown(
      lines.map(({ at, text }) => ({ at, text: text.split(/\s/)[0] ?? '' })),
      known,
    ),
    ...unknown(
      mentioned(tree, /\bconcordat_([a-z_]+) --/g).map(({ at, text }) => ({ at, text: text.replaceAll('_', '-') })),
      known,
    ),
    ...lines.flatMap(({ at, text }) =>
      unknown(
        [...text.matchAll(/(?<=\s)--[a-z][a-z-]*/g)].map(([flag]) => ({ at, text: flag })),
        taken,
      ),
    ),
  ];
};

/** Operations by their id, where a page of the skill or a document lists them. */
const operationIds = (tree: Tree): string[] =>
  unknown(
    mentioned(tree, /^([a-z]+(?:[A-Z][a-z]+)+)$/g).filter(({ at }) => at.startsWith('skill/')),
    new Set(operationsOf(tree).map(({ id }) => id)),
  );

/** Tools in the tables that list them, and with the prefix that clients show. */
const tools = (tree: Tree): string[] => {
  const known = new Set(operationsOf(tree).flatMap(({ tool }) => tool ?? []));
  const listed = documentsOf(tree).flatMap((path) => {
    let inTable = false;
    const found = tree
      .read(path)
      .split('\n')
      .flatMap((line, index) => {
        if (/^\| tool\b/.test(line)) inTable = true;
        else if (!line.startsWith('|')) inTable = false;
        const cell = inTable ? (line.split('|')[1] ?? '') : '';
        return [...cell.matchAll(/`(\w+)`/g)].map((match) => ({ at: `${path}:${index + 1}`, text: match[1] ?? '' }));
      });
    const missing = found.length > 0 ? [...known].filter((tool) => !found.some(({ text }) => text === tool)) : [];
    return [...unknown(found, known), ...missing.map((tool) => `${path}: the table of tools lacks ${tool}`)];
  });
  return [...listed, ...unknown(mentioned(tree, /\bmcp__concordat__(\w+)/g), known)];
};

/** Flags that the MCP server does not take. */
const mcpFlags = (tree: Tree): string[] => {
  const taken = new Set(tree.read('clients/mcp/src/main.ts').match(/--[a-z][a-z-]*/g) ?? []);
  const onCommands = mentioned(tree, /(?:concordat-mcp|@concordat\/mcp) (.*)/g).flatMap(({ at, text }) =>
    [...text.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([flag]) => ({ at, text: flag })),
  );
  const inItsPages = mentioned(tree, /^\s*(--[a-z][a-z-]*)/g).filter(({ at }) => at.startsWith('clients/mcp/'));
  return unknown([...onCommands, ...inItsPages], taken);
};

/** Error codes that neither the daemon nor a client answers. */
const errorCodes = (tree: Tree): string[] => {
  const clients = tree.files.filter((path) => /^clients\/[^/]+\/(src\/|concordat\.sh$)/.test(path));
  const words = (path: string): string[] => tree.read(path).match(/\b[A-Z]+(?:_[A-Z]+)+\b/g) ?? [];
  const settings = tree.files.filter((path) => path.startsWith('examples/') && path.endsWith('.sh'));
  const registry = [...tree.read('daemon/src/errors.ts').matchAll(/^ {2}([A-Z_]+): spec\(/gm)].map(
    (match) => match[1] ?? '',
  );
  const known = new Set([
    ...registry,
    ...[...clients, ...settings].filter((path) => !path.includes('/generated/')).flatMap(words),
  ]);
  const named = mentioned(tree, /"error": ?"((?!CODE")[A-Z_]+)"/g);
  const inBackticks = mentioned(tree, /^([A-Z]+(?:_[A-Z]+)+)$/g).filter(({ text }) => !text.startsWith('CONCORDAT_'));
  return unknown([...named, ...inBackticks], known);
};

/** Environment variables that nothing reads. A page may set some of its own, at the start of a line. */
const environment = (tree: Tree): string[] => {
  const isSource = (path: string): boolean => /^(daemon\/src|clients\/[^/]+\/(src|bin|[^/]+\.sh$)|scripts)/.test(path);
  const known = new Set(
    tree.files.filter(isSource).flatMap((path) => tree.read(path).match(/\bCONCORDAT_[A-Z0-9_]*[A-Z0-9]\b/g) ?? []),
  );
  const own = new Set(mentioned(tree, /^(CONCORDAT_[A-Z0-9_]+)="/g).map(({ text }) => text));
  return unknown(mentioned(tree, /\b(CONCORDAT_[A-Z0-9_]*[A-Z0-9])\b/g), new Set([...known, ...own]));
};

/** npm scripts and vitest projects that there are not. */
const npmScripts = (tree: Tree): string[] => {
  const scripts = new Set(Object.keys((JSON.parse(tree.read('package.json')) as { scripts: object }).scripts));
  const projects = new Set(
    [...tree.read('vitest.config.ts').matchAll(/name: '(\w+)'/g)].map((match) => match[1] ?? ''),
  );
  return [
    ...unknown(mentioned(tree, /npm run ([\w:-]+)/g), scripts),
    ...unknown(mentioned(tree, /--project (\w+)/g), projects),
  ];
};

/** Every check by what it looks for. */
export const MENTIONS: Readonly<Record<string, (tree: Tree) => string[]>> = {
  'links between files': deadLinks,
  'commands of concordat': commands,
  'flags of concordat': flags,
  'routes of the contract': routes,
  'operations of the contract': operationIds,
  'operations and flags of the shell client': shellOperations,
  'tools of MCP': tools,
  'flags of the MCP server': mcpFlags,
  'error codes': errorCodes,
  'environment variables': environment,
  'npm scripts and vitest projects': npmScripts,
};
