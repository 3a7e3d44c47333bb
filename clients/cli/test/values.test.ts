import { describe, expect, it } from 'vitest';
import { parseDurationMs, parseInvite, parseSince, wholeNumber } from '../src/values.js';

describe('durations', () => {
  it.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['10m', 600_000],
    ['1.5h', 5_400_000],
    ['7d', 604_800_000],
  ])('reads %s as %i ms', (text, ms) => {
    expect(parseDurationMs(text)).toBe(ms);
  });

  it.each(['', '5', 's', '-5s', '5 s', '5w', '1e3s'])('refuses "%s" and says what to write', (text) => {
    expect(() => parseDurationMs(text)).toThrow(
      expect.objectContaining({ code: 'USAGE', hint: expect.stringContaining('30s') }),
    );
  });
});

describe('moments', () => {
  const now = Date.parse('2026-01-31T12:00:00.000Z');

  it.each([
    ['2h', '2026-01-31T10:00:00.000Z'],
    ['2026-01-30', '2026-01-30T00:00:00.000Z'],
    ['2026-01-30T08:00:00+02:00', '2026-01-30T06:00:00.000Z'],
  ])('reads %s as %s', (text, iso) => {
    expect(parseSince(text, now)).toBe(iso);
  });

  it('refuses what is neither', () => {
    expect(() => parseSince('yesterday', now)).toThrow('"yesterday" is not a moment');
  });
});

describe('invites', () => {
  const key = '8f'.repeat(32);

  it.each([
    ['eyJ2IjoxfQ', { token: 'eyJ2IjoxfQ' }],
    [' eyJ2IjoxfQ\n', { token: 'eyJ2IjoxfQ' }],
    ['https://example.org/join?invite=eyJ2IjoxfQ', { token: 'eyJ2IjoxfQ' }],
    [key.toUpperCase(), { key }],
  ])('reads %j', (text, expected) => {
    expect(parseInvite(text)).toEqual(expected);
  });

  it('refuses what cannot be one', () => {
    expect(() => parseInvite('not an invite')).toThrow('neither an invite nor a pact id');
  });
});

describe('whole numbers', () => {
  const port = wholeNumber('--port', 0, 65_535);

  it('accepts the ends of the range', () => {
    expect([port('0'), port('65535')]).toEqual([0, 65_535]);
  });

  it.each(['65536', '-1', '1.5', '0x10', ''])('refuses "%s"', (text) => {
    expect(() => port(text)).toThrow('--port is');
  });
});
