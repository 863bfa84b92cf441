import { z } from 'zod';
import type { CohortWork } from '../../../core/cohort-work.js';
import { METRIC_NAMES, type MetricName, type Metrics } from '../../../core/metric.js';
import type { Report, TrialEnd } from '../../../core/trial.js';
import type { Beat, Failure, Told } from '../api.js';
import type { LeaseMessage, TrialReported } from '../messages.js';
import {
  anyNumber,
  digest,
  progress,
  provenance,
  serializedError,
  small,
  snapshotBlob,
  told,
  whole,
} from './parts.js';

const metrics: z.ZodType<Metrics> = z.object(
  Object.fromEntries(METRIC_NAMES.map((name) => [name, anyNumber])) as Record<
    MetricName,
    typeof anyNumber
  >,
);

const report: z.ZodType<Report> = z.object({
  epoch: small,
  metrics,
  learningRate: anyNumber,
  seconds: anyNumber,
  soloSeconds: anyNumber,
  sharedWith: whole.nullable(),
  imagesPerSecond: anyNumber,
  peakMemoryBytes: anyNumber,
  rights: z.instanceof(Uint8Array).exactOptional(),
});

const reported: z.ZodType<TrialReported> = z.object({ trialId: whole, report });

const trialEnd: z.ZodType<TrialEnd> = z.object({
  trialId: whole,
  how: z.enum(['finished', 'stopped', 'paused', 'diverged', 'broke', 'interrupted']),
  error: serializedError.exactOptional(),
  checkpointEpoch: small.exactOptional(),
  checkpointDigest: digest.exactOptional(),
  unsaved: serializedError.exactOptional(),
  overtime: z.boolean().exactOptional(),
});

const work: z.ZodType<CohortWork> = z.object({
  trunk: anyNumber,
  trunkAlone: anyNumber,
  trained: anyNumber,
  trainedAlone: anyNumber,
  compiled: z.object({ programs: whole, seconds: anyNumber }).exactOptional(),
});

/** More trials than any cohort has. */
const MOST_TRIALS = 10_000;

export const leaseMessage: z.ZodType<LeaseMessage> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('begin'), provenance }),
  z.object({
    type: z.literal('epoch'),
    epoch: small,
    reports: z.array(reported).min(1).max(MOST_TRIALS),
  }),
  z.object({ type: z.literal('end'), end: trialEnd }),
  z.object({
    type: z.literal('snapshot'),
    made: snapshotBlob,
    trialIds: z.array(whole).min(1).max(MOST_TRIALS),
  }),
  z.object({ type: z.literal('no-snapshot'), why: told, startOver: z.boolean() }),
  z.object({ type: z.literal('note'), trialId: whole, message: told }),
  z.object({ type: z.literal('not-compiled'), why: told }),
  z.object({ type: z.literal('done'), work }),
]);

export const toldSchema: z.ZodType<Told> = z.object({
  first: z.int().min(1).max(1_000_000_000),
  messages: z.array(leaseMessage).min(1).max(1000),
});

export const beatSchema: z.ZodType<Beat> = z.object({ progress: progress.nullable() });

export const failureSchema: z.ZodType<Failure> = z.object({ error: serializedError });
