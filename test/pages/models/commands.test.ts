import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandLine, trialCommands } from '../../../src/pages/models/commands.js';
import { aTrial } from './documents.js';

test('a shell reads back every word of a command, whatever it holds', () => {
  const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((text) => {
    return !text.includes('\0');
  });
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 3 }), (words) => {
      const line = commandLine(...words).replace(/^thaw/, `printf '%s\\0'`);
      const read = execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8' });
      expect(read.split('\0').slice(0, -1)).toEqual(words);
    }),
    { numRuns: 40 },
  );
});

test('plain words need no quotes', () => {
  expect(commandLine('show', '12')).toBe('thaw show 12');
});

test('a trial whose weights are kept can be used, one whose are gone only shown', () => {
  const lines = (trial: Parameters<typeof trialCommands>[0]) =>
    trialCommands(trial).map(({ line }) => line);
  expect(lines(aTrial({ trial: 12, checkpoint: '/x/12.safetensors' }))).toEqual([
    'thaw show 12',
    'thaw predict 12 photos/',
    'thaw export 12',
    'thaw test 12',
  ]);
  expect(lines(aTrial({ trial: 12 }))).toEqual(['thaw show 12']);
});

test('what waits can be resumed, what failed only when asked for', () => {
  const last = (state: 'queued' | 'failed') =>
    trialCommands(aTrial({ trial: 12, sweep: 3, state })).at(-1)?.line;
  expect(last('queued')).toBe('thaw resume 3');
  expect(last('failed')).toBe('thaw resume 3 --retry-failed');
});
