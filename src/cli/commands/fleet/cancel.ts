import { defineCommand } from '../../parsing/command.js';

export const cancelCommand = defineCommand({
  usage: 'cancel <sweep>',
  summary: 'End a sweep that other machines train; trials that have ended stay',
  positionals: {
    sweep: { type: 'string', demandOption: true, describe: 'Id or name' },
  },
  flags: {},
  examples: [
    ['cancel 3 --store https://thaw.example', 'For good: `thaw pause 3` lets it rest instead'],
  ],
  load: () => import('../../actions/fleet/cancel.js'),
});
