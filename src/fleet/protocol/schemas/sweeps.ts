import { z } from 'zod';
import { SPLITS } from '../../../core/data/contents.js';
import type { DataListing } from '../../../core/prints/data-listing.js';
import type { Fingerprint } from '../../../core/prints/fingerprint.js';
import type { SweepSpec } from '../../../core/sweep.js';
import type { NewTest } from '../../../store/gateway/read-request.js';
import { faultOf, SHAPES } from '../../../store/reading/documents.js';
import type { Extension, Submission, Wish } from '../api.js';
import { anyNumber, digest, small, text, told, whole, word } from './parts.js';

/** A sweep's weight among those that want machines. */
const priority = z.int().min(1).max(100);

const budgetSeconds = z.number().positive().nullable();

const classNames = z.array(text(1000)).max(100_000);

const fingerprint: z.ZodType<Fingerprint> = z.object({
  classNames,
  data: digest.nullable(),
  // What has no file tells itself from others by its name: `random`.
  weights: word.nullable(),
});

const listing: z.ZodType<DataListing> = z.object({
  classNames,
  files: z
    .array(
      z.object({
        className: text(1000).nullable(),
        split: z.enum(SPLITS),
        path: text(4096),
        digest: z.string().regex(/^[0-9a-f]{32}$/, 'expected half a SHA-256 in hex'),
      }),
    )
    .max(5_000_000),
});

/** As far as what is read back from a database is looked at. */
const spec: z.ZodType<SweepSpec> = z.custom<SweepSpec>().superRefine((value, context) => {
  const wrong = faultOf(JSON.stringify(value ?? null), SHAPES.spec);
  if (wrong !== null) context.addIssue({ code: 'custom', message: wrong });
});

export const submissionSchema: z.ZodType<Submission> = z.object({
  spec,
  file: text(4096),
  source: text(1_000_000),
  fingerprint,
  listing,
  priority,
  budgetSeconds,
});

export const wishSchema: z.ZodType<Wish> = z.object({
  wanted: z.enum(['run', 'pause', 'cancel']).exactOptional(),
  priority: priority.exactOptional(),
  budgetSeconds: budgetSeconds.exactOptional(),
});

export const extensionSchema: z.ZodType<Extension> = z.object({
  spec,
  source: text(1_000_000),
  told: z.array(told).min(1).max(1000),
});

export const testSchema: z.ZodType<NewTest> = z.object({
  trialId: whole,
  images: small,
  loss: anyNumber,
  accuracy: anyNumber,
});
