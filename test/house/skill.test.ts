import { basename, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseDocument, visit } from 'yaml';
import { contract, operationsOf } from '../../daemon/src/contract/index.js';
import { ERRORS } from '../../daemon/src/errors.js';
import { files, read } from './tree.js';

/**
 * The rules of https://agentskills.io/specification, as its reference validator (skills-ref) applies them. A skill that breaks one is
 * refused, or silently left out, by the tools that read it.
 */
const FIELDS = ['name', 'description', 'license', 'compatibility', 'metadata', 'allowed-tools'];
const NAME_CHARS_MAX = 64;
const DESCRIPTION_CHARS_MAX = 1024;
const COMPATIBILITY_CHARS_MAX = 500;
/** By convention: what is longer belongs into references/. */
const LINES_MAX = 500;

interface Frontmatter {
  readonly name?: unknown;
  readonly description?: unknown;
  readonly compatibility?: unknown;
  readonly metadata?: { readonly version?: unknown; readonly openclaw?: unknown };
}

const frontmatterText = (text: string): string => /^---\n([\s\S]*?)\n---\n/.exec(text)?.[1] ?? '';

/** What is wrong with a skill, by the rules above; empty when it is valid. */
const problemsOf = (path: string, text: string): string[] => {
  const yaml = frontmatterText(text);
  if (yaml === '') return ['there is no frontmatter between two lines of ---'];
  const document = parseDocument(yaml);
  const [broken] = document.errors;
  if (broken) return [broken.message];
  const fields = document.toJS() as Frontmatter;
  const problems: string[] = [];
  const demand = (holds: boolean, otherwise: string): void => {
    if (!holds) problems.push(otherwise);
  };
  for (const key of Object.keys(fields)) demand(FIELDS.includes(key), `unexpected field ${key}`);
  const name = typeof fields.name === 'string' ? fields.name : '';
  demand(
    /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) && name.length <= NAME_CHARS_MAX,
    `the name "${name}" is not lower-case words joined by dashes`,
  );
  demand(name === basename(dirname(path)), 'the name is not that of the folder');
  const { description, compatibility } = fields;
  demand(typeof description === 'string' && description.trim() !== '', 'there is no description');
  demand(String(description).length <= DESCRIPTION_CHARS_MAX, 'the description is too long');
  demand(!/[<>]/.test(String(description)), 'the description has angle brackets, which some tools refuse');
  demand(
    compatibility === undefined ||
      (typeof compatibility === 'string' && compatibility.length <= COMPATIBILITY_CHARS_MAX),
    'compatibility is not a short text',
  );
  visit(document, {
    Collection: (_key, node) => {
      if (node.flow) problems.push('a mapping or list in flow style, which strict readers refuse');
    },
  });
  demand(text.split('\n').length < LINES_MAX, `${LINES_MAX} lines or more`);
  return problems;
};

const skills = files.filter((path) => basename(path) === 'SKILL.md');
const own = 'skill/concordat/SKILL.md';
const json = (path: string) => JSON.parse(read(path));

describe('the skill', () => {
  it.each(skills)('%s is valid under the agentskills rules', (path) => {
    expect(problemsOf(path, read(path))).toEqual([]);
  });

  it.each([
    ['no frontmatter', '# Concordat\n', 'there is no frontmatter between two lines of ---'],
    ['a field of its own', '---\nname: concordat\ndescription: d\nversion: 1\n---\n', 'unexpected field version'],
    ['another name', '---\nname: memory\ndescription: d\n---\n', 'the name is not that of the folder'],
    [
      'flow style',
      '---\nname: concordat\ndescription: d\nmetadata: { a: b }\n---\n',
      'a mapping or list in flow style, which strict readers refuse',
    ],
    ['no description', '---\nname: concordat\n---\n', 'there is no description'],
  ])('one with %s would be refused', (_what, text, problem) => {
    expect(problemsOf(own, text)).toEqual([problem]);
  });

  it('has one version everywhere, that of the project', () => {
    const { version } = json('package.json');
    const { metadata } = parse(frontmatterText(read(own))) as Frontmatter;
    expect(metadata?.version).toBe(version);
    expect(json('skill/.claude-plugin/plugin.json').version).toBe(version);
  });

  it('says to OpenClaw which programs it needs', () => {
    const { metadata } = parse(frontmatterText(read(own))) as Frontmatter;
    expect(metadata?.openclaw).toEqual({ requires: { bins: ['curl'] } });
  });

  it('links only to files of its own folder, since it is installed alone', () => {
    const links = files
      .filter((path) => path.startsWith('skill/concordat/') && path.endsWith('.md'))
      .flatMap((path) => [...read(path).matchAll(/\]\(([^)]+)\)/g)].map((match) => match[1] ?? ''));
    expect(links.filter((link) => /^\.\.\/|:\/\//.test(link))).toEqual([]);
  });
});

describe('the pages of the skill', () => {
  const pages = files.filter((path) => /^skill\/.+\.md$/.test(path));

  it('name only error codes that exist', () => {
    const known = new Set<string>(Object.keys(ERRORS));
    const named = pages.flatMap((path) =>
      [...read(path).matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)].map((match) => ({ path, code: match[1] ?? '' })),
    );
    const variables = /^CONCORDAT_/;
    expect(named.filter(({ code }) => !variables.test(code) && !known.has(code))).toEqual([]);
  });

  it('name only operations that exist', () => {
    const known = new Set(operationsOf(contract).map(({ method, path }) => `${method} ${path}`));
    const named = pages.flatMap((path) =>
      [...read(path).matchAll(/`((?:GET|PUT|POST|DELETE) \/[^`?]*)`/g)].map((match) => match[1] ?? ''),
    );
    expect(named.filter((operation) => !known.has(operation))).toEqual([]);
  });

  it('call with curl only what exists', () => {
    const known = operationsOf(contract).map(({ method, path }) => `${method} ${path}`.replaceAll(/\{\w+\}/g, '*'));
    const called = [...read(own).matchAll(/\bpact (GET|PUT|POST|DELETE) ['"]?(\/[^'"?\s]*)/g)].map(([, method, path]) =>
      `${method} /v1/pacts/*${path}`.replaceAll(/\$\w+/g, '*'),
    );
    expect(called.length).toBeGreaterThan(10);
    expect(called.filter((call) => !known.includes(call))).toEqual([]);
  });
});

describe('the Claude Code plugin', () => {
  it('is listed by the marketplace beside it under its own name', () => {
    const plugin = json('skill/.claude-plugin/plugin.json');
    const marketplace = json('skill/.claude-plugin/marketplace.json');
    expect(marketplace).toMatchObject({ name: expect.any(String), owner: { name: expect.any(String) } });
    expect(marketplace.plugins).toEqual([{ name: plugin.name, source: './', description: plugin.description }]);
  });

  it('points to folders that exist, and to scripts inside of itself', () => {
    for (const path of json('skill/.claude-plugin/plugin.json').skills)
      expect(files).toContain(`skill/${String(path).replace(/^\.\//, '')}/SKILL.md`);
    const commands = JSON.stringify(json('skill/hooks/hooks.json')).matchAll(/\$\{CLAUDE_PLUGIN_ROOT\}\/([^"\\]+)/g);
    expect([...commands].map((match) => `skill/${match[1]}`).filter((path) => !files.includes(path))).toEqual([]);
  });
});
