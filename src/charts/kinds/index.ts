import type { ChartDef } from '../chart.js';
import { best } from './best.js';
import { curves } from './curves.js';
import { parallel } from './search/parallel.js';
import { slice } from './search/slice.js';
import { sharing } from './work/sharing.js';

/** Every kind, in the order in which `thaw plot --help` and the report have them. */
export const charts: readonly ChartDef[] = [best, curves, parallel, slice, sharing];
