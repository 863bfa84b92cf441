import { type Signal, signal } from '@preact/signals';
import { groupBy } from '../../../core/lists/group-by.js';
import type { TrialEntry } from '../../../results/documents/live/trials.js';
import type { SweepEntry } from '../../../results/documents/sweeps.js';
import type { Patch } from '../../../server/api.js';

/** A sweep as a list shows it: what the list's document and a patch both say. */
export type SweepSummary = Omit<SweepEntry, 'file'>;

/** What this page knows, by id; null: not asked for yet. Changed by patches, never replaced by them. */
export const sweeps = signal<ReadonlyMap<number, SweepSummary> | null>(null);
const trials = new Map<number, Signal<ReadonlyMap<number, TrialEntry> | null>>();
const changes = new Map<number, Signal<number>>();

/** The sweep's trials, by id. */
export function knownTrials(sweep: number): Signal<ReadonlyMap<number, TrialEntry> | null> {
  return made(trials, sweep, () => signal(null));
}

/** Counts up with every change of the sweep that this page hears of. */
export function changesOf(sweep: number): Signal<number> {
  return made(changes, sweep, () => signal(0));
}

const late = new Map<number, ReturnType<typeof setTimeout>>();

/** Has what is shown of a sweep asked for once more, though it may not change any more. */
export function askAgain(sweep: number, ms: number): void {
  clearTimeout(late.get(sweep));
  late.set(
    sweep,
    setTimeout(() => {
      changesOf(sweep).value += 1;
    }, ms),
  );
}

/** Sweeps whose trials are known: they are asked for anew where patches are not enough. */
export function watchedSweeps(): readonly number[] {
  return [...trials].filter(([, known]) => known.peek() !== null).map(([sweep]) => sweep);
}

/** Takes in what changed. Where it is nothing that is known, nothing happens. */
export function applyPatch(patch: Patch): void {
  const known = sweeps.peek();
  if (known && (patch.sweeps.length > 0 || patch.removed.length > 0)) {
    const next = new Map(known);
    for (const sweep of patch.sweeps) next.set(sweep.sweep, sweep);
    for (const gone of patch.removed) next.delete(gone);
    sweeps.value = next;
  }
  const touched = new Set(patch.sweeps.map(({ sweep }) => sweep));
  for (const [sweep, changed] of groupBy(patch.trials, (trial) => trial.sweep)) {
    touched.add(sweep);
    const own = knownTrials(sweep);
    const before = own.peek();
    if (before)
      own.value = new Map([...before, ...changed.map((each) => [each.trial, each] as const)]);
  }
  for (const gone of patch.removed) trials.delete(gone);
  for (const sweep of touched) changesOf(sweep).value += 1;
}

function made<T>(all: Map<number, T>, key: number, make: () => T): T {
  const known = all.get(key);
  if (known !== undefined) return known;
  const fresh = make();
  all.set(key, fresh);
  return fresh;
}
