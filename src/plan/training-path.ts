import { keyOf, type Recipe } from '../core/recipe.js';
import { createSchedule } from '../schedules/create-schedule.js';
import { ratesKey } from '../schedules/rates-key.js';

/**
 * Names a trial's training through each of its epochs: as far as two trials of one cohort have
 * equal names, their training is the same. A forecast: `plateau` is taken to see losses that always
 * fall, and rates that change by the step are compared at three steps of each epoch.
 */
export function trainingPath(recipe: Recipe, stepsPerEpoch: number): readonly string[] {
  const { epochs, learningRate: baseLr, scheduler } = recipe.pace;
  const rates = createSchedule(scheduler, { baseLr, epochs, stepsPerEpoch });
  const steps = new Set([0, Math.floor(stepsPerEpoch / 2), stepsPerEpoch - 1]);
  const falling: number[] = [];
  let name = keyOf(recipe.training);
  return Array.from({ length: epochs }, (_, epoch) => {
    const used = Array.from(steps, (step) => ratesKey(rates(epoch, step, falling)));
    name = `${name}|${new Set(used).size === 1 ? used[0] : used.join()}`;
    falling.push(-epoch);
    return name;
  });
}
