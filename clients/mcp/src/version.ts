import { readFileSync } from 'node:fs';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** How the server calls itself. */
export const SERVER_INFO = { name: 'concordat', title: 'Concordat', version };
