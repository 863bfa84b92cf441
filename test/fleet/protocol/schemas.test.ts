import { expect, test } from 'vitest';
import type { z } from 'zod';
import type { Submission, Wish } from '../../../src/fleet/protocol/api.js';
import { claimSchema, registrationSchema } from '../../../src/fleet/protocol/schemas/agents.js';
import {
  beatSchema,
  failureSchema,
  leaseMessage,
  toldSchema,
} from '../../../src/fleet/protocol/schemas/messages.js';
import { submissionSchema, wishSchema } from '../../../src/fleet/protocol/schemas/sweeps.js';
import { decode, encode } from '../../../src/store/gateway/wire.js';
import { fakeSpec } from '../../fakes/specs.js';
import { BEAT, CLAIM, FAILURE, MESSAGES, REGISTRATION, TOLD, type Whole } from './examples.js';

const WISH: Whole<Wish> = { wanted: 'pause', priority: 100, budgetSeconds: 0.5 };

const SUBMISSION: Omit<Whole<Submission>, 'spec'> & Pick<Submission, 'spec'> = {
  spec: fakeSpec(),
  file: '/home/me/x.yaml',
  source: 'method: random',
  fingerprint: { classNames: ['a'], data: 'c'.repeat(64), weights: null },
  listing: {
    classNames: ['a'],
    files: [{ className: null, split: 'train', path: 'a/1.png', digest: 'd'.repeat(32) }],
  },
  priority: 1,
  budgetSeconds: null,
};

const CASES: readonly (readonly [string, z.ZodType, object])[] = [
  ...Object.entries(MESSAGES).map(([type, message]) => [type, leaseMessage, message] as const),
  ['told', toldSchema, TOLD],
  ['beat', beatSchema, BEAT],
  ['failure', failureSchema, FAILURE],
  ['claim', claimSchema, CLAIM],
  ['registration', registrationSchema, REGISTRATION],
  ['submission', submissionSchema, SUBMISSION],
  ['wish', wishSchema, WISH],
];

// The examples have every field of their types: one that a schema forgot would be lost here.
test.each(CASES)('%s passes whole, all that it can hold included', (_, schema, example) => {
  expect(schema.parse(decode(encode(example)))).toEqual(example);
});

test.each(CASES)('%s passes in no other shape', (_, schema, example) => {
  for (const other of [null, [], 'x', 7, {}]) {
    if (schema === wishSchema) continue;
    expect(schema.safeParse(other).success).toBe(false);
  }
  for (const key of Object.keys(example)) {
    if (schema === wishSchema) continue;
    const wrong = { ...example, [key]: Symbol('no data') };
    expect(schema.safeParse(wrong).success, key).toBe(false);
  }
});

test('names of snapshots lead to no other folder, and texts that no database keeps do not pass', () => {
  const { snapshot } = MESSAGES;
  for (const file of ['../x', 'a/b', '', 'a\0']) {
    const message = { ...snapshot, made: { ...snapshot.made, file } };
    expect(leaseMessage.safeParse(message).success).toBe(false);
  }
  expect(submissionSchema.safeParse({ ...SUBMISSION, source: 'a\0' }).success).toBe(false);
});

test('weights that are no file tell themselves from others by their name', () => {
  const { fingerprint } = SUBMISSION;
  const passes = (weights: string) =>
    submissionSchema.safeParse({ ...SUBMISSION, fingerprint: { ...fingerprint, weights } }).success;
  expect(['random', 'a'.repeat(64), '../random', '', '..'].map(passes)).toEqual([
    ...[true, true, false, false, false],
  ]);
});

test('a spec that no engine could run is refused with the reason', () => {
  const spec = { ...fakeSpec(), budget: { wallMs: 'soon' } };
  const { error } = submissionSchema.safeParse({ ...SUBMISSION, spec });
  expect(error?.issues[0]).toMatchObject({ path: ['spec'] });
  expect(error?.issues[0]?.message).toContain('budget.wallMs');
});
