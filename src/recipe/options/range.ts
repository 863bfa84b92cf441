import { z } from 'zod';

/** `[min, max]`, both above `above` and at most `most`. */
export function range(above: number, most = Number.MAX_VALUE) {
  const bound = z.number().gt(above).max(most);
  return z
    .tuple([bound, bound])
    .refine(([low, high]) => low <= high, 'expected [min, max] with min <= max');
}
