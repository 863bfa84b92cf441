import type { Recipe } from './recipe.js';
import type { Params } from './space.js';
import type { SweepSpec } from './sweep.js';

/** A sweep as an older program stored it, before trials had recipes: keys that came later are missing. */
export type OlderSpec = Omit<SweepSpec, 'memory'> & Partial<Pick<SweepSpec, 'memory'>>;

/** What its program meant by it. */
export interface OlderSweep {
  /** With every key that there is today. */
  readonly spec: SweepSpec;
  /** What such a trial trained with; null: the params make no recipe. Pure. */
  readonly recipeOf: (params: Params) => Recipe | null;
}
