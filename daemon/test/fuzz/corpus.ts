import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { TARGETS } from './targets.js';

const CORPUS = fileURLToPath(new URL('corpus/', import.meta.url));

/** Inputs that a decoder once did not survive, and those that it begins from. Kept as JSON strings, since not all are text. */
export function inputsOf(name: string): string[] {
  const dir = path.join(CORPUS, name);
  const kept = fs.existsSync(dir) ? fs.readdirSync(dir).toSorted() : [];
  return [
    ...(TARGETS[name]?.seeds ?? []),
    ...kept.map((file) => JSON.parse(fs.readFileSync(path.join(dir, file), 'utf8')) as string),
  ];
}

/** Keeps an input for good, and answers its file. */
export function keepInput(name: string, input: string): string {
  const json = JSON.stringify(input);
  const file = path.join(CORPUS, name, `${createHash('sha256').update(json).digest('hex').slice(0, 16)}.json`);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `${json}\n`);
  return file;
}
