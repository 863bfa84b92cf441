import type { PrunerDef } from '../pruner.js';
import { hyperband } from './hyperband.js';
import { median } from './median.js';

/** Every pruner that `early_terminate` in a sweep file may name, by that name. */
export const pruners: Readonly<Record<string, PrunerDef>> = { hyperband, median };
