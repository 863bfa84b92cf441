import type { Speed } from '../core/backend-info.js';
import type { Recipe } from '../core/recipe.js';
import { unitCosts } from '../networks/costs.js';
import { resnet50 } from '../networks/resnet50.js';
import { priceTrial, type TrialPrice, workAlone } from './price-trial.js';

/** How fast one worker of a backend gets through work. */
export interface Pace {
  /** Multiplications and additions a second. */
  readonly rate: number;
  /** Time of a backward pass over that of its forward pass. */
  readonly backward: number;
}

/**
 * What to expect of a backend where nothing was trained with it yet. `imagesPerSecond`: forward at
 * 64 px on this machine; null: not known.
 */
export function defaultPace(speed: Speed, imagesPerSecond: number | null = null): Pace {
  const perImage = unitCosts(resnet50, { imageSize: 64, stem: 'imagenet' }).reduce(
    (sum, n) => sum + n,
    0,
  );
  const rate = (imagesPerSecond ?? speed.imagesPerSecond) * perImage;
  return { rate, backward: speed.backward };
}

/** A trial that was trained, and what it took or would have taken alone. */
export interface TrainedTrial {
  readonly recipe: Recipe;
  readonly soloSeconds: number;
}

/** Trials that take less spend most of their time on warming up. */
const MIN_SECONDS = 20;

/**
 * The pace of trials that were trained, from what they took or would have taken alone: the median,
 * as single ones met a busy machine. Null where there are none, or only short ones.
 */
export function observedPace(trained: readonly TrainedTrial[], speed: Speed): Pace | null {
  const expected = defaultPace(speed);
  const rates = trained
    .filter(({ soloSeconds }) => soloSeconds >= MIN_SECONDS)
    .map(({ recipe, soloSeconds }) => workOf(recipe, expected) / soloSeconds)
    .sort((a, b) => a - b);
  const rate = rates[Math.floor(rates.length / 2)];
  return rate === undefined ? null : { ...expected, rate };
}

function workOf(recipe: Recipe, { backward }: Pace): number {
  const price: TrialPrice = priceTrial(recipe, backward);
  return workAlone(price);
}
