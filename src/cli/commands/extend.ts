import { defineCommand } from '../parsing/command.js';
import { FLEET_FLAGS } from '../parsing/fleet-flags.js';
import { GO_ON_FLAGS } from '../parsing/sweep-flags.js';

export const extendCommand = defineCommand({
  usage: 'extend [sweep]',
  summary: 'Give a sweep more, by its file as it is now or by flags, and train that',
  positionals: {
    sweep: { type: 'string', describe: 'Id or name; default: the latest' },
  },
  flags: { ...GO_ON_FLAGS, ...FLEET_FLAGS },
  examples: [
    ['extend 3', 'Train what its edited file has more'],
    ['extend 3 --trials 80', 'Go on to 80 trials in all'],
    ['extend 3 --set parameters.learning_rate.max=0.3', 'Search a wider range'],
  ],
  load: () => import('../actions/extend.js'),
});
