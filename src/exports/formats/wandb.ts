import type { SweepFormat } from '../export-format.js';

/** JSON lines, and a script that sends them. */
export const wandb: SweepFormat = {
  name: 'wandb',
  summary: 'Trials as JSON lines, and a Python script that sends them to W&B',
  of: 'sweep',
  writes: 'folder',
  async write(results, output) {
    const { writeWandb } = await import('../wandb/write-wandb.js');
    await writeWandb(results, output);
    return [
      '`python upload.py --project NAME` in that folder sends it: it needs wandb (pip install wandb).',
    ];
  },
};
