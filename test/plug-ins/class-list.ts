import { writeFile } from 'node:fs/promises';
import type { TrialFormat } from '../../src/exports/export-format.js';

/** The classes that a trial tells apart, a line each. */
export const classList: TrialFormat = {
  name: 'class-list',
  summary: 'The classes in the order of the logits',
  of: 'trial',
  writes: '.txt',
  async write({ classNames }, output) {
    await writeFile(output, `${classNames.join('\n')}\n`);
    return [`${classNames.length} classes.`];
  },
};
