import { ConcordatError } from '../errors.js';
import { limits } from './model/index.js';
import type { Registration } from './registry.js';
import type { PactApi, PactStatus } from './types.js';

/**
 * A pact that was registered by its key and waits for an invite: it has a status and can redeem; everything else is
 * PACT_NOT_READY until then.
 */
export function joiningPact(
  registration: Registration,
  handle: string,
  writer: string,
  redeem: (token: string) => Promise<string>,
): PactApi {
  const { pact_id, alias, display_name } = registration;
  const status: PactStatus = {
    pact_id,
    pact_name: null,
    pact_purpose: null,
    peer_handle: handle,
    display_name,
    role: 'member',
    public_key: writer,
    agents: 0,
    entries: 0,
    is_member: false,
    is_indexer: false,
    synced: false,
    offline_ready: false,
    writes_held: false,
    excluded_by: null,
    protocol: { version: limits.PROTOCOL_VERSION, supported: limits.PROTOCOL_VERSION, needs_upgrade: false },
    length: 0,
    confirmed_length: 0,
    indexers: 0,
    standby: false,
    successors: [],
    forks: 0,
    rejections: 0,
  };
  const notReady = (): never => {
    throw new ConcordatError('PACT_NOT_READY', `this node was not admitted to "${alias}" yet; redeem an invite for it`);
  };
  return {
    id: pact_id,
    alias,
    status: () => status,
    reindex: notReady,
    get entries() {
      return notReady();
    },
    get tasks() {
      return notReady();
    },
    get inbox() {
      return notReady();
    },
    get context() {
      return notReady();
    },
    get skills() {
      return notReady();
    },
    get members() {
      return notReady();
    },
    invites: {
      create: notReady,
      list: notReady,
      revoke: notReady,
      redeem: async (token, writerKey) => {
        if (writerKey === writer) return redeem(token);
        throw new ConcordatError('BAD_REQUEST', `"writer_key" must be this node's own writer key, ${writer}`);
      },
    },
  };
}
