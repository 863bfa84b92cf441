import type { ChartDef } from '../chart.js';
import { best } from './best.js';
import { curves } from './curves.js';

/** Every kind, in the order in which `thaw plot --help` and the report have them. */
export const charts: readonly ChartDef[] = [best, curves];
