import { expect, test } from 'vitest';
import {
  BackendError,
  ConfigError,
  EXIT,
  formatIssue,
  reviveError,
  serializeError,
  UsageError,
} from '../../src/core/errors.js';

test('a foreseen error crosses a thread with its class, and without its stack', () => {
  const sent = serializeError(new BackendError('no device'));
  expect(sent).toEqual({ code: 'E_BACKEND', message: 'no device' });
  const back = reviveError(structuredClone(sent));
  expect(back).toBeInstanceOf(BackendError);
  expect((back as BackendError).exitCode).toBe(EXIT.machine);
});

test('a bug keeps its stack', () => {
  const sent = serializeError(new RangeError('off by one'));
  expect(sent.code).toBe('E_UNEXPECTED');
  expect(reviveError(sent).stack).toBe(sent.stack);
});

test('a config error lists every mistake with its place', () => {
  const error = new ConfigError('a.yaml', [
    { line: 3, column: 5, path: 'epochs', message: 'expected a whole number, got "x"' },
    { path: '', message: 'no parameters' },
  ]);
  expect(error.message).toBe(
    'a.yaml has 2 mistakes:\n  line 3:5 epochs: expected a whole number, got "x"\n  no parameters',
  );
});

test('an error shows names and paths without their control characters, cause kept', () => {
  const cause = new Error('x');
  const error = new BackendError('no \u001b[31mfile\nsecond line', { cause });
  expect(error.message).toBe('no  [31mfile second line');
  expect(error.cause).toBe(cause);
});

test('only an error that is made of lines has lines, on either side of a thread', () => {
  const error = new UsageError(['no class "a', 'b\nc"']);
  expect(error.message).toBe('no class "a\nb c"');
  expect(reviveError(serializeError(error)).message).toBe(error.message);
});

test('a mistake is not endless, whatever a file calls its keys', () => {
  const line = formatIssue({ line: 1, path: `parameters.${'x'.repeat(200_000)}`, message: 'no' });
  expect(line.length).toBeLessThan(200);
});

test('a mistake is one plain line, whatever the key; its parts stay as they came', () => {
  const issue = { line: 3, path: 'parameters.\u001b[2Kx', message: 'unknown\nkey' };
  const error = new ConfigError('a.yaml', [issue]);
  expect(error.message).toBe('a.yaml has 1 mistake:\n  line 3 parameters. [2Kx: unknown key');
  expect(error.issues).toEqual([issue]);
});
