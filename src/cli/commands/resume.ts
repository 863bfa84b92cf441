import { defineCommand } from '../parsing/command.js';
import {
  ACCEPT_DATA_FLAG,
  DATA_FLAG,
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
    workers: SWEEP_FLAGS.workers,
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
  },
  examples: [
    ['resume', 'Continue the latest sweep after Ctrl-C or a crash'],
    ['resume 3', 'Continue sweep 3'],
    ['resume 3 --data /mnt/pets', 'Its images have moved there'],
  ],
  load: () => import('../actions/resume.js'),
});
