import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Answer,
  at,
  type Daemon,
  introduce,
  invite,
  join,
  PACT,
  Room,
  range,
  until,
  visible,
} from '../harness/index.js';

const room = new Room();
let creator: Daemon;
let stranger: Daemon;
/** Entries that nobody but members may read. */
let secrets: string[];

beforeAll(async () => {
  creator = await room.daemon();
  stranger = await room.daemon();
  await creator.host.must(200, 'POST', '/v1/pacts', { name: 'Main', alias: PACT, confirm: true });
  secrets = await Promise.all(
    range(5).map(
      async (i) =>
        (await creator.host.must(201, 'POST', at('/knowledge'), { topic: 'secret', content: `secret ${i}` })).id,
    ),
  );
  await introduce([creator, stranger]);
});
afterAll(() => room.close());

const tryJoin = (node: Daemon, token: string): Promise<Answer> =>
  node.host.post('/v1/pacts/join', { token, alias: PACT, confirm: true });

const members = async (node: Daemon): Promise<string[]> =>
  (await node.host.must(200, 'GET', at('/agents'))).map((member: { agent_id: string }) => member.agent_id);

/** The refusal has this code, admits nobody, and leaves nothing of the pact at the stranger. */
async function refused(answer: Answer, status: number, code: string): Promise<void> {
  expect([answer.status, answer.body.error], answer.text).toEqual([status, code]);
  expect(answer.body.message.length).toBeGreaterThan(10);
  expect(await members(creator)).not.toContain(stranger.handle);
  const { pacts } = await stranger.host.must(200, 'GET', '/v1/pacts');
  expect(pacts).toEqual([]);
}

const decode = (token: string): Record<string, unknown> => JSON.parse(Buffer.from(token, 'base64url').toString());
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
/** The same JSON with every 64-hex string at `key` replaced by another. */
const withKey = (token: string, key: string, value: unknown): string => encode({ ...decode(token), [key]: value });

describe('an invite that admits nobody', () => {
  test('a revoked invite is refused with INVITE_REVOKED, and the list shows it as dead', async () => {
    const minted = await creator.host.must(200, 'POST', at('/invites'), { confirm: true });
    expect(await creator.host.must(200, 'DELETE', at(`/invites/${minted.nonce}`), { confirm: minted.nonce })).toEqual({
      ok: true,
      nonce: minted.nonce,
    });
    await refused(await tryJoin(stranger, minted.token), 409, 'INVITE_REVOKED');
    const { entries } = await creator.host.must(200, 'GET', at('/invites'));
    expect(entries.find((entry: { nonce: string }) => entry.nonce === minted.nonce)).toMatchObject({
      revoked: true,
      dead: true,
      spent_at: null,
      spent_by: null,
    });
  });

  test('an expired invite is refused with INVITE_EXPIRED', async () => {
    const minted = await creator.host.must(200, 'POST', at('/invites'), { ttl_ms: 1000, confirm: true });
    await until(() => Date.now() > Date.parse(minted.expires_at) + 50, { what: 'the invite has expired' });
    await refused(await tryJoin(stranger, minted.token), 410, 'INVITE_EXPIRED');
    const { entries } = await creator.host.must(200, 'GET', at('/invites'));
    expect(entries.find((entry: { nonce: string }) => entry.nonce === minted.nonce)).toMatchObject({
      revoked: false,
      dead: true,
    });
  });

  test('an expired invite whose holder writes a later date into the token is refused all the same', async () => {
    const minted = await creator.host.must(200, 'POST', at('/invites'), { ttl_ms: 1000, confirm: true });
    await until(() => Date.now() > Date.parse(minted.expires_at) + 50, { what: 'the invite has expired' });
    const { expiresAt } = decode(minted.token);
    const later = Date.now() + 86_400_000;
    await refused(
      await tryJoin(
        stranger,
        withKey(minted.token, 'expiresAt', typeof expiresAt === 'number' ? later : new Date(later).toISOString()),
      ),
      410,
      'INVITE_EXPIRED',
    );
  });

  test('a forged invite, with a seed of its own, is refused with UNKNOWN_INVITE or INVITE_BAD_PROOF', async () => {
    const token = await invite(creator);
    const fields = decode(token);
    const secretFields = Object.entries(fields).filter(
      ([key, value]) =>
        !['pactId', 'v', 'expiresAt', 'pactName'].includes(key) &&
        typeof value === 'string' &&
        /^[0-9a-f]{64}$/.test(value),
    );
    expect(secretFields.length).toBeGreaterThan(0);
    for (const [key, value] of secretFields) {
      const forged = withKey(
        token,
        key,
        (value as string).replace(/^../, (two) => (two === 'aa' ? 'bb' : 'aa')),
      );
      const answer = await tryJoin(stranger, forged);
      expect(answer.status, `${key}: ${answer.text}`).toBeGreaterThanOrEqual(400);
      // A changed node key points at a node that does not exist: that one cannot be reached, the others do not prove anything.
      expect(
        [
          'UNKNOWN_INVITE',
          'INVITE_BAD_PROOF',
          'INVITE_BAD_SHAPE',
          'AGENT_DISCONNECTED',
          'NO_AGENTS',
          'NO_INDEXER_REACHABLE',
        ],
        `${key}: ${answer.text}`,
      ).toContain(answer.body.error);
      expect(await members(creator)).not.toContain(stranger.handle);
    }
    expect((await stranger.host.must(200, 'GET', '/v1/pacts')).pacts).toEqual([]);
  });

  test.each([
    ['empty JSON', encode({})],
    ['no base64', '!!!'],
    ['not JSON', Buffer.from('hello').toString('base64url')],
    ['an array', encode([1, 2, 3])],
    ['fields of the wrong type', encode({ v: 1, pactId: 7, nonce: {}, expiresAt: 'soon' })],
    ['a version from the future', encode({ v: 999, pactId: 'ab'.repeat(32), nonce: 'cd'.repeat(32), expiresAt: 1 })],
  ])('a token that is %s is refused with INVITE_BAD_SHAPE', async (_, token) => {
    await refused(await tryJoin(stranger, token), 400, 'INVITE_BAD_SHAPE');
  });

  test('a token cut short is refused with INVITE_BAD_SHAPE', async () => {
    const token = await invite(creator);
    await refused(await tryJoin(stranger, token.slice(0, token.length / 2)), 400, 'INVITE_BAD_SHAPE');
  });

  test('revoking an unknown invite is 404 UNKNOWN_INVITE; a wrong confirmation revokes nothing', async () => {
    const unknown = 'ab'.repeat(32);
    const answer = await creator.host.delete(at(`/invites/${unknown}`), { confirm: unknown });
    expect([answer.status, answer.body.error]).toEqual([404, 'UNKNOWN_INVITE']);
    const { nonce } = await creator.host.must(200, 'POST', at('/invites'), { confirm: true });
    const careless = await creator.host.delete(at(`/invites/${nonce}`), { confirm: 'yes' });
    expect([careless.status, careless.body.error]).toEqual([400, 'NOT_CONFIRMED']);
    const { entries } = await creator.host.must(200, 'GET', at('/invites'));
    expect(entries.find((entry: { nonce: string }) => entry.nonce === nonce)).toMatchObject({
      revoked: false,
      dead: false,
    });
  });
});

describe('joining by pact id, in two steps', () => {
  test('a holder of the pact id reads nothing; redeeming a revoked token or one of another pact changes nothing; a good one completes it', async () => {
    const { pact_id } = await creator.host.must(200, 'GET', at('/status'));
    const holder = await room.daemon();
    await introduce([creator, holder]);
    const joined = await holder.host.must(200, 'POST', '/v1/pacts/join', { key: pact_id, alias: PACT, confirm: true });
    expect(joined).toMatchObject({ ok: true, pact_id, role: null });
    const status = await holder.host.must(200, 'GET', at('/status'));
    expect(status).toMatchObject({ pact_id, is_member: false, entries: 0 });

    const readsNothing = async () => {
      for (const path of [
        '/knowledge',
        '/tasks',
        '/skills',
        '/messages',
        '/entries',
        '/changes',
        `/entries/${secrets[0]}`,
      ]) {
        const answer = await holder.host.get(at(path));
        expect([path, answer.status, answer.body.error]).toEqual([path, 409, 'PACT_NOT_READY']);
      }
      const posted = await holder.host.post(at('/knowledge'), { topic: 'x', content: 'x' });
      expect([posted.status, posted.body.error]).toEqual([409, 'PACT_NOT_READY']);
    };
    await readsNothing();

    const redeem = (token: string) =>
      holder.host.post(at('/invites/redeem'), { token, writer_key: status.public_key, confirm: true });
    const minted = await creator.host.must(200, 'POST', at('/invites'), { confirm: true });
    await creator.host.must(200, 'DELETE', at(`/invites/${minted.nonce}`), { confirm: minted.nonce });
    const revoked = await redeem(minted.token);
    expect([revoked.status, revoked.body.error]).toEqual([409, 'INVITE_REVOKED']);
    await readsNothing();

    const other = await creator.host.must(200, 'POST', '/v1/pacts', { name: 'Other', alias: 'other', confirm: true });
    const foreign = (await creator.host.must(200, 'POST', at('/invites', 'other'), { confirm: true })).token;
    const wrong = await redeem(foreign);
    expect([wrong.status, wrong.body.error]).toEqual([400, 'INVITE_WRONG_PACT']);
    expect((await creator.host.must(200, 'GET', at('/agents', 'other'))).length).toBe(1);
    expect(other.pact_id).not.toBe(pact_id);
    await readsNothing();

    const good = await creator.host.must(200, 'POST', at('/invites'), { confirm: true });
    const wrongKey = await holder.host.post(at('/invites/redeem'), {
      token: good.token,
      writer_key: 'ab'.repeat(32),
      confirm: true,
    });
    expect(wrongKey.status).toBeGreaterThanOrEqual(400);
    expect(wrongKey.status).toBeLessThan(500);
    await readsNothing();

    const done = await redeem(good.token);
    expect([done.status, done.body]).toEqual([200, { ok: true, nonce: good.nonce }]);
    await visible(secrets, [holder]);
    const written = await holder.host.must(201, 'POST', at('/knowledge'), {
      topic: 'x',
      content: 'from the new member',
    });
    await visible([written.id], [creator]);
  });
});

describe('an invite that admits one', () => {
  test('two nodes redeem the same invite at once: exactly one is admitted, the other hears INVITE_SPENT', async () => {
    const twins = await Promise.all(range(2).map(() => room.daemon()));
    for (const twin of twins) await introduce([creator, twin]);
    const minted = await creator.host.must(200, 'POST', at('/invites'), { confirm: true });
    const answers = await Promise.all(twins.map((twin) => tryJoin(twin, minted.token)));
    expect(answers.map((answer) => answer.status).sort(), JSON.stringify(answers.map((answer) => answer.body))).toEqual(
      [200, 409],
    );
    const lost = answers.find((answer) => answer.status === 409) as Answer;
    expect(lost.body.error).toBe('INVITE_SPENT');
    const winner = twins[answers.findIndex((answer) => answer.status === 200)] as Daemon;
    const loser = twins.find((twin) => twin !== winner) as Daemon;
    await visible(secrets, [winner]);
    const now = await members(creator);
    expect(now).toContain(winner.handle);
    expect(now).not.toContain(loser.handle);
    const { entries } = await creator.host.must(200, 'GET', at('/invites'));
    const spent = entries.find((entry: { nonce: string }) => entry.nonce === minted.nonce);
    expect(spent).toMatchObject({ dead: true, revoked: false, spent_by: winner.handle });
    expect(Date.parse(spent.spent_at)).toBeGreaterThan(0);

    const again = await tryJoin(loser, minted.token);
    expect([again.status, again.body.error]).toEqual([409, 'INVITE_SPENT']);
    const revoke = await creator.host.delete(at(`/invites/${minted.nonce}`), { confirm: minted.nonce });
    expect([revoke.status, revoke.body.error]).toEqual([409, 'INVITE_SPENT']);
  });

  test('the share URL works like the token, and joining twice is refused without harm', async () => {
    const node = await room.daemon();
    const minted = await creator.host.must(200, 'POST', at('/invites'), { confirm: true });
    expect(minted.share_url.endsWith(`?invite=${minted.token}`)).toBe(true);
    await node.host.must(200, 'POST', '/v1/pacts/join', { token: minted.share_url, alias: PACT, confirm: true });
    await visible(secrets, [node]);
    const twice = await node.host.post('/v1/pacts/join', { token: await invite(creator), alias: PACT, confirm: true });
    expect([twice.status, twice.body.error]).toEqual([409, 'PACT_ALIAS_EXISTS']);
    expect((await members(creator)).filter((handle) => handle === node.handle)).toHaveLength(1);
  });

  test('a member that may not invite is told so', async () => {
    const node = await room.daemon();
    await join(node, await invite(creator));
    const answer = await node.host.post(at('/invites'), { confirm: true });
    expect([answer.status, answer.body.error]).toEqual([409, 'NOT_INDEXER']);
  });
});
