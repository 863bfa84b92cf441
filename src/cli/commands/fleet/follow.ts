import { defineCommand } from '../../parsing/command.js';
import { DASHBOARD_FLAG } from '../../parsing/sweep-flags.js';

export const followCommand = defineCommand({
  usage: 'follow [sweep]',
  summary: 'Show a sweep that other machines train until it ends',
  positionals: {
    sweep: { type: 'string', describe: 'Id or name; default: the latest' },
  },
  flags: { dashboard: DASHBOARD_FLAG },
  examples: [
    ['follow 3 --store https://thaw.example', 'As `thaw run` would; Ctrl-C leaves it running'],
  ],
  load: () => import('../../actions/fleet/follow.js'),
});
