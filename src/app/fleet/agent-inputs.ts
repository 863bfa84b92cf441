import { datasets } from '../../assets/datasets/index.js';
import { weightsSources } from '../../assets/weights/index.js';
import { recipeFault } from '../../config/recipe-fault.js';
import { DataError, UsageError, WeightsError } from '../../core/errors.js';
import type { Recipe } from '../../core/recipe.js';
import type { Inputs } from '../../fleet/agent/ports.js';
import type { Order } from '../../fleet/protocol/order.js';
import type { Observer } from '../observer.js';
import { fingerprintOf, identify } from '../prints/identify.js';
import { makeReady } from '../workers/make-ready.js';
import type { Workers } from '../workers/open-workers.js';
import type { World } from '../world.js';

/** Images and weights that every machine finds by their names alone. */
export function inputsByName(world: World, workers: Workers, observer: Observer): Inputs {
  /** What was found to be what an order wants: nobody has to look a second time. */
  const found = new Set<string>();

  return {
    async ready(order, signal) {
      const { data, model, classNames } = order;
      const recipes = order.trials.map(({ recipe }) => recipe);
      for (const recipe of recipes) checkRecipe(recipe, order);
      if (!datasets.some(({ type, matches }) => type === data.source && matches(type))) {
        throw new DataError(
          `The images lie on another machine (${data.source}), and are not among the artifacts.`,
        );
      }
      if (!weightsSources.some(({ type, matches }) => type === model.weights && matches(type))) {
        throw new WeightsError(
          `The weights lie on another machine (${model.weights}), and are not among the artifacts.`,
        );
      }
      const key = JSON.stringify([data, model, order.dataDigest, order.weights, classNames]);
      if (!found.has(key)) {
        const here = { ...world, signal };
        // Those that cannot be read were left out where the sweep began, too: digests say so.
        await makeReady(here, workers, { data, model, skipBad: true }, observer);
        compare(order, fingerprintOf(await identify(here, workers, { data, model }, observer)));
        found.add(key);
      }
      return { recipes, classNames };
    },
  };
}

/** @throws {UsageError} it is not of the order's images and weights, or nothing can be trained by it. */
function checkRecipe(recipe: Recipe, { data, model }: Order): void {
  const { trunk } = recipe;
  const isOf = trunk.data.source === data.source && trunk.model.weights === model.weights;
  const fault = isOf ? recipeFault(recipe) : 'it is of other images or weights than its sweep';
  if (fault === null) return;
  throw new UsageError(`A recipe is damaged, or of another version of Thaw: ${fault}.`);
}

/** @throws {DataError | WeightsError} they are others here. */
function compare(
  { data, model, dataDigest, weights, classNames }: Order,
  here: ReturnType<typeof fingerprintOf>,
): void {
  const sameClasses = JSON.stringify(here.classNames) === JSON.stringify(classNames);
  if (here.data !== dataDigest || !sameClasses) {
    throw new DataError(
      `The images called ${data.source} are others on this machine than where the sweep began: their digest here is ${here.data}, and ${dataDigest} is expected.`,
    );
  }
  if (weights !== null && here.weights !== null && here.weights !== weights) {
    throw new WeightsError(
      `The weights called ${model.weights} are others on this machine than where the sweep began: ${here.weights} here, and ${weights} is expected.`,
    );
  }
}
