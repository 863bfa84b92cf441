import { z } from 'zod';

/** What a sweep says of several parameters together. */
export const spaceKeys = {
  zip: z
    .array(z.array(z.string()).min(2))
    .default([])
    .describe(
      'Lists of parameters whose values go together: the first with the first, and so on; each has as many',
    ),
  constraints: z
    .array(z.string())
    .max(100)
    .default([])
    .describe(
      'Comparisons that hold for every point, such as "unfrozen_layers < 3 or learning_rate <= 0.01"; other points are not tried',
    ),
  points: z
    .array(z.record(z.string(), z.unknown()))
    .max(10_000)
    .default([])
    .describe(
      'Points that are tried first, such as {learning_rate: 0.01}; what one leaves out is drawn',
    ),
} as const;
