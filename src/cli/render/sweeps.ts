import { type StateCounts, TRIAL_STATES } from '../../core/trial-state.js';
import type { SweepRow } from '../../store/port.js';
import type { Style } from '../text/style.js';
import { renderTable } from '../text/table.js';
import { truncate } from '../text/text.js';

/** Sweeps as a person reads them, a line each. */
export function renderSweeps(sweeps: readonly SweepRow[], width: number, { bold }: Style): string {
  if (sweeps.length === 0) return 'No sweeps yet.\n';
  const columns = [
    { title: 'sweep', align: 'right' },
    { title: 'name' },
    { title: 'state' },
    { title: 'trials', wrap: true },
    { title: 'backend' },
    { title: 'created (UTC)' },
  ] as const;
  const rows = sweeps.map(({ id, name, state, rests, counts, backend, createdAt }) => [
    String(id),
    truncate(name, 24),
    rests ?? state,
    trialCounts(counts),
    backend ?? '-',
    createdAt.slice(0, 16).replace('T', ' '),
  ]);
  return renderTable(columns, rows, width, bold);
}

/** `12: 9 finished, 2 queued, 1 failed`. */
function trialCounts(counts: StateCounts): string {
  const present = TRIAL_STATES.filter((state) => counts[state] > 0);
  const total = present.reduce((sum, state) => sum + counts[state], 0);
  if (total === 0) return 'none yet';
  return present.length === 1
    ? `${total} ${present[0]}`
    : `${total}: ${present.map((state) => `${counts[state]} ${state}`).join(', ')}`;
}
