import type { OptimizerDef } from '../optimizer.js';
import { adam } from './adam.js';
import { adamw } from './adamw.js';
import { rmsprop } from './rmsprop.js';
import { sgd } from './sgd.js';

/** Every optimizer that `optimizer` in a sweep file may name, by that name. */
export const optimizers: Readonly<Record<string, OptimizerDef>> = { sgd, adam, adamw, rmsprop };
