import { ChangedError } from '../../core/errors.js';
import type { Judged } from '../../core/looking/looked.js';
import { differing } from '../../core/prints/fingerprint.js';
import type { Trained } from '../../results/open-trained.js';
import type { TrainedNetwork } from '../../worker/protocol/tasks.js';
import { unlessInterrupted } from '../interrupted.js';
import type { Observer } from '../observer.js';
import { fingerprintOf, identify } from '../prints/identify.js';
import { readyNetwork } from '../prints/ready-network.js';
import { type Places, recipeAt } from '../prints/remember-place.js';
import { makeReady } from '../workers/make-ready.js';
import type { Workers } from '../workers/open-workers.js';
import { withParts } from '../workers/with-parts.js';
import type { World } from '../world.js';

/** What a trial's network makes of the images that it was validated on, and the network. */
export interface JudgedTrial {
  readonly network: TrainedNetwork;
  readonly judged: Judged;
}

/**
 * Passes the images that a trial was validated on through its best weights. Nothing is stored.
 *
 * @throws {ChangedError} images or weights are not those that it trained with.
 */
export async function judgeTrial(
  world: World,
  workers: Workers,
  trained: Trained,
  places: Places,
  observer: Observer,
): Promise<JudgedTrial> {
  const moved = { ...trained, recipe: recipeAt(trained.recipe, places) };
  const { data } = moved.recipe.trunk;
  const now = await identify(world, workers, { data, model: null }, observer);
  const was = trained.made?.fingerprint;
  if (was && differing(was, fingerprintOf(now)).data) {
    throw new ChangedError(
      `The images of ${data.source} are not those that trial ${trained.trial.id} trained on: it cannot be said which it was validated on. Put them back as they were.`,
    );
  }
  const network = await readyNetwork(world, workers, moved, places, observer);
  await makeReady(world, workers, { data, model: null, skipBad: true }, observer);
  const { result: judged } = await withParts(world, observer, (port) =>
    unlessInterrupted(
      workers.pool.call('judge', { ...workers.setting, ...network, port }, { transfer: [port] }),
      world.signal,
    ),
  );
  return { network, judged };
}
