import { defineCommand } from '../parsing/command.js';
import { SHARING_FLAG, SKIP_BAD_FLAG, SWEEP_FLAGS } from '../parsing/sweep-flags.js';

export const resumeCommand = defineCommand({
  usage: 'resume [sweep]',
  summary: 'Finish what remains of a sweep',
  positionals: {
    sweep: { type: 'string', describe: 'Id or name; default: the latest' },
  },
  flags: {
    set: SWEEP_FLAGS.set,
    trials: SWEEP_FLAGS.trials,
    workers: SWEEP_FLAGS.workers,
    'skip-bad': SKIP_BAD_FLAG,
    sharing: SHARING_FLAG,
  },
  examples: [
    ['resume', 'Continue the latest sweep after Ctrl-C or a crash'],
    ['resume 3 --trials 40', 'Continue sweep 3, with 40 trials in all'],
  ],
  load: () => import('../actions/resume.js'),
});
