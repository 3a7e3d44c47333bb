import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Corestore from 'corestore';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Signers } from '../../src/pact/signers.js';

let dir: string;
let author: Corestore;
let joiner: Corestore;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'concordat-signers-'));
  author = new Corestore(join(dir, 'author'));
  joiner = new Corestore(join(dir, 'joiner'));
  await Promise.all([author.ready(), joiner.ready()]);
});

afterEach(async () => {
  await Promise.all([author.close(), joiner.close()]);
  await rm(dir, { recursive: true, force: true });
});

test('who signs a log that this node has only heard of is known once a peer gives its first block, and from then on without peers', async () => {
  const log = author.get({ name: 'writer' });
  await log.append('the first block');
  const signers = new Signers(joiner);
  let known = false;
  const knowing = signers.know(log.key).then(() => {
    known = true;
  });
  const heard = joiner.get({ key: log.key });
  await heard.ready();
  expect(heard.core.manifest).toBeNull();
  expect(known).toBe(false);
  const [one, two] = [author.replicate(true), joiner.replicate(false)];
  one.pipe(two).pipe(one);
  await knowing;
  expect(heard.core.manifest?.signers[0]?.publicKey).toEqual(log.core.manifest?.signers[0]?.publicKey);
  one.destroy();
  await signers.know(log.key);
});

test('a log that closes does not wait for them', async () => {
  const log = author.get({ name: 'writer' });
  await log.append('the first block');
  const signers = new Signers(joiner);
  const knowing = signers.know(log.key);
  const heard = joiner.get({ key: log.key });
  await heard.ready();
  await signers.close();
  await expect(knowing).rejects.toThrow(/closed/i);
});
