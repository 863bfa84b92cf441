import { sum } from '../core/lists/sum.js';
import type { Precision, Recipe } from '../core/recipe.js';
import { activationCounts, parameterCounts, unitCosts } from '../networks/costs.js';
import { networkCalled } from '../networks/index.js';
import { createSchedule } from '../schedules/create-schedule.js';
import { optimizers } from '../train/step/optimizers/index.js';
import { trainingPath } from './training-path.js';

/** What a trial asks of a worker. Work is in multiplications and additions. */
export interface TrialPrice {
  /** Names of its training through each epoch (`trainingPath`): equal ones are paid once. */
  readonly path: readonly string[];
  /** Through the frozen layers, for all its epochs; in a cohort the deepest pays for all. */
  readonly trunk: number;
  /** Of that, images that are the same in every epoch: they pass once, for later cohorts too. */
  readonly plain: number;
  /** Through its own layers, an epoch: forward, backward and validation. */
  readonly epoch: number;
  /** Bytes that stay while it trains: weights, running statistics, optimizer state. */
  readonly stateBytes: number;
  /** Bytes that a step or a validation takes and gives back. */
  readonly stepBytes: number;
}

/** `backward`: time of a backward pass over that of its forward pass, on the backend at hand. */
export function priceTrial(recipe: Recipe, backward: number): TrialPrice {
  const { firstTrained, optimizer } = recipe.training;
  const { batchSize, precision, data, model } = recipe.trunk;
  const network = networkCalled(model.architecture);
  const { train, val } = data;
  const costs = unitCosts(network, recipe.trunk);
  const frozen = sum(costs.slice(0, firstTrained)) / TRUNK_SPEED[precision];
  const plainImages = isAugmented(recipe) ? val : val + train;
  const head = sum(costs.slice(firstTrained));
  const parameters = 4 * sum(parameterCounts(network).slice(firstTrained));
  const activations = 4 * sum(activationCounts(network, recipe.trunk).slice(firstTrained));
  const { type, ...options } = optimizer;
  const slots = optimizers[type]!.slots(options, cyclesMomentum(recipe)).length;
  return {
    path: trainingPath(recipe, Math.ceil(train / batchSize)),
    trunk: frozen * (plainImages + augmentedImages(recipe)),
    plain: frozen * plainImages,
    epoch: head * (train * (1 + backward) + val),
    // The best epoch's weights stay beside the present ones.
    stateBytes: parameters * (2 + slots),
    // The gradients, and the copy into which a validation folds its batch norms.
    stepBytes: 2 * parameters + batchSize * activations,
  };
}

/** Of the whole trunk on a CPU with AVX512-BF16: 1.70, 1.75 and 1.87 at 32, 64 and 96 px. */
const TRUNK_SPEED: Readonly<Record<Precision, number>> = { float32: 1, tf32: 1, bf16: 1.75 };

/** Work of a trial that shares nothing. */
export function workAlone({ trunk, epoch, path }: TrialPrice): number {
  return trunk + epoch * path.length;
}

/** Whether the schedule gives a momentum too. */
function cyclesMomentum({ pace: { epochs, learningRate: baseLr, scheduler } }: Recipe): boolean {
  const rates = createSchedule(scheduler, { baseLr, epochs, stepsPerEpoch: 1 });
  return rates(0, 0, []).momentum !== undefined;
}

function isAugmented({ trunk: { augmentation } }: Recipe): boolean {
  return augmentation.transforms.length > 0;
}

/** They pass the trunk in every epoch. */
function augmentedImages(recipe: Recipe): number {
  return isAugmented(recipe) ? recipe.trunk.data.train * recipe.pace.epochs : 0;
}
