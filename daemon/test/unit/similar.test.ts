import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printOf, scoreOf, sentencesOf } from '../../src/similar/print.js';
import { SimilarIndex } from '../../src/similar/similar-index.js';
import { SAME_SCORE } from '../../src/similar/types.js';

const score = (a: string, b: string): number => scoreOf(printOf(sentencesOf(a)), printOf(sentencesOf(b)));

describe('two texts say the same', () => {
  it.each([
    ['white space', 'the disk  is\tfull', ' the disk is full\n'],
    ['case', 'The Disk is FULL', 'the disk is full'],
    ['punctuation', 'The "disk", is full!', 'the disk is full'],
    ['Markdown', '- the **disk** is `full`', 'the disk is full'],
    ['typography', 'don’t touch it – ever', "don't touch it - ever"],
    ['width and ligatures', 'ｔｈｅ ﬁle ①', 'the file 1'],
    ['invisible characters', 'the\u200b disk is\u00ad full', 'the disk is full'],
    ['articles and fillers', 'Please note that the disk is actually full', 'disk is full'],
    ['short forms', "it can't start and doesn't stop", 'it cannot start and does not stop'],
    ['plural', 'the nodes keep the logs', 'the node keeps the log'],
    ['hyphens', 'a read-only disk', 'a read only disk'],
    ['sentences in another order', 'The disk is full. Ask Amira.', 'Ask Amira. The disk is full.'],
    ['letters swapped in one long word', 'the certificate is old', 'the certifciate is old'],
    ['a letter doubled in one long word', 'the occurence is known', 'the occurrence is known'],
    ['a script without spaces', '検索は速い。日本語も。', '検索は速い 日本語も'],
    ['accents in two encodings', 'caf\u00e9', 'cafe\u0301'],
  ])('whatever their %s', (_what, a, b) => {
    expect(score(a, b)).toBeGreaterThanOrEqual(SAME_SCORE);
    expect(score(b, a)).toBe(score(a, b));
  });

  it.each([
    ['a number', 'it takes 30 seconds', 'it takes 300 seconds'],
    ['a port', 'listens on 10.0.0.1:8080', 'listens on 10.0.0.1:8081'],
    ['a sign', 'the offset is -5', 'the offset is 5'],
    ['a unit', 'it takes 5 seconds', 'it takes 5 minutes'],
    ['a percent sign', 'use 5% of it', 'use 5 of it'],
    ['a decimal point', 'version 1.5', 'version 15'],
    ['a negation', 'it is not safe', 'it is safe'],
    ['a negation in short', "it isn't safe", 'it is safe'],
    ['a name', 'Anna owns it', 'Anne owns it'],
    ['a date', 'closed on 3 May', 'closed on 4 May'],
    ['a limit', 'only admins may', 'admins may'],
    ['a tense', 'the database was full', 'the database is full'],
    ['a state', 'we migrated it', 'we are migrating it'],
    ['who does what', 'billing calls ledger', 'ledger calls billing'],
    ['an operator', 'a < b', 'a > b'],
    ['a path', 'see /etc/a.conf', 'see /etc/b.conf'],
    ['an identifier', 'call get_user', 'call set_user'],
    ['an emoji', 'deploy ✅', 'deploy ❌'],
    ['a sentence more', 'The disk is full. Ask Amira.', 'The disk is full.'],
    ['a character of a script without spaces', '検索は速い', '検索は遅い'],
    ['a word of one letter less', 'the internal clock', 'the interval clock'],
    ['everything but marks', '???', '!!!'],
  ])('never when they differ in %s', (_what, a, b) => {
    expect(score(a, b)).toBeLessThan(SAME_SCORE);
    expect(score(b, a)).toBe(score(a, b));
  });

  it('also when they are long, to the last word', () => {
    const long = Array.from({ length: 2_000 }, (_, n) => `word${n}`).join(' ');
    const index = fresh();
    index.write([row(1, long)], 1);
    expect(index.ask({ pact_id: PACT, text: `${long}!`, given: [] })).toEqual([{ id: idOf(1), score: 1 }]);
    const [other] = index.ask({ pact_id: PACT, text: `${long} not`, given: [] });
    expect(other?.score ?? 0).toBeLessThan(SAME_SCORE);
    index.close();
  });

  it('or not, for any two texts, without an error', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        expect(score(a, a)).toBe(1);
        expect(score(a, b)).toBe(score(b, a));
      }),
      { numRuns: 500 },
    );
  });
});

let directory: string;
let files = 0;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'concordat-similar-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const PACT = 'ab'.repeat(32);
const OTHER_PACT = 'cd'.repeat(32);
const idOf = (n: number): string => `0123abcd-${n}`;
const fresh = (file = join(directory, `${files++}.db`)): SimilarIndex => new SimilarIndex(file, 'cafe0001');
const row = (n: number, content: string | null, pact_id = PACT) => ({
  pact_id,
  id: idOf(n),
  val: content === null ? null : JSON.stringify({ payload: { content } }),
});

describe('the index', () => {
  it('keeps pacts apart, forgets one, and knows what it knew when it is opened again', () => {
    const file = join(directory, 'kept.db');
    let index = fresh(file);
    index.write([row(1, 'the disk is full'), row(2, 'the disk is full', OTHER_PACT)], 2);
    const ask = (pact_id: string) => index.ask({ pact_id, text: 'The disk is full.', given: [] }).map(({ id }) => id);
    index.close();
    index = fresh(file);
    expect([index.indexed, ask(PACT), ask(OTHER_PACT)]).toEqual([2, [idOf(1)], [idOf(2)]]);
    index.forget(PACT);
    expect([ask(PACT), ask(OTHER_PACT)]).toEqual([[], [idOf(2)]]);
    index.write([row(1, 'the disk is full')], 3);
    expect(ask(PACT)).toEqual([idOf(1)]);
    index.keepOnly([PACT]);
    expect([ask(PACT), ask(OTHER_PACT)]).toEqual([[idOf(1)], []]);
    index.close();
  });

  it('does not know an entry that is gone, and knows one once that comes twice', () => {
    const index = fresh();
    const ask = () => index.ask({ pact_id: PACT, text: 'the disk is full', given: [] }).map(({ id }) => id);
    index.write([row(1, 'the disk is full'), row(1, 'the disk is full'), row(2, 'the disk is full')], 3);
    expect(ask()).toEqual([idOf(1), idOf(2)]);
    index.write([row(1, null)], 4);
    expect(ask()).toEqual([idOf(2)]);
    index.close();
  });

  it('names the first of many that say the same, whatever their number', () => {
    const index = fresh();
    index.write(
      Array.from({ length: 500 }, (_, n) => row(n + 1, `The disk${' '.repeat(n % 7)} is full`)),
      500,
    );
    const found = index.ask({ pact_id: PACT, text: 'the disk is full', given: [] });
    expect(found[0]).toEqual({ id: idOf(1), score: 1 });
    expect(found.length).toBeLessThanOrEqual(5);
    index.close();
  });

  it('finds the one that says the same among thousands of one template', () => {
    const index = fresh();
    index.write(
      Array.from({ length: 3_000 }, (_, n) => row(n + 1, `Host ${n} answers on port ${n + 4000}`)),
      3_000,
    );
    const [found] = index.ask({ pact_id: PACT, text: 'host 17 answers on port 4017', given: [] });
    expect(found).toEqual({ id: idOf(18), score: 1 });
    const [other] = index.ask({ pact_id: PACT, text: 'host 17 answers on port 4018', given: [] });
    expect(other?.score ?? 0).toBeLessThan(SAME_SCORE);
    index.close();
  });
});

describe('what its author was given', () => {
  const GIVEN = [
    'The staging database is read-only on Sundays. Ask Amira before you write to it.',
    'Backups of the ledger are kept for 90 days under /var/backups.',
  ];
  const index = (): SimilarIndex => {
    const filled = fresh();
    filled.write([...GIVEN.map((text, n) => row(n + 1, text)), row(3, 'Nobody was given this note about the moon')], 3);
    return filled;
  };
  const given = [idOf(2), idOf(1)];
  const recalled = (text: string, ids = given): string[] => {
    const filled = index();
    const found = filled.ask({ pact_id: PACT, text, given: ids });
    filled.close();
    return found.filter((one) => one.recalled).map(({ id }) => id);
  };

  it.each([
    ['as it is', GIVEN[0] as string],
    ['in part', 'the staging database is read-only on Sundays'],
    ['all of it in one', `${GIVEN[0]}\n${GIVEN[1]}`],
    ['as a list', `- ${GIVEN[1]}\n- The staging database is read-only on Sundays.`],
  ])('is known when it is written back %s', (_how, text) => {
    expect(recalled(text).length).toBe(1);
    expect(recalled(text, [])).toEqual([]);
  });

  it.each([
    ['a figure', 'Backups of the ledger are kept for 30 days under /var/backups.'],
    ['a negation', 'The staging database is not read-only on Sundays.'],
    ['a conclusion', `${GIVEN[0]} So deploy on Mondays.`],
    ['the words mixed', 'Amira is read-only before Sundays, ask the database.'],
    ['what only others were given', 'Nobody was given this note about the moon'],
  ])('is not taken for what says something of its own: %s', (_what, text) => {
    expect(recalled(text)).toEqual([]);
  });
});
