import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { AgentRegistry, lastRun, openNodeKey, replaceFile, StartState } from '../../src/node/index.js';
import { AddressBook } from '../../src/pact/address-book.js';
import { Registry } from '../../src/pact/registry.js';
import { flipBit } from '../harness/flip-bit.js';

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'concordat-test-'));
afterAll(() => fs.rmSync(dir, { recursive: true, force: true }));

/** Every fifth bit: over eight bytes each bit of a byte has its turn, and the test takes seconds. */
const STEP = 5;

const at = (name: string): string => path.join(dir, name);
const hex = (digit: string): string => digit.repeat(64);

/** A node's files as a daemon leaves them. */
const key = openNodeKey(at('node.key'), null);
replaceFile(at('daemon.json'), `${JSON.stringify({ apiToken: hex('7'), node_key: key.id, handle: key.handle })}\n`);
await new AgentRegistry(at('agents.json'), key.handle, hex('7')).mint('reader', ['read']);
new AddressBook(at('peers.json')).remember(hex('b'), [{ host: '192.0.2.1', port: 4711 }]);
new Registry(at('pacts.json')).add({
  alias: 'main',
  pact_id: hex('a'),
  namespace: 'n',
  encryption_key: hex('c'),
  added_at: '2026-01-01T00:00:00.000Z',
  display_name: null,
  trusted: [hex('b')],
  excluded_by: [],
});
const state = new StartState(at('state.json'), true);
state.setMark(hex('d'), 17);
state.clean();

/** Reads each file as a start does, and answers what a start relies on. */
const READERS: Record<string, (file: string) => unknown> = {
  'node.key': (file) => openNodeKey(file, key.id).id,
  'daemon.json': (file) => lastRun(file)?.node_key.length,
  'agents.json': (file) => new AgentRegistry(file, key.handle, hex('7')).list().map(({ scopes }) => scopes),
  'peers.json': (file) => typeof new AddressBook(file).get(hex('b')).length,
  'pacts.json': (file) => new Registry(file).all,
};

/** What a damaged file comes to: the same as before, or a refusal that names the file. */
const outcome = (read: (file: string) => unknown, file: string): unknown => {
  try {
    return read(file);
  } catch (error) {
    const { message, constructor } = error as Error;
    return constructor === Error && message.includes(path.basename(file)) && !message.includes('\n')
      ? 'refused'
      : `${constructor.name}: ${message}`;
  }
};

const write = (file: string, bytes: Buffer | string): void => fs.writeFileSync(file, bytes, { mode: 0o600 });

describe('a damaged file of the node is refused by its name, or does no harm', () => {
  it.each(Object.keys(READERS))('%s with one bit flipped', (name) => {
    const read = READERS[name] as (file: string) => unknown;
    const good = fs.readFileSync(at(name));
    const expected = read(at(name));
    const file = path.join(fs.mkdtempSync(path.join(dir, 'flipped-')), name);
    const wrong: unknown[] = [];
    let refused = 0;
    for (let bit = 0; bit < good.length * 8; bit += STEP) {
      const damaged = Buffer.from(good);
      flipBit(damaged, bit);
      write(file, damaged);
      const found = outcome(read, file);
      if (found === 'refused') refused++;
      else if (JSON.stringify(found) !== JSON.stringify(expected)) wrong.push({ bit, found });
    }
    expect(wrong).toEqual([]);
    expect(refused).toBeGreaterThan(good.length / 8 / STEP);
  });

  it.each(Object.keys(READERS))('%s cut short, emptied, or holding something else', (name) => {
    const read = READERS[name] as (file: string) => unknown;
    const good = fs.readFileSync(at(name), 'utf8');
    const file = path.join(fs.mkdtempSync(path.join(dir, 'other-')), name);
    const texts = [
      'null',
      '0',
      '[]',
      '{}',
      '[null]',
      '{"pacts":{}}',
      '{"pacts":[{}],"current":null}',
      '"x"',
      '\0',
      good.slice(0, 20),
    ];
    for (const text of [...texts, '[[[[[[', '']) {
      write(file, text);
      const found = outcome(read, file);
      expect(typeof found === 'string' && /Error/.test(found) ? { text, found } : 'well').toBe('well');
    }
  });

  it('state.json: whatever it holds, a store without a word about the last run counts as one after a power cut', () => {
    const good = fs.readFileSync(at('state.json'));
    const file = path.join(fs.mkdtempSync(path.join(dir, 'state-')), 'state.json');
    for (let bit = 0; bit < good.length * 8; bit += STEP) {
      const damaged = Buffer.from(good);
      flipBit(damaged, bit);
      write(file, damaged);
      expect(['clean', 'power_loss']).toContain(new StartState(file, false).started);
    }
    fs.rmSync(file);
    expect(new StartState(file, false).started).toBe('power_loss');
  });

  it('a node key that is gone is not replaced by a new identity', () => {
    const file = path.join(fs.mkdtempSync(path.join(dir, 'gone-')), 'node.key');
    expect(() => openNodeKey(file, key.id)).toThrow(/node\.key is missing/);
    expect(fs.existsSync(file)).toBe(false);
  });
});
