import type { AdviceRule } from '../advice.js';
import { closeRace } from './certainty/close-race.js';
import { fewPoints } from './certainty/few-points.js';
import { hardImages } from './certainty/hard-images.js';
import { imbalance } from './certainty/imbalance.js';
import { smallValidation } from './certainty/small-validation.js';
import { fewerEpochs } from './curves/fewer-epochs.js';
import { idleSchedule } from './curves/idle-schedule.js';
import { moreEpochs } from './curves/more-epochs.js';
import { overfitting } from './curves/overfitting.js';
import { underfitting } from './curves/underfitting.js';
import { costlyAugmentation } from './values/costly-augmentation.js';
import { divergingRates } from './values/diverging-rates.js';
import { rangeEdge, rateEdge } from './values/edge.js';
import { normalization } from './values/normalization.js';
import { settledValues } from './values/settled-values.js';
import { smallImages } from './values/small-images.js';
import { unfreezing } from './values/unfreezing.js';

/** Every rule. Of equal advice, that of the earlier one comes first. */
export const rules: readonly AdviceRule[] = [
  rateEdge,
  divergingRates,
  moreEpochs,
  overfitting,
  underfitting,
  unfreezing,
  smallImages,
  normalization,
  idleSchedule,
  costlyAugmentation,
  rangeEdge,
  settledValues,
  fewerEpochs,
  closeRace,
  smallValidation,
  fewPoints,
  imbalance,
  hardImages,
];
