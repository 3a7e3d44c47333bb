import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { EXIT_CODES, exitCodeOf } from '../src/exit-codes.js';
import { Output, count, duration, printable, printableBlock, relativeTime, summary } from '../src/output.js';

const now = Date.parse('2026-01-31T12:00:00.000Z');
const at = (ms: number) => new Date(now + ms).toISOString();

const output = (options = { json: false, interactive: true }) => {
  const io = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  return { out: new Output(io, options), io };
};

describe('relative times', () => {
  it.each([
    [0, 'now'],
    [-12_000, '12 s ago'],
    [-3 * 60_000, '3 min ago'],
    [2 * 3_600_000, 'in 2 h'],
    [600_000 - 40, 'in 10 min'],
    [3_600_000 - 40, 'in 1 h'],
    [40_000, 'in 40 s'],
    [-5 * 86_400_000, '5 d ago'],
  ])('%i ms from now is "%s"', (ms, text) => {
    expect(relativeTime(at(ms), now)).toBe(text);
  });

  it('shows a dash where there is no time', () => {
    expect(relativeTime(null)).toBe('-');
  });

  it('rounds durations down to the largest unit that fits', () => {
    expect([999, 59_999, 60_000, 86_399_999].map(duration)).toEqual(['0 s', '59 s', '1 min', '23 h']);
  });
});

describe('text from other machines', () => {
  it('cannot move the cursor, repaint, or turn the direction of writing', () => {
    const hostile = 'a\u001b[2Jb\rc\u0007d\u202ee\u2028f\u009bg';
    expect(printable(hostile)).toBe('a [2Jb c d e f g');
    expect(printableBlock(`x\n\ty\r\nz${hostile}`)).toMatch(/^x\n\ty\nza \[2Jb c d e/);
    for (const control of ['\u001b', '\u009b', '\u202e', '\r']) expect(printableBlock(hostile)).not.toContain(control);
  });

  it('is cut to one line of at most 72 characters', () => {
    expect(summary('a\nb   c')).toBe('a b c');
    expect(Array.from(summary('😀'.repeat(100)))).toHaveLength(72);
  });
});

describe('tables', () => {
  it('align their columns and show a dash for nothing', async () => {
    const { out } = output();
    expect(
      await out.table(
        ['name', 'n'],
        [
          ['first', 1],
          ['x', null],
        ],
      ),
    ).toBe('name   n\nfirst  1\nx      -');
  });
});

describe('confirmations', () => {
  it('are an error without a person and without --yes', async () => {
    const { out } = output();
    await expect(out.confirm('remove everything', undefined)).rejects.toMatchObject({
      code: 'USAGE',
      hint: 'add --yes',
    });
    expect(await out.confirm('remove everything', true)).toBe(true);
  });
});

describe('--json', () => {
  it('keeps notes and progress out of the way', async () => {
    const { out, io } = output({ json: true, interactive: true });
    out.note('a note');
    await out.progress('working', Promise.resolve());
    await out.answer({ a: 1 }, () => 'text');
    expect(io.stderr.read()).toBeNull();
    expect(JSON.parse(String(io.stdout.read()))).toEqual({ a: 1 });
  });
});

it('counts with the right word', () => {
  expect([count(1, 'entry', 'entries'), count(2, 'entry', 'entries'), count(0, 'member')]).toEqual([
    '1 entry',
    '2 entries',
    '0 members',
  ]);
});

describe('exit codes', () => {
  it('are different from each other', () => {
    const codes = Object.values(EXIT_CODES).map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it.each([
    [400, 'BAD_REQUEST', 2],
    [401, 'UNAUTHORIZED', 4],
    [403, 'FORBIDDEN_SCOPE', 4],
    [404, 'UNKNOWN_PACT', 5],
    [409, 'TASK_ALREADY_CLAIMED', 6],
    [410, 'INVITE_EXPIRED', 6],
    [413, 'PAYLOAD_TOO_LARGE', 2],
    [429, 'RATE_LIMITED', 8],
    [500, 'INTERNAL', 1],
    [503, 'NO_INDEXER_REACHABLE', 8],
    [504, 'VIEW_TIMEOUT', 8],
    [0, 'USAGE', 2],
    [0, 'DAEMON_NOT_FOUND', 3],
    [0, 'DAEMON_UNREACHABLE', 3],
    [0, 'REQUEST_TIMEOUT', 8],
    [0, 'NOT_CONCORDAT', 1],
  ])('HTTP %i %s ends with %i', (status, code, expected) => {
    expect(exitCodeOf(status, code)).toBe(expected);
  });
});
