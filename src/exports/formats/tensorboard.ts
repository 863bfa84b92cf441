import type { SweepFormat } from '../export-format.js';

/** A run for each trial, and what TensorBoard's HParams page compares. */
export const tensorboard: SweepFormat = {
  name: 'tensorboard',
  summary: 'Curves and hyperparameters, for `tensorboard --logdir`',
  of: 'sweep',
  writes: 'folder',
  async write(results, output) {
    const { writeTensorboard } = await import('../tensorboard/write-tensorboard.js');
    await writeTensorboard(results, output);
    return [];
  },
};
