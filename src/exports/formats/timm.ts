import type { TrialFormat } from '../export-format.js';

export const timm: TrialFormat = {
  name: 'timm',
  summary: 'A folder for timm and the hub: weights, config, model card',
  of: 'trial',
  writes: 'folder',
  async write(model, output) {
    const { writeTimm } = await import('../timm/write-timm.js');
    return writeTimm(model, output);
  },
};
