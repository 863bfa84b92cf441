import type { SamplerDef } from '../sampler.js';
import { cmaes } from './cmaes.js';
import { evolution } from './evolution.js';
import { gp } from './gp.js';
import { grid } from './grid.js';
import { nsga2 } from './nsga2.js';
import { random } from './random.js';
import { sobol } from './sobol.js';
import { tpe } from './tpe.js';

/** Every sampler that `method` in a sweep file may name, by that name. */
export const samplers: Readonly<Record<string, SamplerDef>> = {
  grid,
  random,
  sobol,
  tpe,
  gp,
  cmaes,
  evolution,
  nsga2,
};
