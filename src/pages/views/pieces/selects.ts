import { toggleChosen } from '../../chosen.js';
import type { OnTrial } from '../../parts/chart/on-trial.js';

/** A click on a trial's mark selects it, or does so no longer. */
export const selects: OnTrial = { does: 'selects', act: toggleChosen };
