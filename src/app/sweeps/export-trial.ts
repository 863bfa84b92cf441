import type { Params } from '../../core/space.js';
import type { LeaderboardRow, SweepRow } from '../../store/port.js';
import type { TrainedNetwork } from '../../worker/protocol/tasks.js';
import type { Workers } from '../workers/open-workers.js';

/** What is written of a trial. */
export type Exported = Pick<LeaderboardRow, 'trial' | 'value' | 'epoch'> & {
  readonly params: Params;
};

/**
 * Writes one trial's network to `output`, with where it comes from in the metadata. Gives the file's
 * SHA-256.
 */
export async function exportTrial(
  { pool, setting }: Pick<Workers, 'pool' | 'setting'>,
  sweep: SweepRow,
  network: TrainedNetwork,
  { trial, value, epoch, params }: Exported,
  output: string,
): Promise<string> {
  return pool.call('exportWeights', {
    ...setting,
    ...network,
    output,
    metadata: {
      sweep: sweep.name,
      trial: String(trial),
      metric: sweep.spec.metric.name,
      value: String(value),
      epoch: String(epoch),
      params: JSON.stringify(params),
    },
  });
}
