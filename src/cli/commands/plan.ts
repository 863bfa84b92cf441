import { defineCommand } from '../parsing/command.js';
import { SWEEP_FLAGS } from '../parsing/sweep-flags.js';

export const planCommand = defineCommand({
  usage: 'plan <file>',
  summary: 'Show what a sweep file would run; trains and fetches nothing',
  positionals: {
    file: { type: 'string', demandOption: true, describe: 'Sweep file (YAML)' },
  },
  flags: SWEEP_FLAGS,
  examples: [
    ['plan my.yaml', 'Trials, learning-rate curves, estimated time'],
    ['plan my.yaml --trials 10 --format json', 'The first ten, for a script'],
  ],
  load: () => import('../actions/plan.js'),
});
