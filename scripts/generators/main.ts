/** Writes every generated file of the project, or with `--check` only says which ones differ and exits 1. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readOutput, ROOT } from './output.js';
import { generate } from './outputs.js';

const stale = [...(await generate())].filter(([path, text]) => readOutput(path) !== text);

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
