/** The programs of the README in the forms in which people write them. */
import { readFileSync } from 'node:fs';

/** One `ts` block of the README: a whole program. */
export interface Snippet {
  /** Heading that it stands below. */
  readonly title: string;
  readonly code: string;
}

/** Every `ts` block, in the order of the page. */
export const readmeSnippets = (): Snippet[] => {
  const text = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  return text.split(/^## /m).flatMap((section) => {
    const title = section.split('\n')[0] ?? '';
    return [...section.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((match) => ({ title, code: match[1] ?? '' }));
  });
};

const IMPORT = /^import (\{[^}]+\}) from ('[^']+');\n/gm;

/** The same program for a CommonJS module, which knows no `await` outside of a function. */
export const asCommonTs = (code: string): string => {
  const imports = (code.match(IMPORT) ?? []).join('');
  return `${imports}void (async () => {\n${code.replaceAll(IMPORT, '')}})();\n`;
};

/** The same with `require`. */
export const asCommonJs = (code: string): string => asCommonTs(code).replaceAll(IMPORT, 'const $1 = require($2);\n');
