import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { NewOp } from '../../src/pact/model/index.js';
import { keyOf, MemoryPact, START } from './memory.js';

/** One put a line, the key and what was put there, and what the log was asked to do. A longer history gets more lines at its end; those that are there stay. */
const PUTS = 'daemon/test/fixtures/puts-of-a-history.txt';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const SKILL = { name: 's', version: '1', format: 'generic', content: 'c', checksum: `sha256:${'0'.repeat(64)}` };

const entry = (type: string, payload: object, more: object = {}): NewOp =>
  ({ t: 'entry', type, payload, ...more }) as NewOp;
const knowledge = (more: object = {}): NewOp => entry('knowledge', { topic: 't', content: 'c' }, more);
const recover = (indexer: string, length = 7): NewOp => ({
  t: 'recover',
  indexer: keyOf(indexer),
  key: keyOf('system'),
  length,
});
const promote = (who: string, successor = false): NewOp => ({ t: 'promote', writer: keyOf(who), successor });
const remove = (who: string): NewOp => ({ t: 'remove', writer: keyOf(who) });

/** Everything that an op can do, and every way in which one is refused; answers what was put into the view and asked of the log, in order. */
async function putsOf(): Promise<string[]> {
  const pact = new MemoryPact();
  const { view, host } = pact;
  const puts: string[] = [];
  const put = view.put.bind(view);
  view.put = (key, json) => {
    puts.push(`${key} ${json}`);
    return put(key, json);
  };
  const { addWriter, removeWriter, fork } = host;
  host.addWriter = (writer, indexer) => {
    puts.push(`the log adds ${writer}${indexer ? ' as an indexer' : ''}`);
    return addWriter.call(host, writer, indexer);
  };
  host.removeWriter = (writer) => {
    puts.push(`the log removes ${writer}`);
    return removeWriter.call(host, writer);
  };
  host.fork = (indexer, key, length) => {
    puts.push(`the log goes on with ${indexer} from ${key} at ${length}`);
    return fork.call(host, indexer, key, length);
  };
  const write = async (name: string, op: NewOp, at?: number): Promise<string> => (await pact.write(name, op, at)).id;
  const genesis: NewOp = { t: 'genesis', node: keyOf('node A'), name: 'pact', purpose: null, display_name: null };
  pact.host.indexers.add(keyOf('A'));

  await write('A', knowledge());
  for (let n = 0; n < 2; n++) await write('A', genesis);
  await pact.raw('A', '{');
  await pact.raw('A', null);
  await pact.raw('A', JSON.stringify({ v: 2, at: START, t: 'tick' }));
  await write('A', { t: 'tick' }, START + 400 * DAY_MS);
  await write('A', { t: 'tick' }, START + MINUTE_MS);
  await write('A', { t: 'tick' }, START + MINUTE_MS);

  // Invites and members.
  for (const secret of ['b', 'c', 'd', 'never'])
    await write('A', { t: 'invite', nonce: keyOf(secret), exp: START + DAY_MS });
  await write('A', { t: 'invite', nonce: keyOf('late'), exp: START + 2 * MINUTE_MS });
  await write('A', { t: 'invite', nonce: keyOf('b'), exp: START + DAY_MS });
  await write('A', { t: 'invite', nonce: keyOf('dead'), exp: START });
  for (let n = 0; n < 2; n++) await write('A', { t: 'revoke', nonce: keyOf('never') });
  await pact.admit('A', 'B', 'never');
  await pact.admit('A', 'B', 'late', {}, START + 2 * MINUTE_MS + 1);
  await pact.admit('A', 'B', 'b', { sig_node: 'f'.repeat(128) });
  await pact.admit('A', 'B', 'b', {
    node: `${keyOf('node A').slice(0, 8)}${'0'.repeat(56)}`,
    sig_node: `${keyOf('node A').slice(0, 8)}${'0'.repeat(56)}`.repeat(2),
  });
  for (const name of ['B', 'C', 'D']) await pact.admit('A', name, name.toLowerCase(), { display_name: `is ${name}` });
  await pact.admit('A', 'B', 'b');
  await pact.admit('A', 'E', 'b');
  await pact.admit('A', 'B', 'late');
  await pact.admit('A', 'E', 'unknown');
  for (const nonce of ['b', 'unknown']) await write('A', { t: 'revoke', nonce: keyOf(nonce) });
  await write('B', { t: 'invite', nonce: keyOf('x'), exp: START + DAY_MS });
  await write('B', { t: 'revoke', nonce: keyOf('late') });
  await write('B', { t: 'profile', display_name: 'Bee' });
  await write('B', { t: 'info', name: 'mine' });
  await write('B', { t: 'upgrade', to: 1 });
  await write('A', { t: 'upgrade', to: 1 });
  await write('A', { t: 'info', name: 'ours', purpose: 'to try' });
  await write('A', { t: 'info', purpose: null });

  // Entries, links, reactions, receipts.
  const note = await write('A', knowledge({ ttl: 60, op_id: 'k', refs: [], links: [] }));
  await write('A', knowledge({ op_id: 'k' }));
  await write('A', { ...knowledge({ op_id: 'k', ttl: null }), agent: 'scout' });
  const other = await write('B', knowledge({ refs: [note], links: [{ rel: 'supersedes', id: note }] }));
  await write('B', entry('skill', SKILL));
  const mail = await write('B', entry('message', { content: 'c', to: [MemoryPact.agentId('A', 'scout')] }));
  const post = await write('B', entry('message', { content: 'c' }));
  await write('B', knowledge({ links: [{ rel: 'supersedes', id: mail }] }));
  await write('B', knowledge({ links: [{ rel: 'related', id: 'ffffffff-1' }] }));
  for (const reaction of ['useful', null]) await write('A', { t: 'react', target: other, reaction } as NewOp);
  await write('A', { t: 'react', target: 'ffffffff-1', reaction: 'useful' });
  for (const agent of [{}, { agent: 'scout' }]) {
    await write('A', { t: 'receipt', delivered: [mail, post], acknowledged: [], ...agent });
    await write('A', { t: 'receipt', delivered: [], acknowledged: [post, mail, note], ...agent });
  }
  await write('A', { t: 'receipt', delivered: [], acknowledged: [] });
  await write('B', { t: 'receipt', delivered: [post], acknowledged: [] });

  // Tasks.
  const task = await write('A', entry('task', { title: 't' }));
  const kept = await write('A', entry('task', { title: 't', assigned_to: MemoryPact.agentId('C') }));
  await write('A', { t: 'claim', task: note, ttl_ms: 1000 });
  await write('A', { t: 'claim', task: kept, ttl_ms: 1000 });
  await write('A', { t: 'complete', task: kept, fence: 0, result: 'done' });
  await write('A', { t: 'release', task, fence: 0 });
  for (const name of ['B', 'B', 'C']) await write(name, { t: 'claim', task, ttl_ms: 1000 });
  await write('B', { t: 'renew', task, fence: 1, ttl_ms: 2000 });
  await write('B', { t: 'renew', task, fence: 2, ttl_ms: 2000 });
  await write('C', { t: 'complete', task, fence: 0, result: null });
  await write('C', { t: 'complete', task, fence: 0, result: 'late' });
  for (const name of ['B', 'A']) await write(name, { t: 'expire', task, fence: 1 });
  await write('A', { t: 'expire', task, fence: 1 }, pact.at + MINUTE_MS);
  await write('B', { t: 'complete', task, fence: 1, result: 'late' });
  await write('C', { t: 'claim', task, ttl_ms: 1000 });
  await write('B', { t: 'release', task, fence: 1 });
  await write('C', { t: 'release', task, fence: 2 });
  await write('C', { t: 'claim', task, ttl_ms: 1000 });
  await write('C', { t: 'complete', task, fence: 3, result: { all: true } });
  await write('C', { t: 'complete', task, fence: 3, result: 'again' });
  await write('C', { t: 'claim', task, ttl_ms: 1000 });

  // Who confirms, who is removed, who takes over.
  await write('B', promote('C'));
  await write('B', promote('C', true));
  for (const who of ['B', 'C', 'B', 'C', 'C', 'E', 'D']) await write('A', promote(who));
  for (const who of ['C', 'C', 'E']) await write('A', promote(who, true));
  await write('D', remove('C'));
  await write('B', remove('A'));
  await write('A', remove('E'));
  await write('A', remove('D'));
  await write('D', knowledge());
  await write('A', { t: 'invite', nonce: keyOf('again'), exp: START + DAY_MS });
  const moved = keyOf('node E');
  await pact.admit('A', 'D', 'again', { node: moved, sig_node: moved + moved });
  await pact.admit('A', 'D', 'again');
  await write('A', recover('E'));
  await write('A', recover('D'));
  await write('D', knowledge());
  await write('A', recover('D', 9));
  await write('A', recover('B', 9));
  await write('B', recover('B', 5));
  await write('D', recover('B', 6));
  await write('B', recover('B'));
  await write('C', recover('C'));
  await write('A', remove('C'));
  await write('A', promote('A', true));
  await write('A', remove('A'));
  await write('C', remove('D'));
  await write('C', recover('D'));
  await write('C', { t: 'invite', nonce: keyOf('e'), exp: START + DAY_MS });
  await pact.admit('C', 'E', 'e');
  await write('C', recover('E'));
  // The node of E once more, with another writer.
  await write('C', { t: 'invite', nonce: keyOf('f'), exp: START + DAY_MS });
  await pact.admit('C', 'F', 'f', { node: moved, sig_node: moved + moved });
  return puts;
}

describe('a known history', () => {
  it('makes the view that it has always made, put by put: members with another view would not agree', async () => {
    const known = readFileSync(PUTS, 'utf8').trimEnd().split('\n');
    const puts = await putsOf();
    for (const [n, put] of puts.entries()) expect([n, put]).toEqual([n, known[n]]);
    expect(puts.length).toBe(known.length);
  });
});
