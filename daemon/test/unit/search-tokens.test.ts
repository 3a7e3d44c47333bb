import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { CLAUSES_MAX, keyOf, readQuestion } from '../../src/search/query.js';
import { segmentsOf, stem } from '../../src/search/tokens.js';

const tokens = (text: string): string[] => segmentsOf(text).flatMap((segment) => [...segment.tokens]);

/** What strangers send: all of Unicode, lone surrogates included, beside what has a meaning to some search engine. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 }).map((units) => String.fromCharCode(...units)),
  fc
    .array(
      fc.constantFrom(
        '"',
        '*',
        '-',
        '(',
        ')',
        'NEAR',
        'AND',
        'OR',
        'NOT',
        ':',
        '^',
        '{',
        '}',
        '\0',
        ' ',
        'a',
        'é',
        '検',
        '🚀',
      ),
      {
        maxLength: 60,
      },
    )
    .map((parts) => parts.join('')),
);

describe('tokens', () => {
  test.each([
    ['The Staging DATABASE', ['the', 'staging', 'database']],
    ['getUserName user_name read-only', ['get', 'user', 'name', 'user', 'name', 'read', 'only']],
    ['HTTPServer PDFs utf8', ['http', 'server', 'pdfs', 'utf8']],
    ['src/search/index.ts', ['src', 'search', 'index', 'ts']],
    ['Café crème İstanbul ﬁle', ['cafe', 'creme', 'istanbul', 'file']],
    ['検索エンジン', ['検索', '索エ', 'エン', 'ンジ', 'ジン']],
    ['東', ['東']],
    ['Node20で動く', ['node20', 'で動', '動く']],
    ['한국어', ['한국', '국어']],
    ['ship it 🚀👩‍💻', ['ship', 'it', '🚀', '👩', '💻']],
    ['🇩🇪', ['🇩🇪']],
    ['a\0b', ['a', 'b']],
    ['㈠ ½ …!?', ['一', '1⁄2']],
    ['', []],
  ])('of %j', (text, expected) => {
    expect(tokens(text)).toEqual(expected);
  });

  it('of any text hold no sign that the full-text index or its query language knows', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const segment of segmentsOf(text)) {
          expect(segment.tokens.length).toBeGreaterThan(0);
          expect(text.slice(segment.start, segment.end)).not.toBe('');
          for (const token of [...segment.tokens, ...(segment.whole === null ? [] : [segment.whole])]) {
            expect(token).toMatch(/^[a-z0-9\u0080-\u{10ffff}]*$/u);
            expect(token.length).toBeGreaterThan(0);
            expect(token.length).toBeLessThanOrEqual(64);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('stand in the order of the text and never overlap', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let end = 0;
        for (const segment of segmentsOf(text)) {
          expect(segment.start).toBeGreaterThanOrEqual(end);
          end = segment.end;
        }
      }),
    );
  });

  it('of upper and lower case, composed and decomposed text are the same', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('é', 'ü', 'ñ', 'a', 'b', ' ', 'が', '한'), { maxLength: 30 }), (parts) => {
        const text = parts.join('');
        expect(tokens(text.normalize('NFD'))).toEqual(tokens(text));
        expect(tokens(text.toUpperCase()).join('')).toEqual(tokens(text).join(''));
      }),
    );
  });
});

describe('stems', () => {
  test.each([
    ['migrations', 'migration'],
    ['deployed', 'deploys'],
    ['running', 'runs'],
    ['caching', 'caches'],
    ['cached', 'cache'],
    ['policies', 'policy'],
    ['boxes', 'box'],
    ['retried', 'retry'],
    ['cookies', 'cookie'],
    ['movies', 'movie'],
    ['classes', 'class'],
  ])('%s and %s are the same', (a, b) => {
    expect(stem(a)).toBe(stem(b));
  });

  test.each(['status', 'redis', 'feed', 'need', 'ring', 'bus', 'key', 'k8s', 'über', 'ts'])(
    '%s keeps its ending',
    (word) => {
      expect(stem(word)).toBe(word);
    },
  );
});

describe('a question', () => {
  const keys = (text: string) => readQuestion(text).clauses.map(keyOf);

  test.each([
    ['two words', ['w two two', 'w word words']],
    ['"two words" more', ['q two words', 'w mor more']],
    ['"migrations"', ['q migrations']],
    ['"the read onl*" more', ['q the read onl*', 'w mor more']],
    ['“curly quotes” «angled ones»', ['q curly quotes', 'q angled ones']],
    ['migr* plan', ['p  migr', 'w plan plan']],
    ['getUserName', ['c getusername get user nam']],
    ['src/user.ts', ['c  src user ts']],
    ['read-only', ['c readonly read only']],
    ['"never closed', ['q never closed']],
    ['検索', ['w 検索 検索']],
    ['索', ['p  索']],
    ['a a A', ['w a a']],
    ['NEAR(x y) OR z', ['w near near', 'w x x', 'w y y', 'w or or', 'w z z']],
    ['- -- * "" () ... \0', []],
  ])('%j', (text, expected) => {
    expect(keys(text)).toEqual(expected);
  });

  it('excludes what has a minus in front of it, not what is hyphenated', () => {
    const { clauses, excluded } = readQuestion('deploy -staging -"read only" re-run');
    expect(clauses.map(keyOf)).toEqual(['w deploy deploy', 'c rerun re run']);
    expect(excluded.map(keyOf)).toEqual(['w stag staging', 'q read only']);
  });

  it('is read whatever it is, and asks for a bounded number of things', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { clauses, excluded } = readQuestion(text);
        expect(clauses.length + excluded.length).toBeLessThanOrEqual(CLAUSES_MAX);
      }),
      { numRuns: 2000 },
    );
    expect(readQuestion(`${'word '.repeat(4000)}end`).clauses.length).toBe(2);
    expect(readQuestion(Array.from({ length: 9000 }, (_, i) => `w${i}`).join(' ')).clauses.length).toBe(CLAUSES_MAX);
    expect(readQuestion('x'.repeat(10_000)).clauses.length).toBe(1);
  });
});
