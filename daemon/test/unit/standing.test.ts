import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Network } from '../../src/network/index.js';
import type { MemberRecord } from '../../src/pact/model/index.js';
import { type Roster, Standing } from '../../src/pact/standing.js';

const member = (node: string, more: Partial<MemberRecord> = {}): MemberRecord =>
  ({ node, writer: `writer of ${node}`, creator: false, gone: false, indexer: false, ...more }) as MemberRecord;

/** The standing of a node that just joined, admitted by `admitter`, who named `other`. */
function joiner(): { standing: Standing; knows: (roster: Partial<Roster>) => void } {
  let roster: Roster = { members: [], pact: undefined, complete: true };
  const standing = new Standing({
    network: { connections: () => [] } as unknown as Network,
    encryptionKey: randomBytes(32),
    writer: () => 'writer of self',
    indexer: () => false,
    roster: () => roster,
    trusted: ['admitter', 'other'],
    excludedBy: [],
    onExcluded: () => {},
    onAddresses: () => {},
    onBehind: () => {},
    onVouched: () => {},
  });
  const knows = (next: Partial<Roster>): void => {
    roster = { ...roster, ...next };
    standing.refresh();
  };
  knows({});
  return { standing, knows };
}

describe('whom a joiner exchanges the pact with', () => {
  it('before its first view: who admitted it and whom that one named', () => {
    const { standing } = joiner();
    expect(['admitter', 'other', 'stranger'].filter((node) => standing.allows(node))).toEqual(['admitter', 'other']);
  });

  it('while it knows itself and not the others: the same, or nobody could tell it the rest', () => {
    const { standing, knows } = joiner();
    knows({ members: [member('self')] });
    expect(standing.allows('other')).toBe(true);
    knows({ members: [member('creator', { creator: true }), member('self')], complete: false });
    expect(standing.allows('other')).toBe(true);
  });

  it('who is known to have been removed: no more', () => {
    const { standing, knows } = joiner();
    knows({ members: [member('self'), member('admitter', { gone: true })] });
    expect(standing.allows('admitter')).toBe(false);
  });

  it('once all members are known: the members alone, also when the tables fall behind again', () => {
    const { standing, knows } = joiner();
    knows({ members: [member('admitter', { creator: true }), member('self')] });
    expect(['admitter', 'other'].filter((node) => standing.allows(node))).toEqual(['admitter']);
    knows({ complete: false });
    expect(standing.allows('other')).toBe(false);
  });
});
