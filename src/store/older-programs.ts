import type { Recipe } from '../core/recipe.js';
import type { Params } from '../core/space.js';
import type { OlderSpec, SweepSpec } from '../core/sweep.js';

/** What bringing an older database up to date takes beside its rows. */
export interface OlderPrograms {
  /** What an older program meant by a sweep. */
  readonly read: (spec: OlderSpec) => OlderSweep;
  /** Told once for a database, after it was brought up to date. */
  readonly onUpgrade: (upgrade: Upgrade) => void;
}

export interface OlderSweep {
  /** With every key that there is today. */
  readonly spec: SweepSpec;
  /** What its program trained such a trial with; null: the params make no recipe. */
  readonly recipeOf: (params: Params) => Recipe | null;
}

export interface Upgrade {
  /** Schema that the database had. */
  readonly from: number;
  /** Absolute path of the copy of it as it was. */
  readonly backup: string;
}
