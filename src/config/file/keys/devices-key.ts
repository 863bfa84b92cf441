import { z } from 'zod';

const deviceSchema = z.union([
  z.int().min(0).max(255),
  z.string().regex(/^(GPU|MIG)-[\w/-]+$/, {
    error: ({ input }) =>
      `expected a place such as 0, or an id such as GPU-5f2d1c3e, got ${JSON.stringify(input)}`,
  }),
]);

/** Which GPUs to train on. */
export const devicesSchema = z
  .union([
    z.enum(['auto', 'none']),
    z
      .array(deviceSchema)
      .min(1)
      .max(256)
      .refine((devices) => new Set(devices).size === devices.length, {
        error: 'expected each device once',
      }),
  ])
  .default('auto')
  .describe(
    'GPUs to train on, a worker each: auto: all that are visible; none: the processor; or a list of places, from 0, or ids (`thaw backends` lists both)',
  );
