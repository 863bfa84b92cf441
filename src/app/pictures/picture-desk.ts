import { ThawError } from '../../core/errors.js';
import { bestTrial } from '../../results/best-trial.js';
import type { LookDocument } from '../../results/documents/looking/look.js';
import type { TrialImagesDocument } from '../../results/documents/looking/trial-images.js';
import { findSweep } from '../../results/find-sweep.js';
import { openTrained, type Trained } from '../../results/open-trained.js';
import type { Pictures } from '../../server/reading/pictures.js';
import type { Observer } from '../observer.js';
import { withDatabase } from '../open-database.js';
import type { World } from '../world.js';
import { keepResults, oneAtATime } from './keep-results.js';
import { type AskedTrial, look } from './look.js';
import { quietBackend } from './quiet-backend.js';
import { trialImages } from './trial-images.js';

/**
 * Looks at images for whoever shows results while a sweep may be training: one look at a time, each
 * once for as long as the program runs, by a worker that ends with it.
 */
export interface PictureDesk extends Pictures {
  trialImages(trial: string): Promise<TrialImagesDocument>;
  /** Its best trial is asked about labels, where its weights were kept. */
  look(sweep: string): Promise<LookDocument>;
}

/** Documents of each kind that are kept: they have some hundred small images. */
const KEPT = 12;

export function createPictureDesk(world: World): PictureDesk {
  const observer: Observer = {}; // whoever trains has the terminal
  const inTurn = oneAtATime();
  const ofTrials = keepResults<TrialImagesDocument>(inTurn, KEPT);
  const ofSweeps = keepResults<LookDocument>(inTurn, KEPT);

  return {
    async trialImages(trial) {
      const { trained, backend } = await withDatabase(
        world,
        world.place,
        'read',
        observer,
        async (database) => {
          const found = await openTrained(database, trial);
          const sweeps = await database.store.readings.sweeps();
          return { trained: found, backend: quietBackend(world, found.sweep, sweeps) };
        },
      );
      return ofTrials(keyOf(trained), () => trialImages(world, trained, backend, observer));
    },
    async look(wanted) {
      const { sweep, trial } = await withDatabase(
        world,
        world.place,
        'read',
        observer,
        async (database) => {
          const found = await findSweep(database.store, wanted);
          const best = await bestTrial(database.store, found, 0);
          const trained =
            best && (await openTrained(database, String(best.trial)).catch(unlessFault));
          const sweeps = await database.store.readings.sweeps();
          const asked: AskedTrial | null = trained && {
            ...{ trained, backend: quietBackend(world, found, sweeps) },
          };
          return { sweep: found, trial: asked };
        },
      );
      const request = { spec: sweep.spec, skipBad: true, trial };
      const without = { ...request, trial: null };
      return ofSweeps([sweep.id, ...(trial ? keyOf(trial.trained) : [])], () =>
        look(world, request, observer).catch((error: unknown) => {
          // Without its labels there is still the rest to see.
          if (trial && unlessFault(error) === null) return look(world, without, observer);
          throw error;
        }),
      );
    },
  };
}

/** A trial, and its weights. */
function keyOf({ trial, epoch, checkpoint, network }: Trained): readonly unknown[] {
  return [trial.id, epoch, (checkpoint ?? network)?.digest];
}

/** Null for what a person can mend; anything else is thrown. */
function unlessFault(error: unknown): null {
  if (error instanceof ThawError) return null;
  throw error;
}
