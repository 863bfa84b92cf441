import type { Recipe } from '../core/recipe.js';
import { createSchedule } from './create-schedule.js';

/**
 * Names a trial's training through each of its epochs: as far as two trials of one cohort have
 * equal names, their training is the same. A forecast: `plateau` is taken to see losses that always
 * fall, and rates that change by the step are compared at three steps of each epoch.
 */
export function trainingPath(recipe: Recipe, stepsPerEpoch: number): readonly string[] {
  const { epochs, learningRate: baseLr } = recipe;
  const rates = createSchedule(recipe.scheduler, { baseLr, epochs, stepsPerEpoch });
  const steps = new Set([0, Math.floor(stepsPerEpoch / 2), stepsPerEpoch - 1]);
  const falling: number[] = [];
  let name = startKey(recipe);
  return Array.from({ length: epochs }, (_, epoch) => {
    const used = Array.from(steps, (step) => ratesKey(rates(epoch, step, falling)));
    name = `${name}|${new Set(used).size === 1 ? used[0] : used.join()}`;
    falling.push(-epoch);
    return name;
  });
}

/**
 * Whatever a recipe says of a step's arithmetic, but for the rates and what the trunk key holds:
 * trials of one cohort that agree in it begin as one.
 */
export function startKey(recipe: Recipe): string {
  const { firstTrained, pooling, head, dropout, optimizer } = recipe;
  const { labelSmoothing, gradientClip, layerLrDecay } = recipe;
  return JSON.stringify([
    firstTrained,
    pooling,
    head,
    dropout,
    optimizer,
    labelSmoothing,
    gradientClip,
    layerLrDecay,
  ]);
}

/** Steps with equal keys change equal weights equally. */
export function ratesKey({ lr, momentum }: { readonly lr: number; readonly momentum?: number }) {
  return momentum === undefined ? `${lr}` : `${lr}/${momentum}`;
}
