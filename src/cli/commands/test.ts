import { defineCommand } from '../parsing/command.js';
import { ACCEPT_DATA_FLAG, DATA_FLAG, WEIGHTS_FLAG } from '../parsing/sweep-flags.js';

export const testCommand = defineCommand({
  usage: 'test <trial>',
  summary: 'Measure a trial on the test split, and record that it was read',
  positionals: {
    trial: { type: 'string', demandOption: true, describe: 'Number in the column "trial"' },
  },
  flags: {
    backend: { type: 'string', describe: 'Default: the one it was trained on' },
    data: DATA_FLAG,
    weights: WEIGHTS_FLAG,
    'accept-changed-data': ACCEPT_DATA_FLAG,
  },
  examples: [
    ['test 12', 'Once, for the trial you chose: each further look makes the number less honest'],
  ],
  load: () => import('../actions/test.js'),
});
