import { z } from 'zod';
import type { Json } from '../../../core/json.js';
import { METRIC_NAMES } from '../../../core/metric.js';
import { TRIAL_STATES } from '../../../core/trial-state.js';
import type { LeaderboardQuery } from '../../../store/port.js';
import { small, text, whole } from '../../protocol/schemas/parts.js';

/** Of trials or sweeps. */
export const ids = z.array(whole).max(1_000_000);

export const epoch = small;

export const eventsAsked = z.object({
  trialId: whole.exactOptional(),
  after: whole.exactOptional(),
});

export const metricName = z.enum(METRIC_NAMES);

const goal = z.enum(['maximize', 'minimize']);

export const metric = z.object({ name: metricName, goal });

const json: z.ZodType<Json> = z.json();

export const leaderboardQuery: z.ZodType<LeaderboardQuery> = z.object({
  metric: metricName,
  goal,
  rule: z.enum(['best', 'last']),
  by: metric.exactOptional(),
  objectives: z
    .array(metric.extend({ min: z.number().exactOptional(), max: z.number().exactOptional() }))
    .max(100)
    .exactOptional(),
  states: z.array(z.enum(TRIAL_STATES)).max(100).exactOptional(),
  trials: ids.exactOptional(),
  where: z.record(text(1000), json).exactOptional(),
  top: small.exactOptional(),
});
