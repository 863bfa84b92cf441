import { z } from 'zod';
import type { Recipe } from '../../../core/recipe.js';
import type { SnapshotRule } from '../../../core/snapshots/snapshot-rule.js';
import type { DataSpec, ModelSpec } from '../../../core/sweep.js';
import { VERDICTS } from '../../../core/verdict.js';
import type { BeatAnswer, Claimed, Registered, Taken } from '../../protocol/api.js';
import type { Order, OrderedTrial, SnapshotBlob } from '../../protocol/order.js';

/** Counts, ids and places. */
const whole = z.int().min(0);

const id = z.string().regex(/^[\w.-]{1,200}$/, 'expected an id');

const digest = z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 in hex');

const milliseconds = z.number().positive();

export const registered: z.ZodType<Registered> = z.object({ agent: id, leaseMs: milliseconds });

const data: z.ZodType<DataSpec> = z.object({
  source: z.string().min(1),
  train: whole,
  val: whole,
  valFrom: z.literal('folder').exactOptional(),
  decodeSize: whole,
});

const model: z.ZodType<ModelSpec> = z.object({
  architecture: z.string(),
  weights: z.string(),
  prefix: z.string().exactOptional(),
});

/** What nothing can be trained by is found when inputs are made ready. */
const recipe = z.custom<Recipe>((value) => typeof value === 'object' && value !== null);

const trial: z.ZodType<OrderedTrial> = z.object({
  trialId: whole,
  recipe,
  keeps: z.boolean(),
});

const snapshot: z.ZodType<SnapshotBlob> = z.object({
  epoch: whole,
  step: whole,
  file: id,
  sha256: digest,
  bytes: whole,
});

const rule: z.ZodType<SnapshotRule> = z.object({
  epochs: z.boolean(),
  everyMs: milliseconds,
  maxBytes: z.number().min(0).nullable(),
});

/** More trials than any cohort has. */
const MOST_TRIALS = 10_000;

const order: z.ZodType<Order> = z.object({
  sweepId: whole,
  cohort: id,
  trials: z.array(trial).min(1).max(MOST_TRIALS),
  classNames: z.array(z.string()),
  data,
  model,
  dataDigest: digest,
  weights: z.string().nullable(),
  keep: whole,
  sharing: z.boolean(),
  exact: z.boolean(),
  trialMs: milliseconds.nullable(),
  onTrial: z.enum(['stop', 'finish']),
  from: snapshot.nullable(),
  snapshots: rule.nullable(),
  seconds: z.number().nullable(),
});

export const claimed: z.ZodType<Claimed> = z.union([
  z.object({ lease: z.null() }),
  z.object({ lease: id, order }),
]);

export const beatAnswer: z.ZodType<BeatAnswer> = z.object({
  is: z.enum(['continue', 'stop', 'lost']),
});

export const taken: z.ZodType<Taken> = z.discriminatedUnion('is', [
  z.object({
    is: z.literal('taken'),
    verdicts: z.record(z.string(), z.enum(VERDICTS)).nullable(),
  }),
  z.object({ is: z.literal('waits') }),
  z.object({ is: z.literal('lost') }),
]);
