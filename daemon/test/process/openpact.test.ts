/**
 * What a client written for OpenPact v0.1.4 sends and reads, on every route it has, against live daemons (docs/openpact.md). It knows
 * base address and token, and none of the fields and codes that Concordat adds.
 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Daemon, introduce, Room, until } from '../harness/index.js';

const room = new Room();
let first: Daemon;
let second: Daemon;
let third: Daemon;

beforeAll(async () => {
  first = await room.daemon();
  second = await room.daemon();
  third = await room.daemon();
  await introduce([first, second, third]);
});
afterAll(() => room.close());

/** Values of earlier answers, by the name under which later rows use them: `$task` in a path or a body. */
const known = new Map<string, string>([
  ['$absent', '00000000-1'],
  ['$nobody', 'ab'.repeat(32)],
]);

const filled = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value).replaceAll(/\$[a-z_]+/g, (name) => known.get(name) ?? name)) as T;

const text = expect.any(String);
const count = expect.any(Number);
const flag = expect.any(Boolean);
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/);
const key = expect.stringMatching(/^[0-9a-f]{64}$/);
const orNull = (shape: unknown) => expect.toBeOneOf([shape, null]);
/** An object with at least these fields: OpenPact's clients step over others. */
const has = (fields: Record<string, unknown>) => expect.objectContaining(fields);
const role = expect.stringMatching(/^(creator|indexer|member)$/);
const checksumOf = (content: string) =>
  `sha256:${createHash('sha256').update(`openpact-skill-content:v1\n${content}`).digest('hex')}`;

const SKILL = 'Group the commits by area.';
const entry = (type: string, payload: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  has({ id: text, type, timestamp: time, agent_id: text, display_name: orNull(text), payload: has(payload), ...more });
const listOf = (...entries: unknown[]) => has({ entries, cursor: orNull(text), has_more: flag });
const task = (fields: Record<string, unknown>) =>
  has({
    id: text,
    title: text,
    status: expect.stringMatching(/^(open|claimed|complete)$/),
    claimed_by: orNull(text),
    assigned_to: orNull(text),
    timestamp: time,
    updated_at: time,
    claimed_at: orNull(time),
    expired_at: orNull(time),
    result: null,
    history: expect.any(Array),
    ...fields,
  });

interface Row {
  readonly call: string;
  readonly body?: unknown;
  /** What the answer holds; its status is 2xx. */
  readonly answer?: unknown;
  /** Or the error: status and code. */
  readonly error?: readonly [number, string];
  /** Name and path of a value of the answer that later rows need. */
  readonly keep?: Readonly<Record<string, string>>;
  readonly by?: 'second' | 'third';
  /** Until the other node has heard of it, the row is asked again. */
  readonly soon?: true;
}

const skill = {
  name: 'release-notes',
  version: '1.0.0',
  format: 'generic',
  content: SKILL,
  checksum: checksumOf(SKILL),
};
const PACT = '/v1/pacts/crew';

const HOST: Row[] = [
  { call: 'GET /v1/ping', answer: has({ ok: true }) },
  { call: 'GET /v1/healthz', answer: expect.anything() },
  { call: 'GET /v1/status', answer: has({ current: null, agents: 0, pact_count: 0 }) },
  { call: 'GET /v1/metrics', answer: expect.stringContaining('# TYPE') },
  { call: 'POST /v1/pacts', body: { name: 'Crew' }, error: [400, 'NOT_CONFIRMED'] },
  {
    call: 'POST /v1/pacts',
    body: { name: 'Crew', purpose: 'Releases', display_name: 'Ann', alias: 'crew', confirm: true },
    answer: has({
      ok: true,
      alias: 'crew',
      pact_id: key,
      pact_name: 'Crew',
      pact_purpose: 'Releases',
      display_name: 'Ann',
      peer_handle: text,
      role: 'creator',
    }),
    keep: { $pact: 'pact_id' },
  },
  { call: 'POST /v1/pacts', body: { name: 'Crew', alias: 'crew', confirm: true }, error: [409, 'PACT_ALIAS_EXISTS'] },
  { call: 'POST /v1/pacts', body: { name: 'Other', alias: 'other', confirm: true }, answer: has({ ok: true }) },
  { call: 'GET /v1/readyz', answer: expect.anything() },
  {
    call: 'GET /v1/pacts',
    answer: has({
      current: text,
      pacts: expect.arrayContaining([
        has({
          alias: 'crew',
          pact_id: '$pact',
          added_at: time,
          data_dir: text,
          is_current: flag,
          pact_name: 'Crew',
          pact_purpose: 'Releases',
          display_name: 'Ann',
          role: 'creator',
        }),
      ]),
    }),
  },
  {
    call: 'POST /v1/pacts/switch',
    body: { alias: 'other', confirm: 'other' },
    answer: has({ ok: true, current: 'other' }),
  },
  {
    call: 'PUT /v1/pacts/other/alias',
    body: { alias: 'spare' },
    answer: has({ ok: true, alias: 'spare', pact_id: key }),
  },
  { call: 'DELETE /v1/pacts/spare', body: { confirm: 'crew' }, error: [400, 'NOT_CONFIRMED'] },
  {
    call: 'DELETE /v1/pacts/spare',
    body: { confirm: 'spare' },
    answer: has({ ok: true, removed: has({ alias: 'spare', pact_id: key }) }),
  },
  { call: 'GET /v1/pacts/spare/status', error: [404, 'UNKNOWN_PACT'] },
];

const ENTRIES: Row[] = [
  {
    call: 'POST $crew/knowledge',
    body: { topic: 'deploy', content: 'Not on Sundays', source: 'runbook', area: 'staging' },
    answer: entry('knowledge', { topic: 'deploy', content: 'Not on Sundays', source: 'runbook', area: 'staging' }),
    keep: { $knowledge: 'id' },
  },
  { call: 'POST $crew/knowledge', body: { topic: 'deploy' }, error: [400, 'BAD_REQUEST'] },
  {
    call: 'GET $crew/knowledge?topic=deploy&order=asc&limit=10',
    answer: listOf(entry('knowledge', { topic: 'deploy' })),
  },
  { call: 'GET $crew/knowledge?cursor=nonsense', error: [400, 'BAD_CURSOR'] },
  {
    call: 'GET /v1/pacts/$pact/entries/$knowledge',
    answer: entry('knowledge', { topic: 'deploy' }, { id: '$knowledge' }),
  },
  { call: 'GET $crew/entries/$absent', error: [404, 'NOT_FOUND'] },
  {
    call: 'POST $crew/messages',
    body: { content: 'Noted', priority: 'high', reply_to: '$knowledge' },
    answer: entry('message', { content: 'Noted', priority: 'high' }, { refs: ['$knowledge'] }),
    keep: { $message: 'id', $author: 'agent_id' },
  },
  { call: 'GET $crew/messages?agent_id=$author', answer: listOf(entry('message', { content: 'Noted' })) },
  { call: 'GET $crew/entries/$knowledge/referenced-by', answer: [entry('message', {}, { id: '$message' })] },
  {
    call: 'POST $crew/skills',
    body: skill,
    answer: entry('skill', { name: skill.name, checksum: skill.checksum }),
    keep: { $skill: 'id' },
  },
  { call: 'POST $crew/skills', body: { ...skill, content: 'x' }, error: [400, 'SKILL_CHECKSUM_MISMATCH'] },
  { call: 'POST $crew/skills', body: { ...skill, name: '../x' }, error: [400, 'BAD_SKILL_NAME'] },
  { call: 'GET $crew/skills?format=generic', answer: listOf(entry('skill', { version: '1.0.0' })) },
  { call: 'GET $crew/skills/$skill/content', answer: has({ id: '$skill', ...skill }) },
  {
    call: 'POST $crew/skills/$skill/install',
    body: { confirm: true },
    answer: has({ ok: true, id: '$skill', path: text, installed_at: time }),
  },
  {
    call: 'GET $crew/skills/installed',
    answer: [
      has({
        id: '$skill',
        name: skill.name,
        version: '1.0.0',
        format: 'generic',
        checksum: skill.checksum,
        path: text,
        installed_at: time,
      }),
    ],
  },
  { call: 'GET $crew/changes?limit=1', answer: listOf(entry('knowledge', {})), keep: { $cursor: 'cursor' } },
  { call: 'GET $crew/changes?since=$cursor&wait=1&type=message', answer: listOf(entry('message', {})) },
  { call: 'GET $crew/changes?from=head', answer: listOf() },
];

const TASKS: Row[] = [
  {
    call: 'POST $crew/tasks',
    body: { title: 'Notes', description: 'For 1.0' },
    answer: entry('task', { title: 'Notes' }),
    keep: { $task: 'id' },
  },
  { call: 'PUT $crew/tasks/$task/release', error: [409, 'NOT_CLAIMED'] },
  { call: 'PUT $crew/tasks/$task/claim', answer: task({ status: 'claimed', claimed_by: text, claimed_at: time }) },
  { call: 'PUT $crew/tasks/$task/release', answer: task({ status: 'open', claimed_by: null }) },
  { call: 'PUT $crew/tasks/$task/claim', answer: task({ status: 'claimed' }) },
  { call: 'PUT $crew/tasks/$task/claim', by: 'second', soon: true, error: [409, 'TASK_ALREADY_CLAIMED'] },
  { call: 'PUT $crew/tasks/$task/complete', body: { result: 'x' }, by: 'second', error: [409, 'NOT_CLAIMER'] },
  {
    call: 'PUT $crew/tasks/$task/complete',
    body: { result: { file: 'N.md' } },
    answer: task({ status: 'complete', result: { file: 'N.md' } }),
  },
  { call: 'PUT $crew/tasks/$task/claim', error: [409, 'TASK_ALREADY_COMPLETE'] },
  {
    call: 'GET $crew/tasks/$task',
    answer: task({ id: '$task', title: 'Notes', description: 'For 1.0', status: 'complete', result: { file: 'N.md' } }),
  },
  {
    call: 'POST $crew/tasks',
    body: { title: 'Other', assigned_to: 'somebody' },
    answer: entry('task', { assigned_to: 'somebody' }),
    keep: { $other: 'id' },
  },
  { call: 'PUT $crew/tasks/$other/claim', error: [409, 'NOT_ASSIGNEE'] },
  { call: 'GET $crew/tasks?status=open', answer: listOf(task({ id: '$other', status: 'open' })) },
];

const INVITES: Row[] = [
  {
    call: 'POST $crew/invites',
    body: { ttl_ms: 3_600_000, confirm: true },
    answer: has({ token: text, share_url: expect.stringContaining('?invite='), nonce: text, expires_at: time }),
    keep: { $revoked: 'nonce' },
  },
  {
    call: 'DELETE $crew/invites/$revoked',
    body: { confirm: '$revoked' },
    answer: has({ ok: true, nonce: '$revoked' }),
  },
  { call: 'DELETE $crew/invites/unheard-of', body: { confirm: 'unheard-of' }, error: [404, 'UNKNOWN_INVITE'] },
  {
    call: 'POST $crew/invites',
    body: { confirm: true },
    answer: has({ token: text }),
    keep: { $token: 'token', $nonce: 'nonce' },
  },
  {
    call: 'POST /v1/pacts/join',
    by: 'second',
    body: { token: 'no token', confirm: true },
    error: [400, 'INVITE_BAD_SHAPE'],
  },
  {
    call: 'POST /v1/pacts/join',
    by: 'second',
    body: { key: '$pact', alias: 'crew', display_name: 'Bob', confirm: true },
    answer: has({ ok: true, pact_id: '$pact' }),
  },
  {
    call: 'GET $crew/status',
    by: 'second',
    answer: has({ is_member: false, public_key: key }),
    keep: { $writer: 'public_key' },
  },
  { call: 'GET $crew/knowledge', by: 'second', error: [409, 'PACT_NOT_READY'] },
  {
    call: 'POST $crew/invites/redeem',
    by: 'second',
    body: { token: '$token', writer_key: '$writer', confirm: true },
    answer: has({ ok: true, nonce: '$nonce' }),
  },
  {
    call: 'GET $crew/status',
    by: 'second',
    soon: true,
    answer: has({ is_member: true, synced: true, display_name: 'Bob' }),
  },
  {
    call: 'GET $crew/invites',
    answer: has({
      entries: expect.arrayContaining([
        has({
          nonce: '$nonce',
          expires_at: time,
          created_at: time,
          pact_name: 'Crew',
          issuer_display: orNull(text),
          revoked: false,
          spent_at: time,
          spent_by: text,
          dead: true,
        }),
        has({ nonce: '$revoked', revoked: true, spent_at: null, spent_by: null, dead: true }),
      ]),
    }),
  },
];

const MEMBERS: Row[] = [
  { call: 'POST $crew/invites', body: { confirm: true }, answer: has({ token: text }), keep: { $one_step: 'token' } },
  {
    call: 'POST /v1/pacts/join',
    by: 'third',
    body: { token: '$one_step', alias: 'crew', confirm: true },
    answer: has({ ok: true, alias: 'crew', pact_id: '$pact', pact_name: 'Crew', role }),
  },
  {
    call: 'GET $crew/status',
    by: 'third',
    soon: true,
    answer: has({ is_member: true, synced: true }),
    keep: { $third: 'public_key' },
  },
  {
    call: 'GET $crew/status',
    answer: has({
      pact_id: '$pact',
      pact_name: 'Crew',
      pact_purpose: 'Releases',
      peer_handle: text,
      display_name: 'Ann',
      role: 'creator',
      public_key: key,
      agents: 3,
      entries: count,
      is_member: true,
      is_indexer: true,
      synced: flag,
    }),
  },
  {
    call: 'GET $crew/agents?online=true',
    soon: true,
    answer: expect.arrayContaining([
      has({ id: key, remote_key: key, online: true, role: 'creator', display_name: 'Ann', is_self: true }),
      has({ id: '$writer', remote_key: key, online: true, role, display_name: 'Bob', is_self: false }),
      has({ id: '$third', remote_key: key, online: true, role, is_self: false }),
    ]),
  },
  { call: 'PUT $crew/info', body: { name: 'Release crew', purpose: null }, answer: expect.anything() },
  { call: 'GET $crew/status', answer: has({ pact_name: 'Release crew', pact_purpose: null }) },
  { call: 'PUT $crew/me', body: { display_name: 'Anna' }, answer: expect.anything() },
  { call: 'GET $crew/status', answer: has({ display_name: 'Anna' }) },
  { call: 'POST $crew/admin/promote', body: { key: '$writer' }, error: [400, 'NOT_CONFIRMED'] },
  { call: 'POST $crew/admin/promote', body: { key: '$writer', confirm: true }, answer: expect.anything() },
  { call: 'POST $crew/admin/members', body: { key: '$writer', indexer: true }, answer: expect.anything() },
  // The one difference: a key alone proves nothing, so whoever is not a member yet joins with an invite.
  { call: 'POST $crew/admin/members', body: { key: '$nobody' }, error: [409, 'NOT_A_MEMBER'] },
  { call: 'POST $crew/admin/remove', body: { key: '$writer', confirm: true }, answer: expect.anything() },
  { call: 'DELETE $crew/admin/members/$third', answer: expect.anything() },
  { call: 'DELETE $crew/admin/members/$nobody', error: [409, 'NOT_A_MEMBER'] },
];

const ask = async ({ call, body, by }: Row) => {
  const [method = '', path = ''] = call.replace('$crew', PACT).split(' ');
  const { host } = { first, second, third }[by ?? 'first'];
  return host.request(method, filled(path), body === undefined ? {} : { body: filled(body) });
};

/** Asymmetric matchers keep their own values, so names inside of them are filled in where they stand. */
const expected = (shape: unknown): unknown => {
  if (typeof shape === 'string') return filled(shape);
  if (Array.isArray(shape)) return shape.map(expected);
  if (typeof shape !== 'object' || shape === null) return shape;
  if ('asymmetricMatch' in shape) {
    const matcher = shape as unknown as { sample: unknown };
    if (typeof matcher.sample === 'object' && matcher.sample !== null && !(matcher.sample instanceof RegExp))
      matcher.sample = expected(matcher.sample);
    return shape;
  }
  return Object.fromEntries(Object.entries(shape).map(([name, value]) => [name, expected(value)]));
};

const check = async (row: Row): Promise<void> => {
  const { status, body } = await ask(row);
  if (row.error) {
    const [wanted, code] = row.error;
    expect([status, body]).toEqual([wanted, has({ error: code, message: text, status: wanted })]);
    return;
  }
  expect([status, body]).toEqual([expect.toSatisfy((value) => value === 200 || value === 201), expected(row.answer)]);
  for (const [name, field] of Object.entries(row.keep ?? {})) known.set(name, body[field]);
};

const titled = (rows: readonly Row[]): [string, Row][] =>
  rows.map((row, index) => [`${index + 1}. ${row.call}${row.error ? ` -> ${row.error[1]}` : ''}`, row]);

const run = async (_title: string, row: Row): Promise<void> => {
  if (!row.soon) return check(row);
  await until(
    () =>
      check(row).then(
        () => true,
        () => false,
      ),
    { what: row.call },
  ).catch(() => check(row));
};

describe('an OpenPact client', () => {
  describe('manages the pacts of a node', () => it.each(titled(HOST))('%s', run));
  describe('writes and reads entries', () => it.each(titled(ENTRIES))('%s', run));
  describe('lets a node in, in two steps', () => it.each(titled(INVITES))('%s', run));
  describe('divides work', () => it.each(titled(TASKS))('%s', run));

  it('follows GET /v1/events', async () => {
    const stream = await first.events();
    await first.host.must(201, 'POST', `${PACT}/messages`, { content: 'live' });
    await until(() => stream.frames.some(({ event }) => event === 'entry-applied'), { what: 'a frame' });
    for (const { data } of stream.frames) expect(data).toEqual(has({ pactId: known.get('$pact'), alias: 'crew' }));
    stream.close();
  });

  it('finds itself first among the members', async () => {
    for (const node of [first, second]) {
      const members = await node.host.must(200, 'GET', `${PACT}/agents`);
      expect(members.map(({ is_self }: { is_self: boolean }) => is_self)).toEqual([true, false]);
    }
  });

  describe('looks after the members', () => it.each(titled(MEMBERS))('%s', run));

  it.each([
    [401, 'UNAUTHORIZED', { authorization: 'Bearer nonsense' }],
    [403, 'FORBIDDEN_HOST', { host: 'elsewhere.example' }],
    [403, 'FORBIDDEN_ORIGIN', { origin: 'https://elsewhere.example' }],
  ])('is refused with %i %s', async (status, code, headers) => {
    const answer = await first.host.get('/v1/pacts', { headers });
    expect([answer.status, answer.body]).toEqual([status, has({ error: code, message: text, status })]);
  });

  it('may send an entry of up to 64 KiB', async () => {
    const post = (length: number) =>
      first.host.post(`${PACT}/knowledge`, { topic: 'size', content: 'x'.repeat(length) });
    expect((await post(65_000)).status).toBe(201);
    expect((await post(66_000)).body).toEqual(has({ error: 'PAYLOAD_TOO_LARGE', status: 413 }));
    const { id } = await first.host.must(201, 'POST', `${PACT}/tasks`, { title: 'size' });
    const complete = (length: number) => first.host.put(`${PACT}/tasks/${id}/complete`, { result: 'x'.repeat(length) });
    expect((await complete(66_000)).body).toEqual(has({ error: 'PAYLOAD_TOO_LARGE', status: 413 }));
    expect((await complete(65_000)).status).toBe(200);
  });
});
