import { z } from 'zod';
import { metricText } from '../../src/search/metric-text.js';
import { definePruner } from '../../src/search/pruner.js';

/** A pruner as small as they come: from `min_iter` epochs on, only the best so far goes on. */
export const leader = definePruner({
  type: 'leader',
  summary: 'only the best at an epoch goes on',
  options: z.strictObject({ min_iter: z.int().min(1).default(1) }),
  create: ({ options: { min_iter }, metric }) => ({
    judge: (rung, curves) =>
      rung.map(({ losses }) => {
        const best = curves.at(losses.length).losses.at(0);
        const own = losses.at(-1)!;
        if (own <= best || losses.length < min_iter) return { action: 'continue' };
        const [lead, had] = [metricText(best, metric), metricText(own, metric)];
        return {
          action: 'stop',
          reason: `another leads with ${metric.name} ${lead}, this one had ${had}`,
        };
      }),
  }),
});
