import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { buildProgram } from '../../clients/cli/src/main.js';
import { ERRORS } from '../../daemon/src/errors.js';
import { files, read, ROOT } from './tree.js';

const documents = files.filter((path) => path.endsWith('.md') && path !== 'CHANGELOG.md');

interface Mention {
  readonly at: string;
  readonly text: string;
}

/** What `pattern`'s first group finds in the code of the documents: fenced blocks and text in backticks. */
const mentioned = (pattern: RegExp): Mention[] =>
  documents.flatMap((path) => {
    let fenced = false;
    return read(path)
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
const commands = new Set(program.commands.flatMap((command) => [command.name(), ...command.aliases()]));

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
  readonly paths: Record<string, Record<string, unknown>>;
}

const segments = (path: string): string[] =>
  path
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => (/^[:{$<]/.test(segment) ? '*' : segment));

/** Method and path segments of every operation of the contract, `*` for a parameter. */
const operations = Object.entries((parse(read('openapi.yaml')) as Contract).paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => ({ method: method.toUpperCase(), segments: segments(path) })),
);

/** A document may leave out what stands before: `PUT /tasks/:id/claim`. */
const isOperation = (mention: string): boolean => {
  const [method = '', path = ''] = mention.split(' ');
  const wanted = segments(path.replace(/\?.*$/, ''));
  return operations.some(
    (operation) =>
      operation.method === method && operation.segments.slice(-wanted.length).join('/') === wanted.join('/'),
  );
};

describe('the documents speak only of what exists', () => {
  it('links between files lead somewhere', () => {
    const dead = documents.flatMap((path) =>
      [...read(path).matchAll(/\]\(([^)#:\s]+)(#[^)]*)?\)/g)]
        .map((match) => normalize(join(dirname(path), match[1] ?? '')))
        .filter((target) => !existsSync(join(ROOT, target)))
        .map((target) => `${path}: ${target}`),
    );
    expect(dead).toEqual([]);
  });

  it('commands of concordat', () => {
    expect(unknown(mentioned(/(?:^|(?<!\bfrom)\s)concordat ([a-z][a-z-]*)/g), commands)).toEqual([]);
  });

  it('flags of concordat', () => {
    const lines = mentioned(/(?:^|\s)concordat ([a-z][a-z-]*[^|&;()]*)/g);
    const wrong = lines.flatMap(({ at, text }) => {
      const known = flagsOf(text.split(/\s+/));
      return [...text.matchAll(/(?<=\s)--[a-z][a-z-]*/g)]
        .filter(([flag]) => !known.has(flag))
        .map(([flag]) => `${at}: ${flag} in "concordat ${text.trim()}"`);
    });
    expect(wrong).toEqual([]);
  });

  it('operations of the contract', () => {
    const wrong = mentioned(/\b((?:GET|POST|PUT|DELETE) \/[^\s`'"]*)/g).filter(({ text }) => !isOperation(text));
    expect(wrong).toEqual([]);
  });

  it('error codes', () => {
    const codes = new Set(Object.keys(ERRORS));
    const named = mentioned(/"error": "([A-Z_]+)"/g);
    const inErrors = mentioned(/^([A-Z]+(?:_[A-Z]+)+)$/g).filter(({ at }) => at.startsWith('docs/errors.md'));
    expect(unknown([...named, ...inErrors], codes)).toEqual([]);
  });

  it('npm scripts and vitest projects', () => {
    const scripts = new Set(Object.keys(JSON.parse(read('package.json')).scripts));
    expect(unknown(mentioned(/npm run ([\w:-]+)/g), scripts)).toEqual([]);
    const projects = new Set([...read('vitest.config.ts').matchAll(/name: '(\w+)'/g)].map((match) => match[1] ?? ''));
    expect(unknown(mentioned(/--project (\w+)/g), projects)).toEqual([]);
  });
});
