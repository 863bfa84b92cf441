import type { Recipe } from './recipe.js';

/** A trial ready to be trained. */
export interface TrialTask {
  readonly trialId: number;
  readonly recipe: Recipe;
  /** Where the best epoch's trained tensors go if they may be among those kept; null: nowhere. */
  readonly checkpoint: string | null;
}
