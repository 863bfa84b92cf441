import { defineCommand } from '../parsing/command.js';

export const testCommand = defineCommand({
  usage: 'test <trial>',
  summary: 'Measure a trial on the test split, and record that it was read',
  positionals: {
    trial: { type: 'string', demandOption: true, describe: 'Number in the column "trial"' },
  },
  flags: {
    backend: { type: 'string', describe: 'Default: the one it was trained on' },
  },
  examples: [
    ['test 12', 'Once, for the trial you chose: each further look makes the number less honest'],
  ],
  load: () => import('../actions/test.js'),
});
