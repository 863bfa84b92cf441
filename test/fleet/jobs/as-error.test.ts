import { expect, test } from 'vitest';
import { messageOf } from '../../../src/core/errors.js';
import { asError } from '../../../src/fleet/jobs/as-error.js';
import { isPassing } from '../../../src/store/postgres/postgres-error.js';

test('an error stays the one it is', () => {
  const error = new Error('broken');
  expect(asError(error)).toBe(error);
});

test('a copy of an error, as pg-boss tells of some, is known for what it is by its code', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), {
    code: 'ECONNREFUSED',
  });
  const copy = asError({ ...refused, message: refused.message, stack: refused.stack });
  expect(messageOf(copy)).toBe('connect ECONNREFUSED 127.0.0.1:5432');
  expect(isPassing(copy)).toBe(true);
});

test('one without a code is known by its words', () => {
  expect(isPassing(asError({ message: 'Connection terminated unexpectedly' }))).toBe(true);
  expect(isPassing(asError({ message: 'test error' }))).toBe(false);
});
