import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../src/node/index.js';
import { Duplicates } from '../../src/pact/duplicates.js';
import { Entries } from '../../src/pact/entries.js';
import { Arrivals, PactQueries, Tables, type ViewPut } from '../../src/projection/index.js';

const ID = '0123abcd-7';
const PAYLOAD = { topic: 'tides', content: 'high at noon' };
const CALLER: Caller = { agent_id: 'anon-fox-0123abcd', name: null, scopes: new Set() };
const PUT: ViewPut = {
  seq: 1,
  key: `e/${ID}`,
  json: JSON.stringify({
    id: ID,
    type: 'knowledge',
    timestamp: new Date(1.7e12).toISOString(),
    agent_id: CALLER.agent_id,
    display_name: null,
    payload: PAYLOAD,
  }),
};

let directory: string;
let tables: Tables;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'concordat-entries-'));
  tables = new Tables(join(directory, 'entries.db'));
});
afterAll(() => {
  tables.close();
  rmSync(directory, { recursive: true, force: true });
});

/** A write that is on disk while the log jumps to what others signed, so that its entry is not in the tables when it is looked for. */
function writeAtAJump(name: string, isRemoved: boolean) {
  const rows = tables.pact(name);
  const queries = new PactQueries(rows, () => 0);
  const arrivals = new Arrivals(tables);
  const never = (): never => {
    throw new Error('nobody asks for this');
  };
  let looked = (): void => {};
  const hasLooked = new Promise<void>((resolve) => {
    looked = resolve;
  });
  const entries = new Entries(
    async () => ({ outcome: { ok: true, id: ID }, confirmed: false }),
    queries,
    arrivals,
    async () => false,
    new Duplicates(name, { ask: async () => null, forget: () => {} }, queries),
    never,
    never,
    () => {
      looked();
      return isRemoved;
    },
  );
  const answer = entries.post(CALLER, { type: 'knowledge', payload: PAYLOAD });
  return { rows, arrivals, answer, hasLooked };
}

describe('a write whose entry is gone when it is to be shown', () => {
  it('is answered when the log has applied it again, whatever arrives before it', async () => {
    const { rows, arrivals, answer, hasLooked } = writeAtAJump('jumping', false);
    await Promise.race([hasLooked, answer]);
    arrivals.announce();
    rows.apply([PUT], 2, 1);
    arrivals.announce();
    expect(JSON.parse((await answer).text)).toMatchObject({ id: ID, payload: PAYLOAD, durability: 'disk' });
  });

  it('is refused where the node was removed, since it never comes back then', async () => {
    const { answer } = writeAtAJump('removed', true);
    await expect(answer).rejects.toMatchObject({ code: 'NOT_A_MEMBER' });
  });
});
