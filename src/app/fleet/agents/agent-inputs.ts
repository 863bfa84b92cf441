import { recipeFault } from '../../../config/recipe-fault.js';
import { DataError, UsageError, WeightsError } from '../../../core/errors.js';
import type { Recipe } from '../../../core/recipe.js';
import type { Inputs } from '../../../fleet/agent/ports.js';
import type { Blobs } from '../../../fleet/artifacts/blobs.js';
import { keptInputs } from '../../../fleet/artifacts/inputs/evict-inputs.js';
import { fetchInputs, withInputs } from '../../../fleet/artifacts/inputs/fetch-inputs.js';
import type { Order } from '../../../fleet/protocol/order.js';
import { cacheDir } from '../../../machine/cache-dir.js';
import { freeDisk } from '../../../machine/files/free-disk.js';
import type { Observer } from '../../observer.js';
import { fingerprintOf, identify } from '../../prints/identify.js';
import { makeReady } from '../../workers/make-ready.js';
import type { Workers } from '../../workers/open-workers.js';
import { trackParts } from '../../workers/track-parts.js';
import type { World } from '../../world.js';

/** Images and weights as artifacts, or by their names; decoded and compared on this machine. */
export function agentInputs(
  world: World,
  workers: Workers,
  blobs: Blobs,
  observer: Observer,
): Inputs {
  const cache = cacheDir(world.env);
  const mostBytes = roomFor(cache);
  /** What was found to be what an order wants: nobody has to look a second time. */
  const found = new Set<string>();

  return {
    async ready(order, signal) {
      const recipes = order.trials.map(({ recipe }) => recipe);
      for (const recipe of recipes) checkRecipe(recipe, order);
      const parts = trackParts(world, observer);
      const progress: Parts['progress'] = (told) => parts.onProgress({ type: 'progress', ...told });
      let here: Awaited<ReturnType<typeof fetchInputs>>;
      try {
        here = await fetchInputs(order, { blobs, cacheDir: cache, mostBytes, signal, progress });
      } finally {
        if (parts.hasParts()) observer.onPartsEnd?.();
      }
      const { classNames, dataDigest, weights } = order;
      const key = JSON.stringify([here, dataDigest, weights, classNames]);
      if (!found.has(key)) {
        const stoppable = { ...world, signal };
        // Those that cannot be read were left out where the sweep began, too: digests say so.
        await makeReady(stoppable, workers, { ...here, skipBad: true }, observer);
        compare(order, fingerprintOf(await identify(stoppable, workers, here, observer)));
        found.add(key);
      }
      return { recipes: recipes.map((recipe) => withInputs(recipe, here)), classNames };
    },
  };
}

type Parts = Required<Parameters<typeof fetchInputs>[1]>;

/** Of the disk that is free, or taken by them, what images and weights of other machines may take. */
const SHARE = 0.5;

function roomFor(cache: string): number {
  const held = keptInputs(cache).reduce((sum, { bytes }) => sum + bytes, 0);
  return SHARE * ((freeDisk(cache) ?? Number.POSITIVE_INFINITY) + held);
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
      `The images of ${data.source} are others on this machine than where the sweep began: their digest here is ${here.data}, and ${dataDigest} is expected.`,
    );
  }
  if (weights !== null && here.weights !== null && here.weights !== weights) {
    throw new WeightsError(
      `The weights ${model.weights} are others on this machine than where the sweep began: ${here.weights} here, and ${weights} is expected.`,
    );
  }
}
