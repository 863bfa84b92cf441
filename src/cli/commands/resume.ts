import { defineCommand } from '../parsing/command.js';
import { FLEET_FLAGS } from '../parsing/fleet-flags.js';
import { ACCEPT_DATA_FLAG, DATA_FLAG, GO_ON_FLAGS, WEIGHTS_FLAG } from '../parsing/sweep-flags.js';

export const resumeCommand = defineCommand({
  usage: 'resume [sweep]',
  summary: 'Finish what remains of a sweep',
  positionals: {
    sweep: { type: 'string', describe: 'Id or name; default: the latest' },
  },
  flags: {
    ...GO_ON_FLAGS,
    ...FLEET_FLAGS,
    'retry-failed': {
      type: 'boolean',
      default: false,
      describe: 'Run trials that failed once more, too',
    },
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
    ['resume 3 --trials 40', 'Continue sweep 3, with 40 trials in all'],
    ['resume 3 --data /mnt/pets', 'Its images have moved there'],
    ['resume 3 --retry-failed', 'Run its failed trials once more, once the cause is mended'],
  ],
  load: () => import('../actions/resume.js'),
});
