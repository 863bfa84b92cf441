import { expect, test } from 'vitest';
import { beatAnswer, claimed, registered, taken } from '../../../src/fleet/agent/http/answers.js';
import { order } from './agents.js';

const from = { file: 'c-1.snapshot', sha256: 'e'.repeat(64), bytes: 9, epoch: 3, step: 40 };

test('what a gateway says by the protocol is taken as it is', () => {
  const answers = [
    [registered, { agent: 'a-1', leaseMs: 60_000 }],
    [claimed, { lease: null }],
    [claimed, { lease: 'l-1', order: order([1, 2], { from, trialMs: 5, seconds: 1.5 }) }],
    [beatAnswer, { is: 'stop' }],
    [taken, { is: 'taken', verdicts: { 1: 'pause' } }],
    [taken, { is: 'waits' }],
  ] as const;
  for (const [schema, answer] of answers) expect(schema.parse(answer)).toEqual(answer);
});

test.each([
  { lease: '../../etc' },
  { lease: '..' },
  { lease: 'a/b' },
  { lease: '' },
  { lease: 'x'.repeat(500) },
])('%o is no lease', ({ lease }) => {
  expect(claimed.safeParse({ lease, order: order([1]) }).success).toBe(false);
});

test.each([
  { weights: '../../../home/ann/.ssh' },
  { weights: '/etc' },
  { cohort: '../x' },
  { dataDigest: '../../x' },
  { from: { ...from, file: '../x' } },
  { from: { ...from, sha256: '..' } },
  { trials: [] },
  { trials: [{ trialId: 1, recipe: {}, keeps: true }] },
  { trials: [{ trialId: '1', recipe: order([1]).trials[0]!.recipe, keeps: true }] },
  { keep: -1 },
  { snapshots: { epochs: true, everyMs: 0, maxBytes: null } },
  { onTrial: 'explode' },
])('an order with %o is none', (change) => {
  expect(claimed.safeParse({ lease: 'l-1', order: { ...order([1]), ...change } }).success).toBe(
    false,
  );
});

test('a verdict that nobody knows, a lease without an end: none', () => {
  expect(taken.safeParse({ is: 'taken', verdicts: { 1: 'explode' } }).success).toBe(false);
  expect(registered.safeParse({ agent: 'a', leaseMs: Number.NaN }).success).toBe(false);
  expect(registered.safeParse({ agent: 'a', leaseMs: 0 }).success).toBe(false);
});
