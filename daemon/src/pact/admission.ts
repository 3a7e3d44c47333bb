import crypto, { type KeyPair } from 'hypercore-crypto';
import { ConcordatError, isErrorCode } from '../errors.js';
import { type Connection, formatAddress, type Network } from '../network/index.js';
import { readAddresses } from './address-book.js';
import { deadline } from './deadline.js';
import type { Admitter, InviteToken } from './invite-token.js';
import { openJsonChannel } from './json-channel.js';
import { type AdmitOp, admitMessage } from './model/index.js';

/** The channel on which a joiner shows its invite and a member answers. */
const PROTOCOL = 'concordat/invite/1';
const CONNECT_MS = 5_000;
const ANSWER_MS = 8_000;
/** Tries of one stranger on one connection. */
const REQUESTS_MAX = 3;
const HEX_64 = /^[0-9a-f]{64}$/;

/** What a joiner proves: everything of an admit op that is not the log's own. */
export type AdmitRequest = Omit<AdmitOp, 't' | 'v' | 'at' | 'agent'>;

/** What an admitted joiner is told. */
export interface Admission {
  readonly pactId: string;
  readonly encryptionKey: Buffer;
  /** System core of the pact, where a joiner begins, 64 hex. */
  readonly system: string;
  /** Who to replicate with. */
  readonly members: readonly Admitter[];
}

/** Answers joiners on this connection. `decide` throws ConcordatError to refuse. */
export function serveAdmissions(connection: Connection, decide: (request: AdmitRequest) => Promise<Admission>): void {
  connection.mux.pair({ protocol: PROTOCOL, id: null }, () => {
    let requests = 0;
    openJsonChannel(
      connection,
      { protocol: PROTOCOL },
      {
        onmessage: (message, channel) => {
          if (++requests > REQUESTS_MAX) return channel.close();
          // Bound to this connection before anything else is looked at: a proof that was sent elsewhere is worth nothing here.
          const request = readRequest(message);
          const bound =
            request?.node === connection.remoteKey && request.handshake === connection.handshakeHash.toString('hex');
          const answer =
            request && bound
              ? decide(request)
              : Promise.reject(new ConcordatError('INVITE_BAD_PROOF', 'the proof is not bound to this connection'));
          answer.then(
            ({ pactId, encryptionKey, system, members }) =>
              channel.send({
                ok: true,
                pact_id: pactId,
                encryption_key: encryptionKey.toString('hex'),
                system,
                members: members.map(({ node, addresses }) => ({ node, addresses: addresses.map(formatAddress) })),
              }),
            (error) =>
              channel.send(
                error instanceof ConcordatError
                  ? { ok: false, code: error.code, message: error.message }
                  : { ok: false, code: 'INTERNAL', message: 'the admitting node failed' },
              ),
          );
        },
      },
    );
  });
}

function readRequest(message: Record<string, unknown>): AdmitRequest | null {
  const { nonce, node, writer, signer, manifest, handshake, sig_invite, sig_node, sig_writer, display_name } = message;
  for (const key of [nonce, node, writer, signer]) if (typeof key !== 'string' || !HEX_64.test(key)) return null;
  for (const long of [handshake, sig_invite, sig_node, sig_writer])
    if (typeof long !== 'string' || long.length !== 128) return null;
  if (!Number.isSafeInteger(manifest)) return null;
  if (display_name !== null && (typeof display_name !== 'string' || display_name.length > 64)) return null;
  return {
    nonce,
    node,
    writer,
    signer,
    manifest,
    handshake,
    sig_invite,
    sig_node,
    sig_writer,
    display_name,
  } as AdmitRequest;
}

/** Who joins: its node key and the pair that will sign its log. */
export interface Joiner {
  readonly nodeKeyPair: KeyPair;
  readonly writerKeyPair: KeyPair;
  readonly writer: string;
  readonly manifest: number;
  readonly displayName: string | null;
}

/** Refusals of one node after which another may still admit: it could not decide, or has not heard of the invite yet. */
const ASK_ANOTHER = ['AGENT_DISCONNECTED', 'NO_INDEXER_REACHABLE', 'VIEW_TIMEOUT', 'UNKNOWN_INVITE'];

/**
 * Shows an invite to those that may admit, until one does. All are dialed at once, since a node that is gone takes the whole time of a
 * dial; they are asked one after the other, in the order in which they are reached. A clear refusal (spent, revoked, expired, bad proof)
 * ends it. Throws ConcordatError with the last answer, or, when nobody answered, with why the last one could not be reached.
 */
export async function requestAdmission(
  network: Network,
  token: InviteToken,
  joiner: Joiner,
): Promise<Admission & { connection: Connection }> {
  let unreached = new ConcordatError('INVITE_BAD_SHAPE', 'the invite names no node to ask');
  let refusal: ConcordatError | undefined;
  const admitters = token.admitters.filter(({ node }) => node !== network.nodeKey);
  const dials = admitters.map(({ node, addresses }) => network.connect(node, addresses, CONNECT_MS));
  for await (const dial of asSettled(dials)) {
    if (dial.status === 'rejected') {
      unreached = expected(dial.reason);
      continue;
    }
    try {
      return { ...(await ask(dial.value, token, joiner)), connection: dial.value };
    } catch (error) {
      refusal = expected(error);
      if (!ASK_ANOTHER.includes(refusal.code)) throw refusal;
    }
  }
  throw refusal ?? unreached;
}

/** Gives the error back when it is one that a joiner can be told, and throws it on otherwise. */
function expected(error: unknown): ConcordatError {
  if (error instanceof ConcordatError) return error;
  throw error;
}

/** The outcomes of promises in the order in which they settle. */
async function* asSettled<T>(promises: readonly Promise<T>[]): AsyncGenerator<PromiseSettledResult<T>> {
  const pending = new Map(
    promises.map((promise, index) => [
      index,
      Promise.allSettled([promise]).then(([result]) => ({ index, result: result as PromiseSettledResult<T> })),
    ]),
  );
  while (pending.size > 0) {
    const { index, result } = await Promise.race(pending.values());
    pending.delete(index);
    yield result;
  }
}

async function ask(connection: Connection, token: InviteToken, joiner: Joiner): Promise<Admission> {
  const invite = crypto.keyPair(Buffer.from(token.seed, 'hex'));
  if (invite.publicKey.toString('hex') !== token.nonce)
    throw new ConcordatError('INVITE_BAD_SHAPE', 'the secret of the invite does not belong to its nonce');
  const claims = {
    nonce: token.nonce,
    node: joiner.nodeKeyPair.publicKey.toString('hex'),
    writer: joiner.writer,
    signer: joiner.writerKeyPair.publicKey.toString('hex'),
    manifest: joiner.manifest,
    handshake: connection.handshakeHash.toString('hex'),
  };
  const text = Buffer.from(admitMessage(token.pactId, claims));
  const sign = (pair: KeyPair): string => crypto.sign(text, pair.secretKey).toString('hex');
  const request: AdmitRequest = {
    ...claims,
    sig_invite: sign(invite),
    sig_node: sign(joiner.nodeKeyPair),
    sig_writer: sign(joiner.writerKeyPair),
    display_name: joiner.displayName,
  };
  const answer = await deadline(
    exchange(connection, request),
    ANSWER_MS,
    'the answer to the invite',
    'AGENT_DISCONNECTED',
  );
  if (answer.ok !== true) {
    const code = typeof answer.code === 'string' && isErrorCode(answer.code) ? answer.code : 'INVITE_BAD_PROOF';
    throw new ConcordatError(code, typeof answer.message === 'string' ? answer.message.slice(0, 500) : undefined);
  }
  return readAdmission(answer, token.pactId);
}

function exchange(connection: Connection, request: AdmitRequest): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const closed = () =>
      reject(
        new ConcordatError('AGENT_DISCONNECTED', 'the other side closed the connection before it answered the invite'),
      );
    const channel = openJsonChannel(
      connection,
      { protocol: PROTOCOL },
      {
        onmessage: (message, self) => {
          resolve(message);
          self.close();
        },
        onclose: closed,
      },
    );
    if (!channel) return closed();
    channel.send(request);
  });
}

function readAdmission(answer: Record<string, unknown>, pactId: string): Admission {
  const { pact_id, encryption_key, system, members } = answer;
  if (
    pact_id !== pactId ||
    typeof encryption_key !== 'string' ||
    !HEX_64.test(encryption_key) ||
    typeof system !== 'string' ||
    !HEX_64.test(system) ||
    !Array.isArray(members)
  ) {
    throw new ConcordatError(
      'INVITE_BAD_PROOF',
      'the admitting node answered with something else than the pact of the invite',
    );
  }
  const admitters = (members as ({ node?: unknown; addresses?: unknown } | null)[]).slice(0, 1000).flatMap((member) => {
    const { node, addresses } = member ?? {};
    if (typeof node !== 'string' || !HEX_64.test(node)) return [];
    return [{ node, addresses: readAddresses(addresses) }];
  });
  return { pactId, encryptionKey: Buffer.from(encryption_key, 'hex'), system, members: admitters };
}
