import { describe, expect, it } from 'vitest';
import { ConcordatError, ERROR_CODES, ERRORS, isErrorCode } from '../../src/errors.js';

describe('the error registry', () => {
  it.each(ERROR_CODES)('%s has an error status, and a message and a hint that are sentences', (code) => {
    const { status, message, hint } = ERRORS[code];
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(message).toMatch(/^[a-z].* .*[^.]$/s);
    expect(hint).toMatch(/^[a-z].* .*[^.]$/s);
  });

  it('knows its own codes and no inherited names', () => {
    expect(isErrorCode('NOT_FOUND')).toBe(true);
    expect(isErrorCode('toString')).toBe(false);
  });
});

describe('ConcordatError', () => {
  it('answers with the status and hint of its code', () => {
    expect(new ConcordatError('NOT_FOUND', 'no entry 1').body()).toEqual({
      error: 'NOT_FOUND',
      message: 'no entry 1',
      status: 404,
      hint: ERRORS.NOT_FOUND.hint,
    });
  });

  it('says what the registry says when nothing more exact is known, and carries details', () => {
    const error = new ConcordatError('STALE_FENCE', undefined, { late_result_kept: true });
    expect(error.message).toBe(ERRORS.STALE_FENCE.message);
    expect(error.body().details).toEqual({ late_result_kept: true });
  });
});
