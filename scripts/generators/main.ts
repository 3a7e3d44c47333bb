/** Writes every generated file of the project, or with `--check` only says which ones differ and exits 1. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configurationPage } from '../../daemon/src/config.js';
import { cliPage } from './cli-page.js';
import { contractTypes } from './contract-types.js';
import { errorsPage } from './errors-page.js';
import { mcpTools } from './mcp-tools.js';
import { readOutput, ROOT } from './output.js';
import { shellClient } from './shell.js';
import { skillPages } from './skill.js';
import { pythonClient } from './python.js';
import { typescriptErrors } from './typescript-errors.js';

const pages = [
  ...(await contractTypes()),
  ['docs/configuration.md', configurationPage()] as const,
  ...errorsPage(),
  ...typescriptErrors(),
  ...cliPage(),
  ...mcpTools(),
  ...shellClient(),
  ...pythonClient(),
];
// The skill holds files that others generate, so it comes last.
const outputs = [...pages, ...skillPages(new Map(pages))];
const stale = outputs.filter(([path, text]) => readOutput(path) !== text);

if (process.argv.includes('--check')) {
  for (const [path] of stale) console.error(`${path} is not what its source says: run "scripts/generate"`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const [path, text] of stale) {
    const file = fileURLToPath(new URL(path, ROOT));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.log(`wrote ${path}`);
  }
}
