import { describe, expect, it } from 'vitest';
import { errorOfAnswer, localError } from '../src/errors.js';
import {
  type ApiErrorCode,
  ConcordatApiError,
  ERROR_CLASSES,
  isKnownError,
  TaskAlreadyClaimedError,
} from '../src/index.js';

const URL_OF_STUB = 'http://127.0.0.1:7666';
const answer = (code: string, more: object = {}) =>
  errorOfAnswer(409, URL_OF_STUB, { error: code, message: 'no', status: 409, ...more });

describe('errors', () => {
  it.each(Object.keys(ERROR_CLASSES) as ApiErrorCode[])('of code %s are of the class of that code', (code) => {
    const error = answer(code);
    expect(error).toBeInstanceOf(ERROR_CLASSES[code]);
    expect(error).toBeInstanceOf(ConcordatApiError);
    expect(error.code).toBe(code);
    expect(isKnownError(error)).toBe(true);
  });

  it('have one class a code', () => {
    expect(new Set(Object.values(ERROR_CLASSES)).size).toBe(Object.keys(ERROR_CLASSES).length);
  });

  it('give the holder of a task to whoever lost the race', () => {
    const error = answer('TASK_ALREADY_CLAIMED', { details: { holder: 'anon-fox' } });
    expect(error instanceof TaskAlreadyClaimedError && error.details.holder).toBe('anon-fox');
  });

  it.each(['A_CODE_OF_A_NEWER_DAEMON', 'constructor', '__proto__'])(
    'of the unknown code %s are of the base class',
    (code) => {
      const error = answer(code);
      expect(error.constructor).toBe(ConcordatApiError);
      expect(isKnownError(error)).toBe(false);
    },
  );

  it('of the client itself have classes as well', () => {
    const error = localError('DAEMON_NOT_FOUND', 'none', 'start one');
    expect(isKnownError(error)).toBe(true);
    expect(error.constructor.name).toBe('DaemonNotFoundError');
  });

  it('are told apart by their code, all of them', () => {
    const statusOf = (error: unknown): number | undefined => {
      if (!isKnownError(error)) return undefined;
      // The compiler knows the status that belongs to each code.
      return error.code === 'UNKNOWN_PACT' ? (error.status satisfies 404) : error.status;
    };
    expect(statusOf(answer('UNKNOWN_PACT'))).toBe(409);
    expect(statusOf(new Error('something else'))).toBeUndefined();
  });

  it.each([
    ['details that are no object', { error: 'NOT_FOUND', message: 'no', details: 'x' }],
    ['no code', { message: 'no' }],
    ['text', 'no'],
  ])('with %s are not those of a daemon', (_name, body) =>
    expect(errorOfAnswer(404, URL_OF_STUB, body).code).toBe('NOT_CONCORDAT'),
  );
});
