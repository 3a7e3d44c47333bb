import { expect, it } from 'vitest';
import { Random } from '../harness/random.js';
import { inputsOf } from '../fuzz/corpus.js';
import { Fuzzer } from '../fuzz/fuzzer.js';
import { faultOf, TARGETS } from '../fuzz/targets.js';

/** A moment's share of `npm run fuzz`, always the same. */
const INPUTS = 150;
const SEED = 7;

it.each(Object.entries(TARGETS))(
  'decoder %s survives what is kept of it, and the first changes of that',
  async (name, target) => {
    for (const input of inputsOf(name)) expect(faultOf(target, input), JSON.stringify(input)).toBeNull();
    const fuzzer = new Fuzzer(target, new Random(SEED));
    await fuzzer.open(inputsOf(name));
    await fuzzer.run(INPUTS);
    await fuzzer.close();
    expect(fuzzer.crashes).toEqual([]);
    expect(fuzzer.branches).toBeGreaterThan(0);
  },
);

it('a decoder that fails in a branch deep inside is found, since the way there is kept', async () => {
  const target = {
    sources: /property\/fuzz\.test/,
    seeds: [],
    decode: (text: string) => {
      if (!text.includes('[')) return;
      if (!text.includes('"')) return;
      if (text.length > 60 && text.includes('null')) throw new TypeError('planted');
    },
    refuses: () => false,
  };
  const fuzzer = new Fuzzer(target, new Random(SEED));
  await fuzzer.open(['x']);
  for (let i = 0; i < 40 && fuzzer.crashes.length === 0; i++) await fuzzer.run(50);
  await fuzzer.close();
  expect(fuzzer.crashes[0]?.fault).toMatch(/planted/);
});
