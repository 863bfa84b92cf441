import { z } from 'zod';
import type { Recipe } from '../../../core/recipe.js';
import type { SnapshotRule } from '../../../core/snapshots/snapshot-rule.js';
import type { DataSpec, ModelSpec } from '../../../core/sweep.js';
import { VERDICTS } from '../../../core/verdict.js';
import { faultOf, SHAPES } from '../../../store/reading/documents.js';
import type { BeatAnswer, Claimed, Registered, Taken } from '../../protocol/api.js';
import type { Order, OrderedTrial } from '../../protocol/order.js';
import { digest, snapshotBlob, whole, word } from '../../protocol/schemas/parts.js';

const milliseconds = z.number().positive();

export const registered: z.ZodType<Registered> = z.object({ agent: word, leaseMs: milliseconds });

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

/** As far as what is read back from a database is looked at. */
const recipe = z.custom<Recipe>().superRefine((value, context) => {
  const wrong = faultOf(JSON.stringify(value ?? null), SHAPES.recipe);
  if (wrong !== null) context.addIssue({ code: 'custom', message: wrong });
});

const trial: z.ZodType<OrderedTrial> = z.object({
  trialId: whole,
  recipe,
  keeps: z.boolean(),
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
  cohort: word,
  trials: z.array(trial).min(1).max(MOST_TRIALS),
  classNames: z.array(z.string()),
  data,
  model,
  dataDigest: digest,
  weights: word.nullable(),
  keep: whole,
  sharing: z.boolean(),
  exact: z.boolean(),
  trialMs: milliseconds.nullable(),
  onTrial: z.enum(['stop', 'finish']),
  from: snapshotBlob.nullable(),
  snapshots: rule.nullable(),
  seconds: z.number().nullable(),
});

export const claimed: z.ZodType<Claimed> = z.union([
  z.object({ lease: z.null() }),
  z.object({ lease: word, order }),
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
