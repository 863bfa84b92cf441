import { z } from 'zod';

/** `[min, max]`, both above 0 and, if there is a `most`, at most that. */
export function range(most?: number) {
  const bound = most === undefined ? z.number().gt(0) : z.number().gt(0).max(most);
  return z
    .tuple([bound, bound])
    .refine(([low, high]) => low <= high, 'expected [min, max] with min <= max');
}
