import { defineCommand } from '../parsing/command.js';
import {
  ACCEPT_DATA_FLAG,
  DATA_FLAG,
  DB_TIMEOUT_FLAG,
  SHARING_FLAG,
  SKIP_BAD_FLAG,
  SWEEP_FLAGS,
  WEIGHTS_FLAG,
} from '../parsing/sweep-flags.js';

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
    devices: SWEEP_FLAGS.devices,
    'retry-failed': {
      type: 'boolean',
      default: false,
      describe: 'Run trials that failed once more, too',
    },
    'skip-bad': SKIP_BAD_FLAG,
    sharing: SHARING_FLAG,
    data: DATA_FLAG,
    weights: WEIGHTS_FLAG,
    'accept-changed-data': ACCEPT_DATA_FLAG,
    'accept-changed-weights': {
      type: 'boolean',
      default: false,
      describe: 'Go on though those weights have changed',
    },
    'db-timeout': DB_TIMEOUT_FLAG,
  },
  examples: [
    ['resume', 'Continue the latest sweep after Ctrl-C or a crash'],
    ['resume 3 --trials 40', 'Continue sweep 3, with 40 trials in all'],
    ['resume 3 --data /mnt/pets', 'Its images have moved there'],
    ['resume 3 --retry-failed', 'Run its failed trials once more, once the cause is mended'],
  ],
  load: () => import('../actions/resume.js'),
});
