import { z } from 'zod';
import type { StepProgress } from '../../../core/progress.js';
import type { Provenance } from '../../../core/provenance.js';
import type { SerializedError } from '../../../core/trial.js';
import type { SnapshotBlob } from '../order.js';

/** NaN and the infinities, too: losses may be any of them. */
export const anyNumber: z.ZodType<number> = z.custom<number>(
  (value) => typeof value === 'number',
  'expected a number',
);

/** Counts, ids and places. */
export const whole = z.int().min(0);

/** The same of what a database keeps in four bytes: epochs, steps, images. */
export const small = whole.max(2 ** 31 - 1);

/** What cannot be below zero, and is some number. */
export const amount = z.number().min(0);

/** SHA-256, as hex. */
export const digest = z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 in hex');

/** What may be a word of an address, or the name of a file. */
export const word = z.string().regex(/^\w[\w.-]{0,199}$/, 'expected a word');

/** What somebody called something. */
export const named = z.string().min(1).max(200);

/** A sentence, or a few. */
export const told = z.string().max(10_000);

/** A database keeps no text with a zero in it. */
export const text = (most: number) =>
  z
    .string()
    .max(most)
    .refine((value) => !value.includes('\0'), 'expected a text without zero characters');

export const progress: z.ZodType<StepProgress> = z.object({
  epoch: whole,
  epochs: whole,
  step: whole,
  steps: whole,
});

export const provenance: z.ZodType<Provenance> = z.object({
  version: named,
  backend: named,
  backendVersion: named,
  device: named,
  threads: whole,
  exact: z.boolean().exactOptional(),
  exactness: text(1000).min(1),
});

export const serializedError: z.ZodType<SerializedError> = z.object({
  code: named,
  message: told,
  stack: told.exactOptional(),
});

export const snapshotBlob: z.ZodType<SnapshotBlob> = z.object({
  epoch: small,
  step: small,
  file: word,
  sha256: digest,
  bytes: whole,
});
