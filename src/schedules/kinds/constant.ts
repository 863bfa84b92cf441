import { z } from 'zod';
import { defineSchedule } from '../schedule.js';

/** The base rate throughout. */
export const constant = defineSchedule({
  type: 'constant',
  options: z.strictObject({}),
  defaultInterval: 'epoch',
  stepwise: true,
  create:
    (_options, { baseLr }) =>
    () => ({ lr: baseLr }),
});
