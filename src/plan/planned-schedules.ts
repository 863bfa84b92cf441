import type { Json } from '../core/json.js';
import type { Recipe } from '../core/recipe.js';
import { learningRates } from '../schedules/schedule-curve.js';

/** A learning-rate curve that trials of a plan follow. */
export interface PlannedSchedule {
  /** As a recipe has it: all options resolved. */
  readonly scheduler: Json;
  readonly learningRate: number;
  readonly epochs: number;
  /** At the first step of each epoch; `plateau` as if the loss always fell. */
  readonly rates: readonly number[];
  /** How many trials follow it. */
  readonly trials: number;
}

/** The distinct curves of these trials, in the order in which they first come. */
export function plannedSchedules(recipes: readonly Recipe[]): readonly PlannedSchedule[] {
  const found = new Map<string, { recipe: Recipe; trials: number }>();
  for (const recipe of recipes) {
    const { scheduler, learningRate, epochs } = recipe.pace;
    const key = JSON.stringify([scheduler, learningRate, epochs, stepsPerEpoch(recipe)]);
    const known = found.get(key);
    if (known) known.trials += 1;
    else found.set(key, { recipe, trials: 1 });
  }
  return [...found.values()].map(({ recipe, trials }) => {
    const { scheduler, learningRate, epochs } = recipe.pace;
    const span = { baseLr: learningRate, epochs, stepsPerEpoch: stepsPerEpoch(recipe) };
    return { scheduler, learningRate, epochs, rates: learningRates(scheduler, span), trials };
  });
}

function stepsPerEpoch({ trunk: { data, batchSize } }: Recipe): number {
  return Math.ceil(data.train / batchSize);
}
