import type { Change } from './changed-copy.js';

/** Who should catch a bug: the checks of the pure rules and tables, the tests of one part, or the simulation. */
export type Layer = 'model' | 'unit test' | 'simulation';

/** A bug that is put into a copy of the product, to see whether it is caught. */
export interface PlantedBug {
  readonly id: string;
  /** What is wrong then. */
  readonly what: string;
  readonly layer: Layer;
  readonly changes: readonly Change[];
  /** For the layers `model` and `unit test`: the tests that should catch it. */
  readonly tests?: readonly string[];
  /** A bug that was found, put back: its id in docs/faults/bugs.json. */
  readonly found?: string;
}

const PACT = 'daemon/src/pact';
const PROPERTY = 'daemon/test/property';

/** Bugs of the kinds that databases have had. Each must be caught, or the search is too weak. */
export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    id: 'no-fdatasync',
    what: 'writes are acknowledged without a sync',
    layer: 'simulation',
    changes: [
      {
        file: `${PACT}/commit-queue.ts`,
        find: 'this.#synced = this.#parts\n      .sync()',
        replace: 'this.#synced = Promise.resolve()',
      },
    ],
  },
  {
    id: 'peers-hear-before-the-disk',
    // Either alone does no harm: the one keeps a writer from two histories, the other stops it before it makes a second.
    what: 'blocks leave for peers before they are synced, and nobody compares the own log after a power cut',
    layer: 'simulation',
    changes: [
      {
        file: `${PACT}/commit-queue.ts`,
        find: 'const release = this.#parts.hold();',
        replace: 'const release = (): void => {};',
      },
      {
        file: `${PACT}/own-log.ts`,
        find: "if (!short && !copy && started !== 'power_loss') return;",
        replace: "if (!short || copy || started === 'power_loss') return;",
      },
    ],
  },
  {
    id: 'sorted-by-id',
    what: 'lists are sorted by id instead of time',
    layer: 'simulation',
    changes: [
      {
        file: 'daemon/src/projection/queries.ts',
        find: `order by ts \${direction}, pos \${direction}, writer \${direction} limit ?\``,
        replace: `order by id \${direction} limit ?\``,
      },
    ],
  },
  {
    id: 'claim-from-the-tip',
    what: 'a claim is granted before the order is signed',
    layer: 'simulation',
    changes: [
      {
        file: `${PACT}/tasks.ts`,
        find: 'while (!this.#parts.queries.confirmed(outcome.id)) {',
        replace: 'while (outcome.id === "") {',
      },
    ],
  },
  {
    id: 'clock-in-apply',
    what: 'an entry is dated when it is applied',
    layer: 'simulation',
    changes: [
      {
        file: `${PACT}/model/apply.ts`,
        find: 'timestamp: new Date(op.at).toISOString(),',
        replace: 'timestamp: new Date(Math.max(op.at, Date.now())).toISOString(),',
      },
    ],
  },
  {
    id: 'whoever-asks',
    what: 'the gate of a pact lets in whoever knows the keys of its cores',
    layer: 'simulation',
    changes: [
      {
        file: `${PACT}/standing.ts`,
        find: 'if (this.#nodes.has(nodeKey)) return true;',
        replace: 'if (nodeKey) return true;',
      },
    ],
  },
  {
    id: 'removed-and-still-served',
    what: 'the gate of a pact lets in who was removed',
    layer: 'simulation',
    changes: [
      {
        file: `${PACT}/standing.ts`,
        find: 'new Set(members.filter((member) => !member.gone).map((member) => member.node))',
        replace: 'new Set(members.map((member) => member.node))',
      },
    ],
  },
  {
    id: 'not-encrypted',
    what: 'a pact is written and sent in plain text',
    layer: 'simulation',
    changes: [
      {
        file: `${PACT}/log.ts`,
        find: '      encryptionKey: options.encryptionKey,\n      encrypt: true,\n',
        replace: '',
      },
    ],
  },
  {
    id: 'tables-keep-what-was-rewritten',
    what: 'rows past a rewritten place are not read again',
    layer: 'simulation',
    changes: [
      {
        file: 'daemon/src/projection/follower.ts',
        find: 'const suspects = rows.keysFrom(from).filter((key) => !fresh.has(key));',
        replace: 'const suspects = rows.keysFrom(from).filter((key) => !fresh.has(key) && from < 0);',
      },
    ],
  },
  {
    id: 'a-pass-that-goes-on',
    // Either alone does no harm: the next pass reads such rows again, unless the process ends before it and they count as signed.
    what: 'the tables go on with a view that was rewritten meanwhile, and trust what they then hold',
    layer: 'model',
    tests: [`${PROPERTY}/follower.test.ts`],
    changes: [
      {
        file: 'daemon/src/projection/follower.ts',
        find: 'if (this.#shared >= to) return false;',
        replace: 'if (this.#shared >= to || from > 0) return false;',
      },
      {
        file: 'daemon/src/projection/follower.ts',
        find: 'Math.min(signedLength, this.#shared)',
        replace: 'signedLength',
      },
    ],
  },
  {
    id: 'a-pass-that-was-broken-off',
    what: 'rows that a broken-off pass left past its end are taken for done',
    layer: 'model',
    tests: [`${PROPERTY}/follower.test.ts`],
    changes: [
      {
        file: 'daemon/src/projection/follower.ts',
        find: '!this.#ahead && !rebuild.pending',
        replace: '!rebuild.pending',
      },
    ],
  },
  {
    id: 'rows-of-another-order',
    what: 'rows of an order that a recovery has ended are trusted as far as they were signed, when the process ended before they were read again',
    layer: 'model',
    tests: [`${PROPERTY}/follower.test.ts`],
    changes: [
      {
        file: 'daemon/src/projection/follower.ts',
        find: 'Math.min(rows.stable, to, view.sharedWith(rows.root))',
        replace: 'Math.min(rows.stable, to)',
      },
    ],
  },
  {
    id: 'silent-retraction',
    what: 'an entry that a reorder takes away is not announced',
    layer: 'model',
    tests: [`${PROPERTY}/follower.test.ts`],
    changes: [
      {
        file: 'daemon/src/projection/tables.ts',
        find: "this.#arrive(arrivals, 'retract', id, had.type as EntryKind, this.#nameIn(had));",
        replace: '',
      },
    ],
  },
  {
    id: 'fence-stands-still',
    what: 'a second grant of a task has the fence of the first',
    layer: 'model',
    tests: [`${PROPERTY}/tasks.test.ts`],
    changes: [
      {
        file: `${PACT}/model/tasks.ts`,
        find: 'fence: Math.max(task.fence, recoveries * FENCES_PER_RECOVERY) + 1,',
        replace: 'fence: task.fence || 1,',
      },
    ],
  },
  {
    id: 'anybody-ends-a-lease',
    what: 'a member that is no indexer may say that a lease ended',
    layer: 'model',
    tests: [`${PROPERTY}/tasks.test.ts`],
    changes: [
      {
        file: `${PACT}/model/tasks.ts`,
        find: "if (!by.indexer) return refuse('NOT_INDEXER', 'only an indexer may say that a lease ended');",
        replace: '',
      },
    ],
  },
  {
    id: 'invite-for-two',
    what: 'an invite admits more than one node',
    layer: 'model',
    tests: [`${PROPERTY}/membership.test.ts`],
    changes: [
      {
        file: `${PACT}/model/membership.ts`,
        find: "if (record.state === 'spent') return { code: 'INVITE_SPENT', message: 'the invite was used before' };",
        replace: '',
      },
    ],
  },
  {
    id: 'removed-and-still-heard',
    what: 'what a removed member writes is applied',
    layer: 'model',
    tests: [`${PROPERTY}/membership.test.ts`],
    changes: [
      {
        file: `${PACT}/model/membership.ts`,
        find: '(member && !member.gone ? member : null)',
        replace: 'member',
      },
    ],
  },
  {
    id: 'retry-writes-twice',
    what: 'an op_id is forgotten, so a client that asks again writes again',
    layer: 'simulation',
    changes: [
      {
        file: `${PACT}/model/apply.ts`,
        find: 'if (first !== null) return { ok: true, id: first, duplicate: true };',
        replace: '',
      },
    ],
  },
  {
    id: 'half-written-commit',
    what: "an indexer's commit reaches the disk in two parts",
    layer: 'simulation',
    found: 'half-written-commit',
    changes: [
      {
        file: `${PACT}/one-flush.ts`,
        find: 'ApplyState.prototype._flush = flushAtOnce;',
        replace: 'void flushAtOnce;',
      },
    ],
  },
  {
    id: 'no-acknowledgement-after-a-hold',
    what: 'what arrived while writes were held is not acknowledged',
    layer: 'simulation',
    found: 'no-acknowledgement-after-a-hold',
    changes: [
      {
        file: `${PACT}/commit-queue.ts`,
        find: '    // What arrived meanwhile was not acknowledged, and nothing more may come.\n    this.acknowledge();\n',
        replace: '',
      },
    ],
  },
  {
    id: 'new-member-held-for-ever',
    // Two changes: peers open a log that they have no block of by now, so that waiting for one alone does no harm once all are back.
    what: 'an empty own log waits for a peer that has blocks of it',
    layer: 'simulation',
    found: 'new-member-held-for-ever',
    changes: [
      {
        file: `${PACT}/own-log.ts`,
        find: 'const isFresh = lengths.length === 0 && local.length === 0 && met();',
        replace: 'const isFresh = lengths.length === 0 && local.length < 0 && met();',
      },
      {
        file: `${PACT}/own-log.ts`,
        find: 'filter((peer) => peer.remoteOpened)',
        replace: 'filter((peer) => peer.remoteOpened && peer.remoteLength > 0)',
      },
    ],
  },
  {
    id: 'all-held-after-an-outage',
    what: 'nobody opens the own log that is to be compared',
    layer: 'simulation',
    found: 'all-held-after-an-outage',
    changes: [{ file: `${PACT}/own-log.ts`, find: '    local.setActive(true);\n', replace: '' }],
  },
  {
    id: 'indexer-not-vouched',
    what: 'a member keeps the channel of a connection that was replaced',
    layer: 'simulation',
    found: 'indexer-not-vouched',
    changes: [
      {
        file: `${PACT}/standing.ts`,
        find: '(present && this.#connectionOf.get(present) === connection)',
        replace: 'present !== undefined',
      },
    ],
  },
  {
    id: 'closed-under-a-new-connection',
    what: 'a core that fell idle is closed although a connection uses it again',
    // Its kept history shows it under few other chances only.
    layer: 'unit test',
    tests: ['daemon/test/unit/network-gated-store.test.ts'],
    changes: [{ file: 'daemon/src/network/gated-store.ts', find: '    this.#keepUsedCores();\n', replace: '' }],
  },
  {
    id: 'clock-set-back-over-a-restart',
    what: "a start does not know when the node's newest entry was dated",
    layer: 'simulation',
    found: 'clock-set-back-over-a-restart',
    changes: [
      {
        file: `${PACT}/pact.ts`,
        find: '    this.#encoder.notBefore(this.#newestOwn);\n',
        replace: '',
      },
    ],
  },
  {
    id: 'length-told-too-late',
    what: 'a node that heard of a length before it had the blocks does not hand it on',
    // Its kept history shows it under few other chances only.
    layer: 'unit test',
    tests: ['daemon/test/unit/network-gated-store.test.ts'],
    changes: [
      {
        file: 'daemon/src/network/gated-store.ts',
        find: '\ntellLateLengths();\n',
        replace: '\nvoid tellLateLengths;\n',
      },
    ],
  },
  {
    id: 'settled-requests-kept',
    what: 'what was asked of a peer is kept after its answer, and closed connections with it',
    // A leak changes nothing that a history could see.
    layer: 'unit test',
    tests: ['daemon/test/unit/network-gated-store.test.ts'],
    changes: [
      {
        file: 'daemon/src/network/gated-store.ts',
        find: '\nletGoOfSettledRequests();\n',
        replace: '\nvoid letGoOfSettledRequests;\n',
      },
    ],
  },
  {
    id: 'length-never-told',
    what: 'a node says nothing of a length that it cannot prove',
    layer: 'simulation',
    found: 'length-never-told',
    changes: [{ file: 'daemon/src/network/late-lengths.ts', find: '    tellUnproven(peer);\n', replace: '' }],
  },
  {
    id: 'nobody-to-dial',
    what: 'a node whose join was cut off dials nobody',
    layer: 'simulation',
    found: 'nobody-to-dial',
    changes: [{ file: `${PACT}/pact.ts`, find: '    this.#wantTrusted();\n', replace: '' }],
  },
  {
    id: 'join-stopped',
    what: 'a join that a stop cuts off is undone with tables that are closed',
    layer: 'simulation',
    found: 'join-stopped',
    changes: [
      {
        file: `${PACT}/pacts.ts`,
        find: "      if (error instanceof ConcordatError && error.code === 'SHUTTING_DOWN') throw error;\n",
        replace: '',
      },
    ],
  },
  {
    id: 'closed-while-opening',
    what: 'the store closes under a pact that is being opened',
    layer: 'simulation',
    found: 'closed-while-opening',
    changes: [{ file: `${PACT}/pacts.ts`, find: '    await Promise.allSettled(this.#opening);\n', replace: '' }],
  },
];
