import { describe, expect, it } from 'vitest';
import { files, isGenerated, isText, matches, read } from './tree.js';

const LINES_MAX = 600;

const written = files.filter((path) => isText(path) && path !== 'LICENSE');
const byHand = written.filter((path) => !isGenerated(path));
const typescript = byHand.filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'));
const sources = typescript.filter((path) => /^(daemon|clients\/[^/]+)\/src\//.test(path));
const tests = typescript.filter((path) => path.endsWith('.test.ts'));
const model = sources.filter((path) => path.startsWith('daemon/src/pact/model/'));

const found = (paths: readonly string[], pattern: RegExp): string[] => paths.flatMap((path) => matches(path, pattern));

/** One rule: what it looks for, where, and why nobody should find it. Patterns are written so that they do not match themselves. */
interface Rule {
  readonly name: string;
  readonly paths: readonly string[];
  readonly pattern: RegExp;
  readonly why: string;
}

const RULES: readonly Rule[] = [
  {
    name: 'no path of a developer machine',
    paths: written,
    pattern: /(^|[\s'"`(=:])\/(work|home\/\w+|Users\/\w+|root)\//,
    why: 'it leads nowhere on any other machine: use a path relative to the root, or a temporary directory',
  },
  {
    name: 'no registry host',
    paths: written,
    pattern: /registry\.[a-z]+js\.|registry\.yarnpk[g]|deb https?:\/\//,
    why: 'any registry or mirror must do; .npmrc keeps hosts out of the lockfile',
  },
  {
    name: 'nothing left for later',
    paths: written.filter((path) => path !== 'package-lock.json'),
    pattern: /\b(TOD[O]|FIXM[E]|XX[X]|HAC[K])\b/,
    why: 'finish it, or write down in an issue what is open',
  },
  {
    name: 'no test switched off or narrowed',
    paths: typescript,
    pattern:
      /\b(it|test|describe)\.(only|skip|todo|fails|skipIf|runIf)\b|@ts-(ignore|nocheck)|oxlint-disabl[e]|biome-ignor[e]/,
    why: 'a test that does not run promises nothing',
  },
  {
    name: 'no sleep in a test',
    paths: tests,
    pattern: /\bsetTimeout\(|node:timers\/promise[s]|\b(sleep|delay)\(/,
    why: 'wait for the event, or poll the condition with a deadline: a sleep is too short on a slow machine and too long on a fast one',
  },
  {
    name: 'pact/model is a pure function of its input',
    paths: model,
    pattern:
      /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\blocaleCompare\b|\bIntl\.|\btoLocale\w+|\bcrypto\b|\bprocess\.|\bperformance\./,
    why: 'every node must compute the same bytes, whatever its clock, locale or luck',
  },
  {
    name: 'sources do not print',
    paths: sources.filter((path) => path.startsWith('daemon/')),
    pattern: /\bconsole\.\w+\(/,
    why: 'the daemon speaks through its log, where secrets are redacted',
  },
];

describe('house rules on text', () => {
  it.each(RULES)('$name', ({ paths, pattern, why }) => {
    expect(found(paths, pattern), why).toEqual([]);
  });

  it('files stay short enough to be read in one sitting', () => {
    const long = byHand
      // Both list what there is, one line after another.
      .filter((path) => !path.endsWith('openapi.yaml') && path !== 'docs/cli.md')
      .map((path) => ({ path, lines: read(path).split('\n').length }))
      .filter(({ lines }) => lines > LINES_MAX);
    expect(long, `more than ${LINES_MAX} lines: it does more than one thing, so split it`).toEqual([]);
  });

  it('file names say what is inside', () => {
    const vague = byHand.filter((path) => /(^|[/-])(utils?|helpers?|managers?|misc|common)(?=[./-])/i.test(path));
    expect(vague, 'name the file after what it does').toEqual([]);
  });

  it('generated files open with a banner', () => {
    const bare = files
      .filter((path) => /(^|\/)generated\//.test(path))
      .filter((path) => !/generated.*do not edit/i.test(read(path).split('\n')[0] ?? ''));
    expect(bare, 'line 1 must say that the file is generated, by what, and not to edit it').toEqual([]);
  });

  it('every export of a source file says what it is', () => {
    const bare = sources.flatMap((path) => {
      const lines = read(path).split('\n');
      // One comment may stand above a group of constants that are one line each.
      const documented = (index: number): boolean => {
        const above = lines[index - 1] ?? '';
        return /\*\/\s*$/.test(above) || (/^export const .*;$/.test(above) && documented(index - 1));
      };
      return lines.flatMap((text, index) =>
        /^export (abstract |async |const |function|class |interface |type (?![{*])|enum )/.test(text) &&
        !documented(index)
          ? [`${path}:${index + 1}: ${text.trim()}`]
          : [],
      );
    });
    expect(bare, 'write a doc comment: shape, units, limits, errors, and where the rule comes from').toEqual([]);
  });
});

describe('house rules on packages', () => {
  it('every dependency is pinned exactly', () => {
    const loose = files
      .filter((path) => /(^|\/)package\.json$/.test(path))
      .flatMap((path) => {
        const { dependencies = {}, devDependencies = {}, optionalDependencies = {} } = JSON.parse(read(path));
        return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
          .filter(([, version]) => !/^(npm:.+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(version)))
          .map(([name, version]) => `${path}: ${name} ${String(version)}`);
      });
    expect(
      loose,
      'npm picks the newest that its engine field allows, and that breaks on one of the two Node lines',
    ).toEqual([]);
  });

  it('the lockfile names no host', () => {
    const resolved = Object.entries(
      JSON.parse(read('package-lock.json')).packages as Record<string, { resolved?: string }>,
    )
      .filter(([, entry]) => entry.resolved?.includes('://'))
      .map(([name]) => name);
    expect(resolved, 'run npm with the .npmrc of the project').toEqual([]);
  });

  it('the lockfile holds the optional packages of every platform', () => {
    const packages = JSON.parse(read('package-lock.json')).packages as Record<
      string,
      { optionalDependencies?: Record<string, string> }
    >;
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`],
      ),
    );
    expect(missing, '`npm ci` refuses a lockfile without them: make it against a registry that has them all').toEqual(
      [],
    );
  });
});
