import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { at, type Cluster, type Daemon, Room, skillChecksum, until, visible } from '../harness/index.js';

const room = new Room();
let cluster: Cluster;
let a: Daemon;
let b: Daemon;

beforeAll(async () => {
  cluster = await room.cluster(2);
  [a, b] = cluster.nodes as [Daemon, Daemon];
});
afterAll(() => room.close());

const skill = (name: string, content = `# ${name}\n`) => ({
  name,
  version: '1.0.0',
  format: 'generic',
  content,
  checksum: skillChecksum(content),
});

test('a skill that is posted on one node is read and installed on the other, with its checksum checked', async () => {
  const draft = skill('release-notes', '# release notes\nGroup the commits by area.\n');
  const { id } = await a.host.must(201, 'POST', at('/skills'), draft);
  await visible([id], [b]);
  expect(await b.host.must(200, 'GET', at(`/skills/${id}/content`))).toEqual({
    id,
    agent_id: a.handle,
    name: draft.name,
    version: draft.version,
    format: draft.format,
    checksum: draft.checksum,
    content: draft.content,
  });

  const careless = await b.host.post(at(`/skills/${id}/install`), { confirm: false });
  expect([careless.status, careless.body.error]).toEqual([400, 'NOT_CONFIRMED']);
  const silent = await b.host.post(at(`/skills/${id}/install`), {});
  expect([silent.status, silent.body.error]).toEqual([400, 'NOT_CONFIRMED']);
  expect(await b.host.must(200, 'GET', at('/skills/installed'))).toEqual([]);

  const installed = await b.host.must(200, 'POST', at(`/skills/${id}/install`), { confirm: true });
  expect(installed).toMatchObject({ ok: true, id });
  const inside = path.relative(b.file('pacts', cluster.pact_id, 'skills'), installed.path);
  expect(inside.startsWith('..') || path.isAbsolute(inside), installed.path).toBe(false);
  expect(fs.readFileSync(installed.path, 'utf8')).toBe(draft.content);
  expect(fs.statSync(installed.path).mode & 0o777).toBe(0o600);
  expect(await b.host.must(200, 'GET', at('/skills/installed'))).toEqual([
    {
      id,
      name: draft.name,
      version: draft.version,
      format: draft.format,
      checksum: draft.checksum,
      path: installed.path,
      installed_at: installed.installed_at,
    },
  ]);
  expect(await a.host.must(200, 'GET', at('/skills/installed'))).toEqual([]);
});

test('a checksum that does not fit the content is refused on POST', async () => {
  const answer = await a.host.post(at('/skills'), { ...skill('wrong'), checksum: skillChecksum('something else') });
  expect([answer.status, answer.body.error]).toEqual([400, 'SKILL_CHECKSUM_MISMATCH']);
});

test.each(['../evil', '..', '.hidden', 'a/b', 'a\\b', 'nul\u0000l', '', 'x'.repeat(201), 'ünïcode', 'a b'])(
  'the name %j is refused: it is not a safe file name',
  async (name) => {
    const answer = await a.host.post(at('/skills'), skill(name));
    expect([answer.status, answer.body.error]).toEqual([400, 'BAD_SKILL_NAME']);
  },
);

test('a skill whose content was tampered with by a member is neither shown nor installed', async () => {
  const payload = { ...skill('tampered'), checksum: skillChecksum('what was reviewed') };
  const before = (await a.host.must(200, 'GET', at('/skills'))).entries.length;
  await b.appendRaw(cluster.pact_id, [JSON.stringify({ v: 1, t: 'entry', at: Date.now(), type: 'skill', payload })]);
  const { id } = await until(
    async () => {
      const { entries } = await a.host.must(200, 'GET', at('/skills'));
      return entries.length > before && entries[0];
    },
    { what: 'the tampered skill is listed' },
  );
  for (const node of [a, b]) {
    await visible([id], [node]);
    const content = await node.host.get(at(`/skills/${id}/content`));
    expect([content.status, content.body.error]).toEqual([400, 'SKILL_CHECKSUM_MISMATCH']);
    const install = await node.host.post(at(`/skills/${id}/install`), { confirm: true });
    expect([install.status, install.body.error]).toEqual([400, 'SKILL_CHECKSUM_MISMATCH']);
    expect(
      (await node.host.must(200, 'GET', at('/skills/installed'))).some(
        (installed: { name: string }) => installed.name === 'tampered',
      ),
    ).toBe(false);
  }
});

test('installing again mends a file that was changed on disk, and never writes through a link', async () => {
  const draft = skill('mended');
  const { id } = await a.host.must(201, 'POST', at('/skills'), draft);
  const { path: file } = await a.host.must(200, 'POST', at(`/skills/${id}/install`), { confirm: true });
  fs.writeFileSync(file, 'changed by somebody');
  await a.host.must(200, 'POST', at(`/skills/${id}/install`), { confirm: true });
  expect(fs.readFileSync(file, 'utf8')).toBe(draft.content);

  const outside = path.join(room.dir(), 'outside.txt');
  fs.writeFileSync(outside, 'not to be touched');
  fs.rmSync(file);
  fs.symlinkSync(outside, file);
  const answer = await a.host.post(at(`/skills/${id}/install`), { confirm: true });
  expect(fs.readFileSync(outside, 'utf8')).toBe('not to be touched');
  expect(answer.status).toBeLessThan(500);
});

test('installing what is no skill, or is not there, is 404', async () => {
  const { id } = await a.host.must(201, 'POST', at('/knowledge'), { topic: 'no skill', content: 'x' });
  for (const wrong of [id, '00000000-1']) {
    for (const answer of [
      await a.host.get(at(`/skills/${wrong}/content`)),
      await a.host.post(at(`/skills/${wrong}/install`), { confirm: true }),
    ]) {
      expect([wrong, answer.status, answer.body.error]).toEqual([wrong, 404, 'NOT_FOUND']);
    }
  }
});
