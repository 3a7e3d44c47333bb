/** Keeps what this version's daemons write, so that every later one is tested on it: `npm run fixture`, once a release. */
import { readFileSync } from 'node:fs';
import { Room } from '../daemon/test/harness/index.js';
import { writeFixture } from '../daemon/test/harness/store-fixture.js';

const { version } = JSON.parse(readFileSync(new URL('../daemon/package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const room = new Room();
try {
  process.stdout.write(`wrote the fixture of ${version}: ${await writeFixture(room, version)} bytes\n`);
} finally {
  await room.close();
}
