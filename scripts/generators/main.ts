/** Writes every generated file of the project, or with `--check` only says which ones differ and exits 1. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contractTypes } from './contract-types.js';
import { type Outputs, readOutput, ROOT } from './output.js';

const check = process.argv.includes('--check');

const bring = (outputs: Outputs): void => {
  for (const [path, text] of outputs) {
    if (readOutput(path) === text) continue;
    if (check) {
      console.error(`${path} is not what its source says: run "scripts/generate"`);
      process.exitCode = 1;
      continue;
    }
    const file = fileURLToPath(new URL(path, ROOT));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.log(`wrote ${path}`);
  }
};

// The others read the contract as the daemon holds it, when they are loaded: that comes first.
if (!check) bring(await contractTypes());
const { generate } = await import('./outputs.js');
bring(await generate());
