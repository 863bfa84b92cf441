import { defineCommand } from '../parsing/command.js';
import { FLEET_FLAGS } from '../parsing/fleet-flags.js';
import {
  DASHBOARD_FLAG,
  DB_TIMEOUT_FLAG,
  SHARING_FLAG,
  SKIP_BAD_FLAG,
  SWEEP_FLAGS,
} from '../parsing/sweep-flags.js';

export const runCommand = defineCommand({
  usage: 'run <file>',
  summary: 'Train all trials of a sweep file, as a new sweep',
  positionals: {
    file: { type: 'string', demandOption: true, describe: 'Sweep file (YAML)' },
  },
  flags: {
    ...SWEEP_FLAGS,
    'skip-bad': SKIP_BAD_FLAG,
    sharing: SHARING_FLAG,
    'db-timeout': DB_TIMEOUT_FLAG,
    dashboard: DASHBOARD_FLAG,
    ...FLEET_FLAGS,
  },
  examples: [
    ['run sweeps/quickstart.yaml', 'The sweep that `npm start` runs'],
    ['run my.yaml --trials 20 --workers 2', 'With other limits than the file sets'],
    ['run my.yaml --dashboard', 'And watch it in a browser'],
    ['run my.yaml --set epochs=3 --set data.train=500', 'With other values than the file sets'],
    ['run my.yaml --store https://thaw.example', 'On the machines of that gateway'],
  ],
  load: () => import('../actions/run.js'),
});
