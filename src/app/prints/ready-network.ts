import { ChangedError, messageOf, ThawError, WeightsError } from '../../core/errors.js';
import type { KeptFile } from '../../core/prints/fingerprint.js';
import { hasDigest } from '../../machine/files/hash-file.js';
import type { Trained } from '../../results/open-trained.js';
import type { TrainedNetwork } from '../../worker/protocol/tasks.js';
import { InterruptedError } from '../interrupted.js';
import type { Observer } from '../observer.js';
import { makeReady } from '../workers/make-ready.js';
import type { Workers } from '../workers/open-workers.js';
import type { World } from '../world.js';
import { identify } from './identify.js';
import { type Places, recipeAt } from './remember-place.js';

/**
 * Makes sure that a trial's network can be put together as it was trained: from its checkpoint and
 * the very weights that it started from; or else from its whole network on disk, which is said.
 *
 * @throws {ChangedError} the weights it started from have changed or are gone.
 * @throws {WeightsError} its checkpoint is not as it was written.
 * @throws {FetchError | InterruptedError}
 */
export async function readyNetwork(
  world: World,
  workers: Workers,
  trained: Trained,
  { weights }: Pick<Places, 'weights'>,
  observer: Observer,
): Promise<TrainedNetwork> {
  const { classNames, network } = trained;
  const recipe = recipeAt(trained.recipe, { weights });
  if (classNames.length === 0) {
    throw new WeightsError(
      `The classes of trial ${trained.trial.id} were not kept: it cannot be put to use.`,
    );
  }
  try {
    const checkpoint = wholeCheckpoint(trained);
    await checkStart(world, workers, trained, recipe, observer);
    const { model } = recipe.trunk;
    await makeReady(world, workers, { data: null, model, skipBad: false }, observer);
    return { recipe, classNames, checkpoint };
  } catch (error) {
    if (!(error instanceof ThawError) || error instanceof InterruptedError) throw error;
    if (!network || !isWhole(network)) throw error;
    const message = `${messageOf(error).split('\n')[0]} Its whole network is used instead: ${network.path}`;
    observer.onNote?.({ kind: 'message', message });
    return { recipe: recipeAt(recipe, { weights: network.path }), classNames, checkpoint: null };
  }
}

function wholeCheckpoint({ trial, checkpoint }: Trained): KeptFile {
  if (!checkpoint) throw new WeightsError(`The checkpoint of trial ${trial.id} is gone.`);
  if (isWhole(checkpoint)) return checkpoint;
  throw new WeightsError(
    `The checkpoint of trial ${trial.id} is not as it was written: ${checkpoint.path} is damaged. Restore a copy of it, or train it again in a new sweep.`,
  );
}

/** What has no digest is looked at as far as its form says. */
function isWhole({ path, digest }: KeptFile): boolean {
  return digest === null || hasDigest(path, digest);
}

/** @throws {ChangedError} the weights that the trial started from are not there. */
async function checkStart(
  world: World,
  workers: Workers,
  { trial, made }: Trained,
  recipe: Trained['recipe'],
  observer: Observer,
): Promise<void> {
  const { model } = recipe.trunk;
  const now = await identify(world, workers, { data: null, model }, observer);
  const was = made?.fingerprint.weights ?? now.weights;
  if (now.weights !== null && now.weights === was) return;
  const what = now.weights === null ? 'are gone' : 'are another file now';
  throw new ChangedError([
    `The weights that trial ${trial.id} was trained from, ${model.weights}, ${what}.`,
    '  Put them back, or name the file they are in now: --weights PATH. One of transformers is read with the config.json beside it',
  ]);
}
