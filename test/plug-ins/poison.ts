import { z } from 'zod';
import { defineAugmentation } from '../../src/images/augmentation.js';

/** A transform that ends the whole process, as a fault in a library would. */
export const poison = defineAugmentation({
  type: 'poison',
  options: z.strictObject({}),
  create: () => ({
    level: 'image',
    draw: () => null,
    apply: () => process.exit(process.kill(process.pid, 'SIGKILL') ? 1 : 1),
  }),
});
