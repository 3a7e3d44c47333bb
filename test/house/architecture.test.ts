import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT as root } from './tree.js';

const text = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
const quoted = [...text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/`([^`\n]+)`/g)].map((match) => match[1] as string);
const paths = [
  ...new Set(quoted.filter((name) => /^[\w.-]+(\/[\w.-]+)+$/.test(name) || /^[\w-]+\.(ts|yaml|cjs)$/.test(name))),
];
const folders = paths.filter((path) => existsSync(join(root, path)));

describe('docs/architecture.md', () => {
  it.each(paths)('names %s, which exists', (path) => {
    const candidates = [path, ...folders.map((folder) => `${folder}/${path}`)];
    expect(candidates.some((candidate) => existsSync(join(root, candidate)))).toBe(true);
  });

  // "`name` of `Class` in `file`", "`name` in `file`": the file must define the name.
  const places = [...text.matchAll(/`(\w+)`(?: of `(\w+)`)?[^`.|]{0,3}\s+in\s+`([\w/-]+\.ts)`/g)];
  it('says where functions are', () => expect(places.length).toBeGreaterThan(20));
  it.each(places.map((match) => [match[1] as string, match[2], match[3] as string]))(
    '%s (of %s) is in %s',
    (name, owner, file) => {
      const path = [file, ...folders.map((folder) => `${folder}/${file}`)].find((candidate) =>
        existsSync(join(root, candidate)),
      );
      expect(path, `no file ${file}`).toBeDefined();
      const source = readFileSync(join(root, path as string), 'utf8');
      if (owner) expect(source).toMatch(new RegExp(`class ${owner}\\b`));
      expect(source).toMatch(
        new RegExp(
          `(function\\*?|class|const|async|get|interface)\\s+\\*?#?${name}\\b|^\\s+(async \\*?|\\*|get )?${name}\\(`,
          'm',
        ),
      );
    },
  );
});
