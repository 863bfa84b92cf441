import { defineCommand } from '../parsing/command.js';
import { SWEEP_FLAGS } from '../parsing/sweep-flags.js';

export const validateCommand = defineCommand({
  usage: 'validate <file>',
  summary: 'Check a sweep file: every mistake at once, each with its line',
  positionals: {
    file: { type: 'string', demandOption: true, describe: 'Sweep file (YAML)' },
  },
  flags: SWEEP_FLAGS,
  examples: [['validate my.yaml', 'Exit code 0 if all is well, 2 if not']],
  load: () => import('../actions/validate.js'),
});
