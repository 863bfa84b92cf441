import type { ScheduleDef } from '../schedule.js';
import { constant } from './constant.js';
import { cosine } from './cosine.js';
import { cosineWarmRestarts } from './cosine-warm-restarts.js';
import { exponential } from './exponential.js';
import { multistep } from './multistep.js';
import { oneCycle } from './one-cycle.js';
import { plateau } from './plateau.js';
import { polynomial } from './polynomial.js';
import { step } from './step.js';

/** Every schedule that `scheduler` in a sweep file may name, by that name. */
export const schedules: Readonly<Record<string, ScheduleDef>> = {
  constant,
  step,
  multistep,
  exponential,
  cosine,
  cosine_warm_restarts: cosineWarmRestarts,
  plateau,
  one_cycle: oneCycle,
  polynomial,
};
