/** Values of the command line: what a person types, turned into what the contract takes. */
import { usageError } from './failure.js';

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Reads `500ms`, `30s`, `10m`, `2h`, `1.5h` or `7d`.
 * @returns milliseconds, a whole number
 */
export function parseDurationMs(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text.trim());
  if (!match) throw usageError(`"${text}" is not a duration`, 'write a number and its unit: 500ms, 30s, 10m, 2h or 7d');
  return Math.round(Number(match[1]) * (UNIT_MS[match[2] ?? ''] ?? 0));
}

/**
 * Reads a moment: an ISO 8601 date, or a duration that lies so far back (`2h` is two hours ago).
 * @returns ISO 8601
 */
export function parseSince(text: string, now: number = Date.now()): string {
  if (/^\d+(\.\d+)?(ms|s|m|h|d)$/.test(text.trim())) return new Date(now - parseDurationMs(text)).toISOString();
  const at = Date.parse(text);
  if (Number.isNaN(at))
    throw usageError(`"${text}" is not a moment`, 'write 2026-01-31T12:00:00Z, or 2h for two hours ago');
  return new Date(at).toISOString();
}

/**
 * Makes a reader of whole numbers in a range, for commander's options.
 * @param what how the message calls the value
 */
export function wholeNumber(what: string, min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw usageError(`${what} is "${text}"`, `write a whole number from ${min} to ${max}`);
  };
}

/** Gathers an option that may be given several times. */
export function collect(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), value];
}

/** The invite token or key in what was pasted: a token, a 64-hex key, or a share URL ending in `?invite=<token>`. */
export function parseInvite(text: string): { token: string } | { key: string } {
  const pasted = text.trim();
  if (/^[0-9a-f]{64}$/i.test(pasted)) return { key: pasted.toLowerCase() };
  const token = /[?&]invite=([A-Za-z0-9_-]+)/.exec(pasted)?.[1] ?? pasted;
  if (/^[A-Za-z0-9_-]+$/.test(token)) return { token };
  throw usageError(
    'that is neither an invite nor a pact id',
    'paste the whole token or link that the inviter was given',
  );
}
