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
    // Digested, or the names of ten thousand epochs were as long as all before them together.
    name = digest(`${name}|${new Set(used).size === 1 ? used[0] : used.join()}`);
    falling.push(-epoch);
    return name;
  });
}

/** Two digests after Fowler, Noll and Vo (FNV-1a), with factors of their own: 64 bits. */
function digest(text: string): string {
  return FACTORS.map((factor) => {
    let hash = 0x811c9dc5;
    for (let i = 0; i < text.length; i += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(i), factor);
    }
    return (hash >>> 0).toString(36);
  }).join('.');
}

/** The first is FNV's own. */
const FACTORS = [0x01000193, 0x2c1b3c6d] as const;
