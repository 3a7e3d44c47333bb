/** Confirmations by name: what cannot be undone is confirmed with the name of what it is done to. */
import { ConcordatError } from '../errors.js';

/** Throws NOT_CONFIRMED unless `confirm` is one of the allowed names. */
export const requireConfirmation = (confirm: string, ...allowed: readonly string[]): void => {
  if (allowed.includes(confirm)) return;
  const names = allowed.map((name) => `"${name}"`).join(' or ');
  throw new ConcordatError('NOT_CONFIRMED', `body confirm is "${confirm.slice(0, 80)}"; allowed: ${names}`, {
    in: 'body',
    field: 'confirm',
  });
};
