import { PRECISIONS } from '../../core/recipe.js';
import { backends } from '../../device/backends/index.js';
import type { TrialImagesDocument } from '../../results/documents/looking/trial-images.js';
import { mostWrong, trialImagesDocument } from '../../results/looking/trial-images-document.js';
import type { Trained } from '../../results/open-trained.js';
import type { DrawList } from '../../worker/protocol/tasks.js';
import type { Observer } from '../observer.js';
import { withWorker } from '../workers/with-worker.js';
import type { World } from '../world.js';
import { judgeTrial } from './judge-trial.js';

/** Images that are drawn. */
const WRONG = 48;
const AUGMENTED = 6;
const EPOCHS = 4;

/**
 * What a trial's best weights make of the images that it was validated on, and how it saw its training
 * images. It passes all validation images through the network: as long as one validation of the trial
 * took, on another backend many times as long. Nothing is stored.
 *
 * @throws {ChangedError} images or weights are not those that it trained with.
 * @throws {ThawError}
 */
export async function trialImages(
  world: World,
  trained: Trained,
  backend: string,
  observer: Observer,
): Promise<TrialImagesDocument> {
  const runnable = { ...trained, recipe: atPrecisionOf(backend, trained) };
  return withWorker(world, backend, observer, async (workers) => {
    const { network, judged } = await judgeTrial(world, workers, runnable, {}, observer);
    const wrong = mostWrong(judged);
    const { trunk, pace } = network.recipe;
    const epochs = Math.min(EPOCHS, pace.epochs);
    const shown = wrong.slice(0, WRONG).map(({ place }) => judged.images[place]!);
    const lists: readonly DrawList[] = [
      { first: AUGMENTED, epoch: null },
      ...Array.from({ length: epochs }, (_, epoch) => ({ first: AUGMENTED, epoch })),
      ...shown.map(({ split, row }) => ({ split, rows: [row] })),
    ];
    const drawn = await workers.pool.call('draw', { ...workers.setting, trunk, lists });
    const [asRead = [], ...others] = drawn;
    return trialImagesDocument({
      ...{ trial: trained.trial.id, classNames: network.classNames, backend, judged, wrong },
      reportedAccuracy: reportedAccuracy(trained),
      wrongDrawn: others.slice(epochs).flat(),
      augmentation: trunk.augmentation.name,
      ...{ asRead, epochs: others.slice(0, epochs) },
    });
  });
}

/** At the epoch whose weights were kept. */
function reportedAccuracy({ trial, epoch }: Trained): number | null {
  return trial.reports.find((report) => report.epoch === epoch)?.metrics.val_accuracy ?? null;
}

/** Where a backend lacks the precision that a trial trained with, float32 is nearest to it. */
function atPrecisionOf(backend: string, { recipe }: Trained): Trained['recipe'] {
  const has = backends.find(({ name }) => name === backend)?.precisions ?? PRECISIONS;
  if (has.includes(recipe.trunk.precision)) return recipe;
  return { ...recipe, trunk: { ...recipe.trunk, precision: 'float32' } };
}
