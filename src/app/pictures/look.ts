import { waysOfImages } from '../../config/ways-of-images.js';
import type { SweepSpec } from '../../core/sweep.js';
import type { LookDocument } from '../../results/documents/looking/look.js';
import { labelSuspects } from '../../results/looking/label-suspects.js';
import { type Doubted, lookDocument } from '../../results/looking/look-document.js';
import type { Trained } from '../../results/open-trained.js';
import { unlessInterrupted } from '../interrupted.js';
import type { Observer } from '../observer.js';
import { makeReady } from '../workers/make-ready.js';
import type { Workers } from '../workers/open-workers.js';
import { withParts } from '../workers/with-parts.js';
import { withWorker } from '../workers/with-worker.js';
import type { World } from '../world.js';
import { judgeTrial } from './judge-trial.js';

export interface LookRequest {
  readonly spec: SweepSpec;
  /** Leave out images that cannot be read, instead of stopping. */
  readonly skipBad: boolean;
  /** Whose network is asked about labels; null: none's. */
  readonly trial: AskedTrial | null;
}

export interface AskedTrial {
  readonly trained: Trained;
  /** A backend's name. */
  readonly backend: string;
}

/**
 * Looks at the images of a sweep, before it runs or after. Images are fetched and decoded where they
 * were not yet; nothing is trained or stored.
 *
 * @throws {ThawError}
 */
export async function look(
  world: World,
  { spec, skipBad, trial }: LookRequest,
  observer: Observer,
): Promise<LookDocument> {
  // Without a trial nothing is computed, so any backend will do.
  return withWorker(world, trial?.backend ?? 'wasm', observer, async (workers) => {
    const { model, seed } = spec;
    const needs = { data: spec.data, model: null, seed, skipBad };
    const ready = await makeReady(world, workers, needs, observer);
    const data = ready.data ?? spec.data;
    const ways = waysOfImages(spec);
    const { result: looked } = await withParts(world, observer, (port) =>
      unlessInterrupted(
        workers.pool.call(
          'look',
          { ...workers.setting, data, model, seed, ways, port },
          { transfer: [port] },
        ),
        world.signal,
        'Interrupted.',
      ),
    );
    const doubted =
      trial && (await doubtLabels(world, workers, trial.trained, data.source, observer));
    return lookDocument({ spec, ways, looked, doubted });
  });
}

/** Suspects that are drawn. */
const SHOWN = 24;

async function doubtLabels(
  world: World,
  workers: Workers,
  trained: Trained,
  data: string,
  observer: Observer,
): Promise<Doubted> {
  const { network, judged } = await judgeTrial(world, workers, trained, { data }, observer);
  const suspects = labelSuspects(judged);
  const first = suspects.slice(0, SHOWN).map(({ place }) => judged.images[place]!);
  const { trunk } = network.recipe;
  const lists = first.map(({ split, row }) => ({ split, rows: [row] }));
  const drawn = await workers.pool.call('draw', { ...workers.setting, trunk, lists });
  return { trial: trained.trial.id, judged, suspects, drawn: drawn.flat() };
}
