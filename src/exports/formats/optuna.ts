import type { SweepFormat } from '../export-format.js';

/** A study that Optuna's samplers and its dashboard go on with. */
export const optuna: SweepFormat = {
  name: 'optuna',
  summary: 'A study that Optuna loads, plots and goes on with',
  of: 'sweep',
  writes: '.optuna.log',
  async write(results, output, { place }) {
    const { writeOptuna } = await import('../optuna/write-optuna.js');
    await writeOptuna(results, output, place);
    return [];
  },
};
