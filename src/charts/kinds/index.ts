import type { ChartDef } from '../chart.js';
import { best } from './best.js';
import { curves } from './curves.js';
import { classes } from './images/classes.js';
import { confusion } from './images/confusion.js';
import { effects } from './search/effects.js';
import { importance } from './search/importance.js';
import { marginal } from './search/marginal.js';
import { parallel } from './search/parallel.js';
import { pareto } from './search/pareto.js';
import { slice } from './search/slice.js';
import { compare } from './trial/compare.js';
import { curve } from './trial/curve.js';
import { rate } from './trial/rate.js';
import { sharing } from './work/sharing.js';
import { states } from './work/states.js';
import { timeline } from './work/timeline.js';

/** Every kind, in the order in which `thaw plot --help` and the report have them. */
export const charts: readonly ChartDef[] = [
  ...[best, curves, parallel, slice, importance, marginal, effects, pareto],
  ...[sharing, timeline, states],
  ...[curve, rate, compare, classes, confusion],
];
