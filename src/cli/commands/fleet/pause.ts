import { defineCommand } from '../../parsing/command.js';

export const pauseCommand = defineCommand({
  usage: 'pause <sweep>',
  summary: 'Let a sweep rest that other machines train; `thaw resume` goes on',
  positionals: {
    sweep: { type: 'string', demandOption: true, describe: 'Id or name' },
  },
  flags: {},
  examples: [
    ['pause 3 --store https://thaw.example', 'Its machines keep where they are, and stop'],
  ],
  load: () => import('../../actions/fleet/pause.js'),
});
