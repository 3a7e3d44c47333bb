import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Tables } from '../../src/projection/index.js';

let directory: string;
let tables: Tables;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'concordat-names-'));
  tables = new Tables(join(directory, 'names.db'));
});
afterEach(() => {
  tables.close();
  rmSync(directory, { recursive: true, force: true });
});

it('a name keeps its number, also when the file is opened again', () => {
  const numbers = new Map<string, number>();
  tables.write(() => {
    for (const name of ['scout@fox', 'fox', '']) numbers.set(name, tables.names.numberOf(name));
  });
  expect(new Set(numbers.values()).size).toBe(3);
  tables.close();
  tables = new Tables(join(directory, 'names.db'));
  for (const [name, n] of numbers) {
    expect(tables.names.find(name)).toBe(n);
    expect(tables.names.nameOf(n)).toBe(name);
  }
});

it('a name whose transaction failed has no number', () => {
  const failing = () =>
    tables.write(() => {
      tables.names.numberOf('lost');
      throw new Error('no');
    });
  expect(failing).toThrow('no');
  const unknown = tables.names.find('nobody');
  expect(tables.names.find('lost')).toBe(unknown);
  tables.write(() => void tables.names.numberOf('kept'));
  tables.write(() => void tables.names.numberOf('lost'));
  expect(tables.names.find('lost')).not.toBe(tables.names.find('kept'));
});

it('more names than are kept in memory are told apart', () => {
  const names = Array.from({ length: 10_050 }, (_, n) => `agent-${n}@fox`);
  tables.write(() => {
    for (const name of names) tables.names.numberOf(name);
  });
  for (const name of [...names.slice(0, 30), ...names.slice(-30)])
    expect(tables.names.nameOf(tables.names.find(name))).toBe(name);
});
