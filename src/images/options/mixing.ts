import { z } from 'zod';

/** Whether a batch is mixed, and how much. */
export const mixingOptions = z.strictObject({
  alpha: z.number().gt(0).default(1).describe('Of Beta(alpha, alpha); small: little mixing'),
  p: z.number().min(0).max(1).default(1).describe('Probability that a batch is mixed'),
});
