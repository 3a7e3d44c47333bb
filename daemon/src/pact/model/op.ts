import {
  ADDRESSEES_MAX,
  CLAIM_TTL_MS_MAX,
  CLAIM_TTL_MS_MIN,
  DISPLAY_NAME_CHARS_MAX,
  INVITE_TTL_MS_MAX,
  LINKS_MAX,
  NAME_CHARS_MAX,
  OP_DEPTH_MAX,
  OP_ID_CHARS_MAX,
  PAYLOAD_BYTES_MAX,
  PURPOSE_CHARS_MAX,
  RECEIPT_IDS_MAX,
  REFS_MAX,
  TITLE_CHARS_MAX,
  TOPIC_CHARS_MAX,
} from './limits.js';

/** What every op says: its protocol version, its author's clock in ms, and the agent it is for (absent: the node's host). */
interface OpFrame {
  v: number;
  at: number;
  agent?: string;
}

/** What an entry is. */
export type EntryKind = 'knowledge' | 'task' | 'skill' | 'message';

/** How an entry can stand to another one. */
export const RELATIONS = ['supersedes', 'supports', 'contradicts', 'related', 'applied', 'derived_from'] as const;
/** How an entry stands to another one. */
export type Relation = (typeof RELATIONS)[number];
/** A typed reference to an entry that was there before. */
export type Link = {
  rel: Relation;
  /** Entry id. */
  id: string;
};

/** Writes an entry; `op_id` makes it idempotent for its agent. */
export interface EntryOp extends OpFrame {
  t: 'entry';
  type: EntryKind;
  payload: Record<string, unknown>;
  refs?: string[];
  links?: Link[];
  ttl?: number | null;
  op_id?: string;
}
/** What an agent can make of an entry. */
export const REACTIONS = ['useful', 'outdated', 'wrong', 'applied', 'supports'] as const;
/** What an agent makes of an entry. */
export type Reaction = (typeof REACTIONS)[number];
/** Says what the agent makes of an entry; its next reaction to it takes this one's place, null takes it back. */
export interface ReactOp extends OpFrame {
  t: 'react';
  target: string;
  reaction: Reaction | null;
}
/** The first op of a pact. */
export interface GenesisOp extends OpFrame {
  t: 'genesis';
  node: string;
  name: string;
  purpose: string | null;
  display_name: string | null;
}
/** Issues an invite that lives until `exp`, ms since 1970. */
export interface InviteOp extends OpFrame {
  t: 'invite';
  nonce: string;
  exp: number;
}
/** Revokes an invite. */
export interface RevokeOp extends OpFrame {
  t: 'revoke';
  nonce: string;
}
/** The proofs of {@link admitMessage}, made by the joiner, carried by the member that it asked. */
export interface AdmitOp extends OpFrame {
  t: 'admit';
  nonce: string;
  node: string;
  writer: string;
  /** The writer core's public key and manifest version: they hash to the writer key. */
  signer: string;
  manifest: number;
  /** Hash of the Noise handshake of the connection that the proofs were sent on, 128 hex. */
  handshake: string;
  sig_invite: string;
  sig_node: string;
  sig_writer: string;
  display_name: string | null;
}
/** Claims a task for `ttl_ms`. */
export interface ClaimOp extends OpFrame {
  t: 'claim';
  task: string;
  ttl_ms: number;
}
/** Lets the holder keep its task for `ttl_ms` from the op on. */
export interface RenewOp extends OpFrame {
  t: 'renew';
  task: string;
  fence: number;
  ttl_ms: number;
}
/** Gives a task back. */
export interface ReleaseOp extends OpFrame {
  t: 'release';
  task: string;
  fence: number;
}
/** `fence` 0: the author holds no claim and takes the task to be open. */
export interface CompleteOp extends OpFrame {
  t: 'complete';
  task: string;
  fence: number;
  result: unknown;
}
/** An indexer says that the lease of this fence has run out. */
export interface ExpireOp extends OpFrame {
  t: 'expire';
  task: string;
  fence: number;
}
/** An addressee says which messages reached it, and which it has dealt with. */
export interface ReceiptOp extends OpFrame {
  t: 'receipt';
  delivered: string[];
  acknowledged: string[];
}
/** Removes a member, by writer key. */
export interface RemoveOp extends OpFrame {
  t: 'remove';
  writer: string;
}
/** Makes a member an indexer or a successor. */
export interface PromoteOp extends OpFrame {
  t: 'promote';
  writer: string;
  /** Name it a successor that may recover the pact alone, rather than an indexer. */
  successor: boolean;
}
/** Names the pact; null clears, absent leaves. */
export interface InfoOp extends OpFrame {
  t: 'info';
  name?: string | null;
  purpose?: string | null;
}
/** Sets the author's display name. */
export interface ProfileOp extends OpFrame {
  t: 'profile';
  display_name: string | null;
}
/** Replace the lost indexers by `indexer`: at once from a successor, else a vote that counts with those of other members. */
export interface RecoverOp extends OpFrame {
  t: 'recover';
  indexer: string;
  /** System core key and signed length that the author knows. */
  key: string;
  length: number;
}
/** An indexer's clock, when it has nothing else to say. */
export interface TickOp extends OpFrame {
  t: 'tick';
}
/** The creator or an indexer raises the agreed protocol version; older daemons stop the pact and say so. */
export interface UpgradeOp extends OpFrame {
  t: 'upgrade';
  to: number;
}

/** Everything that may stand in a log. */
export type Op =
  | EntryOp
  | ReactOp
  | GenesisOp
  | InviteOp
  | RevokeOp
  | AdmitOp
  | ClaimOp
  | RenewOp
  | ReleaseOp
  | CompleteOp
  | ExpireOp
  | ReceiptOp
  | RemoveOp
  | PromoteOp
  | InfoOp
  | ProfileOp
  | RecoverOp
  | TickOp
  | UpgradeOp;

/** An op without its frame, as the daemon's parts write it. */
export type NewOp = Op extends infer O
  ? O extends Op
    ? Omit<O, 'v' | 'at' | 'agent'> & { agent?: string }
    : never
  : never;

type Check = (value: unknown) => boolean;

const text =
  (max: number, min = 0): Check =>
  (x) =>
    typeof x === 'string' && x.length >= min && x.length <= max;
const matching =
  (pattern: RegExp): Check =>
  (x) =>
    typeof x === 'string' && pattern.test(x);
const integer =
  (min: number, max: number): Check =>
  (x) =>
    Number.isSafeInteger(x) && (x as number) >= min && (x as number) <= max;
const nullable =
  (check: Check): Check =>
  (x) =>
    x === null || check(x);
const flag: Check = (x) => typeof x === 'boolean';

const KEY = matching(/^[0-9a-f]{64}$/);
const SIGNATURE = matching(/^[0-9a-f]{128}$/);
const AGENT_NAME = /^[a-z0-9][a-z0-9._-]{0,31}$/;
const ENTRY_ID = /^[0-9a-f]{8}-[0-9]{1,12}$/;
/** 1 January 2020 to 1 January 2200: everything else is a broken clock. */
const TIME = integer(1_577_836_800_000, 7_258_118_400_000);
const TTL_S_MAX = 100 * 365 * 86_400;
const FENCE = integer(0, Number.MAX_SAFE_INTEGER);

const AGENT_ID = /^(?:[a-z0-9][a-z0-9._-]{0,31}@)?anon-[a-z]{2,16}-[0-9a-f]{8}$/;

/** Different texts of one form, at least `min` and at most `max` of them. */
const set =
  (form: RegExp, max: number, min = 0): Check =>
  (x) =>
    Array.isArray(x) &&
    x.length >= min &&
    x.length <= max &&
    x.every((one) => typeof one === 'string' && form.test(one)) &&
    new Set(x).size === x.length;
const refs = set(ENTRY_ID, REFS_MAX);

const REL = matching(new RegExp(`^(${RELATIONS.join('|')})$`));
const links: Check = (x) =>
  Array.isArray(x) &&
  x.length <= LINKS_MAX &&
  x.every((link) => isObject(link) && fault(link, [LINK], false) === null) &&
  new Set(x.map(({ rel, id }: Link) => `${rel} ${id}`)).size === x.length;

interface Shape {
  required: Record<string, Check>;
  optional?: Record<string, Check>;
}

const LINK: Shape = { required: { rel: REL, id: matching(ENTRY_ID) } };

const FRAME: Shape = {
  required: { v: integer(1, 1_000_000), t: text(16), at: TIME },
  optional: { agent: matching(AGENT_NAME) },
};

const SHAPES: Record<Op['t'], Shape> = {
  genesis: {
    required: {
      node: KEY,
      name: text(NAME_CHARS_MAX, 1),
      purpose: nullable(text(PURPOSE_CHARS_MAX)),
      display_name: nullable(text(DISPLAY_NAME_CHARS_MAX)),
    },
  },
  entry: {
    required: { type: matching(/^(knowledge|task|skill|message)$/), payload: (x) => isObject(x) },
    optional: {
      refs,
      links,
      ttl: nullable(integer(1, TTL_S_MAX)),
      op_id: matching(new RegExp(`^[A-Za-z0-9_.:-]{1,${OP_ID_CHARS_MAX}}$`)),
    },
  },
  react: {
    required: { target: matching(ENTRY_ID), reaction: nullable(matching(new RegExp(`^(${REACTIONS.join('|')})$`))) },
  },
  invite: { required: { nonce: KEY, exp: TIME } },
  revoke: { required: { nonce: KEY } },
  admit: {
    required: {
      nonce: KEY,
      node: KEY,
      writer: KEY,
      signer: KEY,
      manifest: integer(1, 100),
      handshake: SIGNATURE,
      sig_invite: SIGNATURE,
      sig_node: SIGNATURE,
      sig_writer: SIGNATURE,
      display_name: nullable(text(DISPLAY_NAME_CHARS_MAX)),
    },
  },
  claim: { required: { task: matching(ENTRY_ID), ttl_ms: integer(CLAIM_TTL_MS_MIN, CLAIM_TTL_MS_MAX) } },
  renew: { required: { task: matching(ENTRY_ID), fence: FENCE, ttl_ms: integer(CLAIM_TTL_MS_MIN, CLAIM_TTL_MS_MAX) } },
  release: { required: { task: matching(ENTRY_ID), fence: FENCE } },
  complete: {
    required: {
      task: matching(ENTRY_ID),
      fence: FENCE,
      result: (x) => x !== undefined && withinBytes(x, PAYLOAD_BYTES_MAX),
    },
  },
  expire: { required: { task: matching(ENTRY_ID), fence: FENCE } },
  receipt: { required: { delivered: set(ENTRY_ID, RECEIPT_IDS_MAX), acknowledged: set(ENTRY_ID, RECEIPT_IDS_MAX) } },
  remove: { required: { writer: KEY } },
  promote: { required: { writer: KEY, successor: flag } },
  info: {
    required: {},
    optional: { name: nullable(text(NAME_CHARS_MAX, 1)), purpose: nullable(text(PURPOSE_CHARS_MAX)) },
  },
  profile: { required: { display_name: nullable(text(DISPLAY_NAME_CHARS_MAX)) } },
  recover: { required: { indexer: KEY, key: KEY, length: integer(0, Number.MAX_SAFE_INTEGER) } },
  tick: { required: {} },
  upgrade: { required: { to: integer(1, 1_000_000) } },
};

const PAYLOADS: Record<EntryKind, Shape> = {
  knowledge: {
    required: { topic: text(TOPIC_CHARS_MAX, 1), content: text(PAYLOAD_BYTES_MAX, 1) },
    optional: { source: nullable(text(PAYLOAD_BYTES_MAX)) },
  },
  task: {
    required: { title: text(TITLE_CHARS_MAX, 1) },
    optional: { description: nullable(text(PAYLOAD_BYTES_MAX)), assigned_to: nullable(text(128, 1)) },
  },
  skill: {
    required: {
      name: matching(/^(?!\.)[A-Za-z0-9._-]{1,200}$/),
      version: text(64, 1),
      format: matching(/^(openclaw|langchain|generic)$/),
      content: text(PAYLOAD_BYTES_MAX, 1),
      checksum: matching(/^sha256:[0-9a-f]{64}$/),
    },
    optional: { description: nullable(text(PAYLOAD_BYTES_MAX)), requires_approval: flag },
  },
  message: {
    required: { content: text(PAYLOAD_BYTES_MAX, 1) },
    optional: { priority: matching(/^(low|normal|high)$/), to: set(AGENT_ID, ADDRESSEES_MAX, 1), ack: flag },
  },
};
/** Further keys are welcome in knowledge only, as the wire promises. */
const OPEN_PAYLOADS: ReadonlySet<EntryKind> = new Set(['knowledge']);

const isObject = (x: unknown): x is Record<string, unknown> => typeof x === 'object' && x !== null && !Array.isArray(x);

/** The first thing that is wrong with `value`, or null. Keys are looked at in the shape's order, so every node names the same one. */
function fault(value: Record<string, unknown>, shapes: readonly Shape[], open: boolean): string | null {
  let known = 0;
  for (const shape of shapes) {
    for (const [key, check] of Object.entries(shape.required)) {
      if (!Object.hasOwn(value, key)) return `"${key}" is missing`;
      if (!check(value[key])) return `"${key}" is not valid`;
      known++;
    }
    for (const [key, check] of Object.entries(shape.optional ?? {})) {
      if (!Object.hasOwn(value, key)) continue;
      if (!check(value[key])) return `"${key}" is not valid`;
      known++;
    }
  }
  if (!open && Object.keys(value).length !== known) return 'it has an unknown field';
  return null;
}

/** Length of the JSON text of `value` in UTF-8, against a limit. */
function withinBytes(value: unknown, max: number): boolean {
  const json = JSON.stringify(value);
  return json.length * 3 <= max || new TextEncoder().encode(json).length <= max;
}

/** Brackets inside one another, outside strings. Looked at before parsing, so that a hostile block costs one pass over its bytes. */
function tooDeep(json: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < json.length; i++) {
    const c = json.charCodeAt(i);
    if (quoted) {
      if (c === 0x5c) i++;
      else if (c === 0x22) quoted = false;
    } else if (c === 0x22) quoted = true;
    else if (c === 0x7b || c === 0x5b) {
      if (++depth > OP_DEPTH_MAX) return true;
    } else if (c === 0x7d || c === 0x5d) depth--;
  }
  return false;
}

/** What is wrong with an op: a code of the error registry and a sentence. */
export interface Fault {
  code: string;
  message: string;
}

const bad = (message: string): Fault => ({ code: 'BAD_ENTRY', message });

/**
 * Reads an op from the text of a block. Total: any text gives an op or a fault, the same on every node.
 * A version above `agreed` is a fault; raising it is what `upgrade` is for.
 */
export function readOp(json: string, agreed: number): Op | Fault {
  if (tooDeep(json)) return bad(`the op nests deeper than ${OP_DEPTH_MAX} levels`);
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return bad('the op is not JSON');
  }
  if (!isObject(value)) return bad('the op is not an object');
  const { t, v } = value;
  if (Number.isSafeInteger(v) && (v as number) > agreed)
    return { code: 'UPGRADE_NEEDED', message: `the op has protocol version ${v as number}, the pact has ${agreed}` };
  if (typeof t !== 'string' || !Object.hasOwn(SHAPES, t)) return bad('the op is of no known kind');
  const wrong =
    fault(value, [FRAME, SHAPES[t as Op['t']]], false) ??
    (t === 'entry' ? payloadFault(value.type as EntryKind, value.payload as Record<string, unknown>) : null);
  return wrong ? bad(`${t}: ${wrong}`) : (value as unknown as Op);
}

/** What is wrong with an entry's payload, or null. Also used before an op is written, so that a caller hears it at once. */
export function payloadFault(type: EntryKind, payload: Record<string, unknown>): string | null {
  const wrong = fault(payload, [PAYLOADS[type]], OPEN_PAYLOADS.has(type));
  if (wrong) return wrong;
  return withinBytes(payload, PAYLOAD_BYTES_MAX) ? null : `the payload is larger than ${PAYLOAD_BYTES_MAX} bytes`;
}

/** Is it a fault rather than an op? */
export const isFault = (x: Op | Fault): x is Fault => 'code' in x;

/** Longest invite: apply refuses a longer one, whatever the issuer's daemon let through. */
export const inviteTtlFits = (at: number, exp: number): boolean => exp > at && exp - at <= INVITE_TTL_MS_MAX;

/** The text that a joiner signs three times: with the invite's key, its node key and its writer key. Bound to pact and connection. */
export function admitMessage(
  pactKey: string,
  op: Pick<AdmitOp, 'nonce' | 'node' | 'writer' | 'signer' | 'manifest' | 'handshake'>,
): string {
  return JSON.stringify([
    'concordat/admit/1',
    pactKey,
    op.nonce,
    op.node,
    op.writer,
    op.signer,
    op.manifest,
    op.handshake,
  ]);
}
