import { sweepView } from './sweep/sweep.js';
import { sweepsView } from './sweeps.js';
import type { ViewDef } from './view-def.js';

/** Every page, in the order in which a sweep's are listed. */
export const views: readonly ViewDef[] = [sweepsView, sweepView];
