import type { Recipe } from '../../core/recipe.js';
import type { RatesAt } from '../../schedules/create-schedule.js';
import type { Cut } from '../trunk/trunk.js';

/** A trial as a cohort sees it. */
export interface Member {
  readonly trialId: number;
  /** Its place in the cohort: where its verdicts lie. */
  readonly index: number;
  readonly recipe: Recipe;
  readonly cut: Cut;
  readonly rates: RatesAt;
  /** Where the best epoch's trained tensors go; null: keep none. */
  readonly checkpoint: string | null;
}
