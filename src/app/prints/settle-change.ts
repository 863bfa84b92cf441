import { ChangedError } from '../../core/errors.js';
import { classChanges, dataChanges } from '../../core/prints/data-changes.js';
import { differing, type Fingerprint, type MadeOf } from '../../core/prints/fingerprint.js';
import type { SweepSpec } from '../../core/sweep.js';
import { endedCount } from '../../core/trial-state.js';
import type { Store, SweepRow } from '../../store/port.js';
import type { Identified } from '../../worker/protocol/tasks.js';
import type { Observer } from '../observer.js';
import { fingerprintOf } from './identify.js';

/** What a user takes for right, though it is not what the sweep began with. */
export interface Accepted {
  readonly data: boolean;
  readonly weights: boolean;
}

/**
 * Which change of images or weights the trials of a resumed sweep come after from now on: one they
 * have come after before (0: none) where everything is as it was then, a new one where the user
 * accepts what differs.
 *
 * @throws {ChangedError} something differs: what, and what can be done.
 */
export async function settleChange(
  store: Store,
  sweep: SweepRow,
  spec: SweepSpec,
  now: Identified,
  accepted: Accepted,
  observer: Observer,
): Promise<number> {
  const before = await store.readings.allMadeOf(sweep.id);
  const latest = before.at(-1);
  if (!latest) return 0;
  const print = fingerprintOf(now);
  const known = before.findLast(({ fingerprint }) => isSame(fingerprint, now));
  if (known) {
    if (known.fingerprint.data === null) observer.onNote?.({ kind: 'message', message: UNKNOWN });
    return known.change;
  }
  const other = differing(latest.fingerprint, print);
  const weights = other.weights || now.weights === null;
  if (other.data) {
    const what = await changesOfData(store, latest, now);
    if (!accepted.data) throw changedData(sweep, spec, what);
    await tell(store, sweep, observer, `the images of ${spec.data.source} have changed: ${what}`);
  }
  if (weights) {
    const what = now.weights === null ? 'gone' : 'another file now';
    if (!accepted.weights || now.weights === null) throw changedWeights(sweep, spec, what);
    await tell(store, sweep, observer, `the weights of ${spec.model.weights} have changed`);
  }
  // Where no trial has ended before, all there are start over, and are as the sweep began.
  return endedCount(sweep.counts) === 0 ? 0 : latest.change + 1;
}

const UNKNOWN =
  'What this sweep trained on was not kept by the older version of Thaw that began it: the images and weights that are there now are taken for the same';

function isSame(was: Fingerprint, now: Identified): boolean {
  const { data, weights } = differing(was, fingerprintOf(now));
  return !data && !weights && now.weights !== null;
}

/** How images differ from those of trials before, in words. */
async function changesOfData(
  store: Store,
  { fingerprint }: MadeOf,
  { data }: Identified,
): Promise<string> {
  const was = fingerprint.data === null ? null : await store.readings.listing(fingerprint.data);
  const changes = was
    ? dataChanges(was, data!.listing)
    : classChanges(fingerprint.classNames, data!.listing.classNames);
  return changes.join('; ');
}

function changedData({ id, file }: SweepRow, spec: SweepSpec, what: string): ChangedError {
  return new ChangedError([
    `The images of ${spec.data.source} are not those that sweep ${id} has trained on: ${what}.`,
    `  Put them back as they were; or, where those have moved: \`thaw resume ${id} --data PATH\``,
    `  To train what remains on these, ranked apart: \`thaw resume ${id} --accept-changed-data\``,
    `  To train all trials on these: \`thaw run ${file}\`, a new sweep`,
  ]);
}

function changedWeights({ id, file }: SweepRow, spec: SweepSpec, what: string): ChangedError {
  return new ChangedError([
    `The weights that sweep ${id} has trained from, ${spec.model.weights}, are ${what}.`,
    `  Put them back; or, where they have moved: \`thaw resume ${id} --weights PATH\``,
    ...(what === 'gone'
      ? []
      : [
          `  To train what remains from these, ranked apart: \`thaw resume ${id} --accept-changed-weights\``,
          `  To train all trials from these: \`thaw run ${file}\`, a new sweep`,
        ]),
  ]);
}

async function tell(
  { log }: Store,
  { id }: SweepRow,
  observer: Observer,
  what: string,
): Promise<void> {
  const message = `${what}; trials from here on are ranked apart`;
  await log.addEvent({ sweepId: id, trialId: null, kind: 'changed', message });
  observer.onNote?.({ kind: 'message', message });
}
