import fc from 'fast-check';
import { expect, it } from 'vitest';
import { agentNameOf } from '../src/identity.js';

it('whatever a client calls itself becomes a name that the contract allows', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (wanted) => {
      const name = agentNameOf(wanted);
      expect(name).toMatch(/^[a-z0-9][a-z0-9._-]*$/);
      expect(`${name}-64`.length).toBeLessThanOrEqual(32);
    }),
  );
});
