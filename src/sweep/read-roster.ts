import type { Trial } from '../core/trial.js';
import { isFinal } from '../core/trial-state.js';
import { samplerNamed } from '../search/sampler-named.js';
import { createRoster, type Roster } from './roster.js';
import type { Shelf } from './snapshots/shelf.js';
import type { SweepParts } from './sweep-parts.js';

/** Reads the curves of ended trials only as far as somebody looks at them: there may be thousands. */
export async function readRoster(
  { store, sweepId, spec, pruner }: SweepParts,
  apart: ReadonlySet<number>,
  shelf: Shelf,
): Promise<Roster> {
  const { readings } = store;
  const open = await readings.trials(sweepId, { reports: 'open' });
  const trials = asTheyGoOn(open, shelf);
  const looks =
    pruner !== null || spec.repeats.top !== null || samplerNamed(spec.method.type).looks;
  const kept = looks ? null : new Set(await readings.withCheckpoint(sweepId));
  const seen = trials
    .filter(({ id, state }) => isFinal(state) && !apart.has(id) && (kept === null || kept.has(id)))
    .map(({ id }) => id);
  const told = {
    curves: await readings.curves(seen, spec.metric.name),
    standings: looks ? await readings.standings(seen, spec.metric) : new Map(),
  };
  return createRoster(trials, spec, told);
}

/** Trials that wait have reported what their snapshot holds, and no more. */
function asTheyGoOn(trials: readonly Trial[], shelf: Shelf): readonly Trial[] {
  return trials.map((trial) => {
    if (trial.state !== 'queued' || trial.reports.length === 0) return trial;
    const epochs = shelf.of(trial.id)?.epoch ?? 0;
    return { ...trial, reports: trial.reports.filter(({ epoch }) => epoch < epochs) };
  });
}
