import { defineCommand } from '../parsing/command.js';

export const showCommand = defineCommand({
  usage: 'show <trial>',
  summary: 'Show everything about one trial: recipe, learning curve, events',
  positionals: {
    trial: { type: 'string', demandOption: true, describe: 'Number in the column "trial"' },
  },
  flags: {},
  examples: [
    ['show 12', 'Trial 12 as the leaderboard numbers it'],
    ['show 12 --format csv', 'Its epochs, for a spreadsheet'],
  ],
  load: () => import('../actions/show.js'),
});
