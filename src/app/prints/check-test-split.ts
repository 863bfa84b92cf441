import { ChangedError } from '../../core/errors.js';
import { classChanges, dataChanges } from '../../core/prints/data-changes.js';
import { type DataListing, listingOf } from '../../core/prints/data-listing.js';
import type { Trained } from '../../results/open-trained.js';
import type { Store } from '../../store/port.js';
import type { Identified } from '../../worker/protocol/tasks.js';
import type { Observer } from '../observer.js';
import { type Places, placeFlags } from './remember-place.js';

/** What a user says of the images that are there. */
export interface AcceptedTest {
  readonly places: Places;
  /** Measure although the test images are others than they were. */
  readonly acceptChangedData: boolean;
}

/**
 * Compares the classes and the test split with what they were when the trial trained.
 *
 * @throws {ChangedError} they differ: how, and what can be done. Other classes are never accepted:
 * a network cannot tell what it was not trained on.
 */
export async function checkTestSplit(
  store: Store,
  { trial, made, recipe, classNames }: Trained,
  { data }: Identified,
  { acceptChangedData: accepted, places }: AcceptedTest,
  observer: Observer,
): Promise<void> {
  const now = data!.listing;
  const { source } = recipe.trunk.data;
  const classes = classChanges(classNames, now.classNames);
  const digest = made?.fingerprint.data ?? null;
  const listing = digest === null ? null : await store.readings.listing(digest);
  if (listing === null) {
    const message = `What trial ${trial.id} trained on was not kept by the older version of Thaw that ran it: only the classes are compared`;
    observer.onNote?.({ kind: 'message', message });
  }
  // Where there was no test split, one that came later is what was asked for.
  const was = listing && testOf(listing);
  const isLater = was === null || was.files.length === 0;
  const changes = isLater ? classes : dataChanges(was, testOf(now));
  if (changes.length === 0) return;
  const what = `The test images of ${source} are not those that were there when trial ${trial.id} trained: ${changes.join('; ')}.`;
  if (classes.length === 0 && accepted) {
    observer.onNote?.({ kind: 'message', message: what });
    await store.log.addEvent({
      sweepId: trial.sweepId,
      trialId: trial.id,
      kind: 'changed',
      message: `tested on other images: ${changes.join('; ')}`,
    });
    return;
  }
  throw new ChangedError([
    what,
    `  Where they have moved: \`thaw test ${trial.id} --data PATH\``,
    ...(classes.length === 0
      ? [
          `  To measure on these: \`thaw test ${trial.id}${placeFlags(places)} --accept-changed-data\``,
        ]
      : ['  Its classes are those it was trained on: train a new sweep for others']),
  ]);
}

/** All that testing reads; a source that is one file is read whole. */
function testOf(listing: DataListing): DataListing {
  const whole = listing.files.filter(({ className }) => className === null);
  return { ...listing, files: [...listingOf(listing, 'test').files, ...whole] };
}
