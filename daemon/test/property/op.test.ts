import { describe, expect, it } from 'vitest';
import { limits } from '../../src/pact/model/index.js';
import { admitMessage, isFault, payloadFault, readOp } from '../../src/pact/model/op.js';

const KEY = 'ab'.repeat(32);
const SIGNATURE = 'cd'.repeat(64);
const ID = '0123abcd-7';
const AT = Date.UTC(2026, 0, 1);
const MANY = Number.MAX_SAFE_INTEGER;
const KIB_64 = 65_536;

const chars = (count: number): string => 'x'.repeat(count);
const ids = (count: number): string[] => Array.from({ length: count }, (_, n) => `0123abcd-${n}`);
const linksTo = (count: number): object[] => ids(count).map((id) => ({ rel: 'related', id }));
const agents = (count: number): string[] => Array.from({ length: count }, (_, n) => `a${n}@anon-fox-0123abcd`);
const entry = (type: string, payload: object): object => ({ t: 'entry', type, payload });

const SKILL = { name: 's', version: '1', format: 'generic', content: 'c', checksum: `sha256:${'0'.repeat(64)}` };
const KNOWLEDGE = { topic: 't', content: 'c' };
const ADMIT = {
  t: 'admit',
  nonce: KEY,
  node: KEY,
  writer: KEY,
  signer: KEY,
  manifest: 1,
  handshake: SIGNATURE,
  sig_invite: SIGNATURE,
  sig_node: SIGNATURE,
  sig_writer: SIGNATURE,
  display_name: null,
};

/** An op of each kind that nothing is wrong with. */
const SOUND = {
  genesis: { t: 'genesis', node: KEY, name: 'p', purpose: null, display_name: null },
  knowledge: entry('knowledge', KNOWLEDGE),
  task: entry('task', { title: 't' }),
  skill: entry('skill', SKILL),
  message: entry('message', { content: 'c' }),
  react: { t: 'react', target: ID, reaction: 'useful' },
  invite: { t: 'invite', nonce: KEY, exp: AT },
  revoke: { t: 'revoke', nonce: KEY },
  admit: ADMIT,
  claim: { t: 'claim', task: ID, ttl_ms: 1000 },
  renew: { t: 'renew', task: ID, fence: 1, ttl_ms: 1000 },
  release: { t: 'release', task: ID, fence: 1 },
  complete: { t: 'complete', task: ID, fence: 1, result: null },
  expire: { t: 'expire', task: ID, fence: 1 },
  receipt: { t: 'receipt', delivered: [ID], acknowledged: [] },
  remove: { t: 'remove', writer: KEY },
  promote: { t: 'promote', writer: KEY, successor: false },
  info: { t: 'info' },
  profile: { t: 'profile', display_name: null },
  recover: { t: 'recover', indexer: KEY, key: KEY, length: 1 },
  tick: { t: 'tick' },
  upgrade: { t: 'upgrade', to: 2 },
} as const;
type Kind = keyof typeof SOUND;
const KINDS = Object.keys(SOUND) as Kind[];

const read = (op: object, agreed = 1) => readOp(JSON.stringify({ v: 1, at: AT, ...op }), agreed);
/** Is the op taken, or refused as a bad one? */
const isTaken = (op: object, agreed = 1): boolean => {
  const answer = read(op, agreed);
  if (isFault(answer)) expect(answer.code).toBe('BAD_ENTRY');
  return !isFault(answer);
};
/** An op of this kind with another value in one place, which may lie in the payload. */
const withValue = (kind: Kind, field: string, value: unknown): object => {
  const op = SOUND[kind];
  const [, inPayload] = /^payload\.(.+)$/.exec(field) ?? [];
  if (inPayload === undefined) return { ...op, [field]: value };
  return { ...op, payload: { ...(op as { payload: object }).payload, [inPayload]: value } };
};

const text = (min: number, max: number): [unknown[], unknown[]] => [
  [chars(min), chars(max)],
  [...(min > 0 ? [chars(min - 1)] : []), chars(max + 1), 7, undefined],
];
const nullable = ([good, bad]: [unknown[], unknown[]]): [unknown[], unknown[]] => [[...good, null], bad];
const integer = (min: number, max: number): [unknown[], unknown[]] => [
  [min, max],
  [min - 1, max + 1, min + 0.5, String(min), null],
];
const key: [unknown[], unknown[]] = [[KEY], [KEY.slice(1), `${KEY}a`, KEY.toUpperCase(), null]];
const signature: [unknown[], unknown[]] = [[SIGNATURE], [SIGNATURE.slice(1), `${SIGNATURE}a`, null]];
const id: [unknown[], unknown[]] = [['0123abcd-123456789012'], ['0123abcd-', '0123abcd-1234567890123', '0123abc-1', 7]];
const flag: [unknown[], unknown[]] = [
  [true, false],
  [0, 'true', null],
];
const TIME = integer(1_577_836_800_000, 7_258_118_400_000);
const TTL_MS = integer(1000, 86_400_000);
const FENCE = integer(0, MANY);

/** For each field what it may be, up to its bounds, and what lies past them. */
const FIELDS: readonly (readonly [Kind, string, readonly [unknown[], unknown[]]])[] = [
  ['tick', 'at', TIME],
  ['tick', 'v', [[1], [0, 1.5, '1', undefined]]],
  [
    'tick',
    'agent',
    [
      ['a', 'a.b_c-9', `0${chars(31)}`],
      ['', 'A', '.a', `0${chars(32)}`, null],
    ],
  ],
  ['genesis', 'node', key],
  ['genesis', 'name', text(1, 200)],
  ['genesis', 'purpose', nullable(text(0, 2000))],
  ['genesis', 'display_name', nullable(text(0, 64))],
  ['knowledge', 'type', [['knowledge'], ['note', 'knowledges', null]]],
  ['knowledge', 'payload', [[KNOWLEDGE], [[], null, 'payload', undefined]]],
  [
    'knowledge',
    'refs',
    [
      [[], ids(32)],
      [ids(33), [ID, ID], [7], ['x'], ID, null],
    ],
  ],
  [
    'knowledge',
    'links',
    [
      [[], linksTo(16)],
      [linksTo(17), [{ rel: 'related' }], [{ rel: 'likes', id: ID }], [null]],
    ],
  ],
  ['knowledge', 'links', [[[]], [[{ rel: 'related', id: ID, why: 1 }], [...linksTo(1), ...linksTo(1)], {}, null]]],
  [
    'knowledge',
    'ttl',
    nullable([
      [1, 3_153_600_000],
      [0, 3_153_600_001, 1.5],
    ]),
  ],
  [
    'knowledge',
    'op_id',
    [
      ['A.b:c_d-9', chars(64)],
      ['', chars(65), 'a b', null],
    ],
  ],
  ['knowledge', 'payload.topic', text(1, 200)],
  ['knowledge', 'payload.content', [['c'], ['', 7, undefined]]],
  ['knowledge', 'payload.source', [['', 's', null], [7]]],
  ['knowledge', 'payload.anything', [[7, { else: [] }], []]],
  ['task', 'payload.title', text(1, 200)],
  ['task', 'payload.description', [['', 'd', null], [7]]],
  [
    'task',
    'payload.assigned_to',
    [
      [chars(1), chars(128), null],
      ['', chars(129), 7],
    ],
  ],
  ['task', 'payload.anything', [[], [7]]],
  [
    'skill',
    'payload.name',
    [
      ['s', 'A.b_c-9', chars(200)],
      ['', '.s', 'a b', chars(201)],
    ],
  ],
  ['skill', 'payload.version', text(1, 64)],
  [
    'skill',
    'payload.format',
    [
      ['openclaw', 'langchain', 'generic'],
      ['other', null],
    ],
  ],
  ['skill', 'payload.content', [['c'], ['', 7]]],
  ['skill', 'payload.checksum', [[SKILL.checksum], [SKILL.checksum.slice(1), `${SKILL.checksum}0`, null]]],
  ['skill', 'payload.description', [['', 'd', null], [7]]],
  ['skill', 'payload.requires_approval', flag],
  ['skill', 'payload.anything', [[], [7]]],
  ['message', 'payload.content', [['c'], ['', 7]]],
  [
    'message',
    'payload.priority',
    [
      ['low', 'normal', 'high'],
      ['urgent', null],
    ],
  ],
  [
    'message',
    'payload.to',
    [
      [agents(1), agents(32), ['anon-fox-0123abcd']],
      [[], agents(33), ['fox'], [...agents(1), ...agents(1)]],
    ],
  ],
  ['message', 'payload.ack', flag],
  ['message', 'payload.anything', [[], [7]]],
  ['react', 'target', id],
  [
    'react',
    'reaction',
    [
      ['useful', 'outdated', 'wrong', 'applied', 'supports', null],
      ['loved', 7, undefined],
    ],
  ],
  ['invite', 'nonce', key],
  ['invite', 'exp', TIME],
  ['revoke', 'nonce', key],
  ...(['nonce', 'node', 'writer', 'signer'] as const).map((field) => ['admit', field, key] as const),
  ...(['handshake', 'sig_invite', 'sig_node', 'sig_writer'] as const).map(
    (field) => ['admit', field, signature] as const,
  ),
  ['admit', 'manifest', integer(1, 100)],
  ['admit', 'display_name', nullable(text(0, 64))],
  ...(['claim', 'renew', 'release', 'complete', 'expire'] as const).map((kind) => [kind, 'task', id] as const),
  ...(['renew', 'release', 'complete', 'expire'] as const).map((kind) => [kind, 'fence', FENCE] as const),
  ...(['claim', 'renew'] as const).map((kind) => [kind, 'ttl_ms', TTL_MS] as const),
  [
    'complete',
    'result',
    [
      [null, 0, '', {}, chars(KIB_64 - 2)],
      [undefined, chars(KIB_64 - 1), '€'.repeat(KIB_64 / 3)],
    ],
  ],
  [
    'receipt',
    'delivered',
    [
      [[], ids(256)],
      [ids(257), [ID, ID], null],
    ],
  ],
  [
    'receipt',
    'acknowledged',
    [
      [[], ids(256)],
      [ids(257), [ID, ID], null],
    ],
  ],
  ['remove', 'writer', key],
  ['promote', 'writer', key],
  ['promote', 'successor', flag],
  [
    'info',
    'name',
    [
      [chars(1), chars(200), null],
      ['', chars(201), 7],
    ],
  ],
  [
    'info',
    'purpose',
    [
      ['', chars(2000), null],
      [chars(2001), 7],
    ],
  ],
  ['profile', 'display_name', nullable(text(0, 64))],
  ['recover', 'indexer', key],
  ['recover', 'key', key],
  ['recover', 'length', FENCE],
  ['upgrade', 'to', integer(1, 1_000_000)],
];

describe('an op', () => {
  it.each(KINDS)('of the kind %s is read, also for an agent, and with nothing beside it', (kind) => {
    const op = { v: 1, at: AT, ...SOUND[kind] };
    expect(read(op)).toEqual(op);
    expect(isTaken({ ...op, agent: 'scout' })).toBe(true);
    expect(isTaken({ ...op, anything: 1 })).toBe(false);
    for (const field of Object.keys(op))
      expect([field, isTaken({ ...op, [field]: undefined })]).toEqual([field, false]);
  });

  it.each(FIELDS.map(([kind, field, values]) => ({ kind, field, values })))(
    'has within its bounds the $field of $kind',
    ({ kind, field, values: [good, bad] }) => {
      for (const value of good) expect([value, isTaken(withValue(kind, field, value))]).toEqual([value, true]);
      for (const value of bad) expect([value, isTaken(withValue(kind, field, value))]).toEqual([value, false]);
    },
  );

  it('is of a version that the pact agreed on, or says what it needs', () => {
    expect(isTaken({ ...SOUND.tick, v: 1_000_000 }, 2_000_000)).toBe(true);
    expect(isTaken({ ...SOUND.tick, v: 1_000_001 }, 2_000_000)).toBe(false);
    expect(read({ ...SOUND.tick, v: 2 })).toMatchObject({ code: 'UPGRADE_NEEDED' });
    expect(isTaken({ ...SOUND.tick, v: 'late' })).toBe(false);
  });

  it('says which field is wrong, the same one on every node, and what is missing', () => {
    const messageOf = (op: object): string => (read(op) as { message: string }).message;
    expect(messageOf({ t: 'claim', ttl_ms: 0 })).toBe('claim: "task" is missing');
    expect(messageOf({ t: 'claim', ttl_ms: 0, task: 7 })).toBe('claim: "task" is not valid');
    expect(messageOf({ ...SOUND.tick, agent: '' })).toBe('tick: "agent" is not valid');
    expect(messageOf({ ...SOUND.tick, more: 1 })).toBe('tick: it has an unknown field');
    expect(messageOf(entry('task', {}))).toBe('entry: "title" is missing');
  });

  it.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['nothing', 'null'],
    ['a text', '"tick"'],
    ['of no kind', JSON.stringify({ v: 1, at: AT })],
    ['of an unknown kind', JSON.stringify({ v: 1, at: AT, t: 'tock' })],
    ['of a kind that every object has', JSON.stringify({ v: 1, at: AT, t: 'constructor' })],
    ['of a kind that is a list', JSON.stringify({ v: 1, at: AT, t: ['tick'] })],
  ])('is not %s', (_, json) => {
    expect(readOp(json, 1)).toMatchObject({ code: 'BAD_ENTRY' });
  });

  it('nests 32 levels at most, whatever brackets stand in its texts', () => {
    const nested = (levels: number, core: string): string =>
      `{"v":1,"at":${AT},"t":"entry","type":"knowledge","payload":{"topic":"t","content":"c","x":${'['.repeat(levels - 2)}${core}${']'.repeat(levels - 2)}}}`;
    const isRead = (json: string): boolean => !isFault(readOp(json, 1));
    for (const core of ['', '"[[["', '"{{{"', String.raw`"\"[["`, String.raw`"\\"`]) {
      expect([core, isRead(nested(32, core))]).toEqual([core, true]);
      expect([core, readOp(nested(33, core), 1)]).toMatchObject([
        core,
        { message: 'the op nests deeper than 32 levels' },
      ]);
    }
    // What is closed again does not count, nor does what stands behind a text.
    expect(isRead(nested(32, '').replace('"x":', '"y":[[]],"z":[{}],"x":'))).toBe(true);
    expect(isRead(nested(33, '').replace('"c"', String.raw`"c\\"`))).toBe(false);
    expect(isRead(nested(32, '{}'))).toBe(false);
  });
});

describe('a payload', () => {
  it('has 64 KiB of JSON at most, as bytes of UTF-8', () => {
    const frame = JSON.stringify({ topic: 't', content: '' }).length;
    const fault = (content: string) => payloadFault('knowledge', { topic: 't', content });
    expect(fault(chars(KIB_64 - frame))).toBeNull();
    expect(fault(chars(KIB_64 - frame + 1))).toBe('the payload is larger than 65536 bytes');
    const euros = Math.floor((KIB_64 - frame) / 3);
    expect(fault('€'.repeat(euros))).toBeNull();
    expect(fault('€'.repeat(euros + 1))).toBe('the payload is larger than 65536 bytes');
  });
});

describe('what all members count with', () => {
  it('stays: a member with another limit would have another view of the same log', () => {
    expect({ ...limits }).toEqual({
      PROTOCOL_VERSION: 1,
      OP_BYTES_MAX: 163_840,
      PAYLOAD_BYTES_MAX: 65_536,
      OP_DEPTH_MAX: 32,
      REFS_MAX: 32,
      LINKS_MAX: 16,
      ADDRESSEES_MAX: 32,
      RECEIPT_IDS_MAX: 256,
      TOPIC_CHARS_MAX: 200,
      TITLE_CHARS_MAX: 200,
      NAME_CHARS_MAX: 200,
      DISPLAY_NAME_CHARS_MAX: 64,
      PURPOSE_CHARS_MAX: 2000,
      OP_ID_CHARS_MAX: 64,
      CLAIM_TTL_MS_DEFAULT: 86_400_000,
      CLAIM_TTL_MS_MAX: 86_400_000,
      CLAIM_TTL_MS_MIN: 1000,
      FENCES_PER_RECOVERY: 1_000_000,
      INVITE_TTL_MS_MAX: 31_536_000_000,
      INVITE_TTL_MS_DEFAULT: 86_400_000,
      AHEAD_MS_MAX: 31_622_400_000,
      WATERMARK_STEP_MS: 60_000,
      CLOCK_SKEW_MS_MAX: 300_000,
      INDEXERS_TARGET: 3,
    });
  });

  it('and so does the text that a joiner signs', () => {
    const { nonce, node, writer, signer, manifest, handshake } = ADMIT;
    expect(admitMessage('pact', { nonce, node, writer: 'w', signer: 's', manifest, handshake })).toBe(
      JSON.stringify(['concordat/admit/1', 'pact', nonce, node, 'w', 's', manifest, handshake]),
    );
    expect(signer).toBe(writer);
  });
});
