import { adviceView } from './advice/advice.js';
import { compareView } from './compare/compare.js';
import { curvesView } from './curves/curves.js';
import { lookView } from './look/look.js';
import { parametersView } from './parameters/parameters.js';
import { sharingView } from './sharing/sharing.js';
import { sweepView } from './sweep/sweep.js';
import { sweepsView } from './sweeps.js';
import { trialView } from './trial/trial.js';
import type { ViewDef } from './view-def.js';

/** Every page, in the order in which a sweep's are listed. */
export const views: readonly ViewDef[] = [
  ...[sweepsView, sweepView, curvesView, parametersView, sharingView, adviceView, lookView],
  ...[trialView, compareView],
];
