import { ChangedError } from '../../core/errors.js';
import { classChanges, dataChanges } from '../../core/prints/data-changes.js';
import { differing, type Fingerprint, type MadeOf } from '../../core/prints/fingerprint.js';
import type { SweepSpec } from '../../core/sweep.js';
import { endedCount } from '../../core/trial-state.js';
import { shellWord } from '../../core/words/shell-word.js';
import type { Store, SweepRow } from '../../store/port.js';
import type { Identified } from '../../worker/protocol/tasks.js';
import type { Observer } from '../observer.js';
import { fingerprintOf } from './identify.js';
import { type Places, placeFlags, placeSettings } from './remember-place.js';

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
  { accepted, places }: { readonly accepted: Accepted; readonly places: Places },
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
  const ways = waysOut(sweep, places, accepted);
  // Where no trial has ended before, all there are start over, and are as the sweep began.
  const isFirst = endedCount(sweep.counts) === 0;
  const follows = isFirst
    ? 'no trial had ended on those before: all start over'
    : 'trials from here on are ranked apart';
  const told: string[] = [];
  if (other.data) {
    const what = await changesOfData(store, latest, now);
    const few = tooFew(spec, now);
    if (!accepted.data || few !== null) throw changedData(sweep, spec, what, few, ways);
    told.push(`the images of ${spec.data.source} have changed: ${what}`);
  }
  if (weights) {
    const what = now.weights === null ? 'gone' : 'another file now';
    if (!accepted.weights || now.weights === null) throw changedWeights(sweep, spec, what, ways);
    told.push(`the weights of ${spec.model.weights} have changed`);
  }
  for (const what of told) {
    const message = `${what}; ${follows}`;
    await store.log.addEvent({ sweepId: sweep.id, trialId: null, kind: 'changed', message });
    observer.onNote?.({ kind: 'message', message });
  }
  return isFirst ? 0 : latest.change + 1;
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

/** What a sweep would lack for its trials among the images that there are now; null: nothing. */
function tooFew({ data: { train, val, valFrom } }: SweepSpec, { data }: Identified): string | null {
  const files = data!.listing.files.filter(({ split }) => split === 'train');
  // A source that is one file is always whole.
  if (files.some(({ className }) => className === null)) return null;
  const needed = train + (valFrom === 'folder' ? 0 : val);
  return files.length >= needed
    ? null
    : `Its trials need ${needed} images to train and validate on, and ${files.length} are left: none can be trained on these.`;
}

/** Command lines, with what the user has said already. */
interface Ways {
  again(flag: string): string;
  readonly anew: string;
}

function waysOut({ id, file }: SweepRow, places: Places, accepted: Accepted): Ways {
  const said = [
    ...(accepted.data ? ['--accept-changed-data'] : []),
    ...(accepted.weights ? ['--accept-changed-weights'] : []),
  ];
  return {
    again: (flag) => [`thaw resume ${id}${placeFlags(places)}`, ...said, flag].join(' '),
    anew: `thaw run ${shellWord(file)}${placeSettings(places)}`,
  };
}

function changedData(
  { id }: SweepRow,
  spec: SweepSpec,
  what: string,
  few: string | null,
  { again, anew }: Ways,
): ChangedError {
  const { source } = spec.data;
  return new ChangedError([
    `The images of ${source} are not those that sweep ${id} has trained on: ${what}.`,
    `  Put them back as they were; or, where those have moved: \`thaw resume ${id} --data PATH\``,
    few === null
      ? `  To train what remains on these, ranked apart: \`${again('--accept-changed-data')}\``
      : `  ${few}`,
    `  To train all trials on these: \`${anew}\`, a new sweep`,
  ]);
}

function changedWeights(
  { id }: SweepRow,
  spec: SweepSpec,
  what: string,
  { again, anew }: Ways,
): ChangedError {
  return new ChangedError([
    `The weights that sweep ${id} has trained from, ${spec.model.weights}, are ${what}.`,
    `  Put them back; or, where they have moved: \`thaw resume ${id} --weights PATH\``,
    ...(what === 'gone'
      ? []
      : [
          `  To train what remains from these, ranked apart: \`${again('--accept-changed-weights')}\``,
          `  To train all trials from these: \`${anew}\`, a new sweep`,
        ]),
  ]);
}
