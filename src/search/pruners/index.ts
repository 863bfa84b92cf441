import type { PrunerDef } from '../pruner.js';
import { asha } from './asha.js';
import { hyperband } from './hyperband.js';
import { median } from './median.js';
import { patience } from './patience.js';
import { percentile } from './percentile.js';
import { threshold } from './threshold.js';
import { wilcoxon } from './wilcoxon.js';

/** Every pruner that `early_terminate` in a sweep file may name, by that name. */
export const pruners: Readonly<Record<string, PrunerDef>> = {
  asha,
  hyperband,
  median,
  percentile,
  patience,
  threshold,
  wilcoxon,
};
