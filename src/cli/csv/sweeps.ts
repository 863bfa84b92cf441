import { TRIAL_STATES } from '../../core/trial-state.js';
import type { SweepsDocument } from '../../results/documents/sweeps.js';
import type { Csv } from '../text/csv.js';

export function sweepsCsv({ sweeps }: SweepsDocument): Csv {
  return {
    header: ['sweep', 'name', 'state', ...TRIAL_STATES, 'metric', 'backend', 'created_at', 'file'],
    rows: sweeps.map((sweep) => [
      ...[sweep.sweep, sweep.name, sweep.state],
      ...TRIAL_STATES.map((state) => sweep.trials[state]),
      ...[sweep.metric, sweep.backend, sweep.created_at, sweep.file],
    ]),
  };
}
