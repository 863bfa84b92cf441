import type { TrialState } from '../../core/trial-state.js';
import { TRIAL_STATES } from '../../core/trial-state.js';
import { plain } from '../../core/words/plain.js';
import type { SweepRow } from '../../store/port.js';
import { readResults } from '../open-results.js';
import { defineCommand } from '../parsing/command.js';
import { renderCsv } from '../render/csv.js';
import { renderJson } from '../render/json.js';
import { createStyle } from '../render/style.js';
import { renderTable } from '../render/table.js';
import { truncate } from '../render/text.js';

export const sweepsCommand = defineCommand({
  usage: 'sweeps',
  summary: 'List all sweeps, the latest first',
  positionals: {},
  flags: {},
  examples: [
    ['sweeps', 'What has been run'],
    ['sweeps --format json', 'For a script'],
  ],
  async run({ db, format }, context) {
    await readResults(context, db, async (store) => {
      const sweeps = await store.readings.sweeps();
      const { out } = context;
      if (format === 'json') out.write(renderJson(sweepsJson(sweeps)));
      else if (format === 'csv') out.write(sweepsCsv(sweeps));
      else out.write(renderSweeps(sweeps, out.columns(), createStyle(out.colors).bold));
    });
  },
});

/**
 * `{sweeps: [{sweep, name, state, trials: {queued, running, finished, stopped, diverged, failed},
 * metric, goal, backend, created_at, file}]}`, the latest first.
 */
export function sweepsJson(sweeps: readonly SweepRow[]) {
  return {
    sweeps: sweeps.map((sweep) => ({
      sweep: sweep.id,
      name: sweep.name,
      state: sweep.state,
      trials: sweep.counts,
      metric: sweep.spec.metric.name,
      goal: sweep.spec.metric.goal,
      backend: sweep.backend,
      created_at: sweep.createdAt,
      file: sweep.file,
    })),
  };
}

function sweepsCsv(sweeps: readonly SweepRow[]): string {
  return renderCsv(
    ['sweep', 'name', 'state', ...TRIAL_STATES, 'metric', 'backend', 'created_at', 'file'],
    sweeps.map(({ id, name, state, counts, spec, backend, createdAt, file }) => [
      ...[id, name, state],
      ...TRIAL_STATES.map((trialState) => counts[trialState]),
      ...[spec.metric.name, backend, createdAt, file],
    ]),
  );
}

function renderSweeps(
  sweeps: readonly SweepRow[],
  width: number,
  bold: (text: string) => string,
): string {
  if (sweeps.length === 0) return 'No sweeps yet.\n';
  const columns = [
    { title: 'sweep', align: 'right' },
    { title: 'name' },
    { title: 'state' },
    { title: 'trials', wrap: true },
    { title: 'backend' },
    { title: 'created' },
  ] as const;
  const rows = sweeps.map(({ id, name, state, counts, backend, createdAt }) => [
    String(id),
    truncate(plain(name), 24),
    state,
    trialCounts(counts),
    backend ?? '-',
    createdAt.slice(0, 16).replace('T', ' '),
  ]);
  return renderTable(columns, rows, width, bold);
}

/** `12: 9 finished, 2 queued, 1 failed`. */
function trialCounts(counts: Readonly<Record<TrialState, number>>): string {
  const present = TRIAL_STATES.filter((state) => counts[state] > 0);
  const total = present.reduce((sum, state) => sum + counts[state], 0);
  if (total === 0) return 'none yet';
  return present.length === 1
    ? `${total} ${present[0]}`
    : `${total}: ${present.map((state) => `${counts[state]} ${state}`).join(', ')}`;
}
