import type { TrialFormat } from '../export-format.js';

export const card: TrialFormat = {
  name: 'card',
  summary: 'A model card: data, recipe, how good and how chosen',
  of: 'trial',
  writes: '.md',
  async write(model, output) {
    const { writeCard } = await import('../card/write-card.js');
    await writeCard(model, output);
    return [];
  },
};
