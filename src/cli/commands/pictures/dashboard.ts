import { defineCommand } from '../../parsing/command.js';

export const dashboardCommand = defineCommand({
  usage: 'dashboard',
  summary: 'Show sweeps in a browser while they run; Ctrl-C ends it',
  positionals: {},
  flags: {
    port: {
      type: 'number',
      describe: 'Port to listen at, 0 for any; default: 8429, or the next one that is free',
    },
    host: {
      type: 'string',
      default: '127.0.0.1',
      describe: 'Address of this machine to listen at; by default only this machine reaches it',
    },
    'allowed-host': {
      type: 'array',
      string: true,
      describe: 'Name by which browsers of other machines reach it, NAME or NAME:PORT; repeatable',
    },
  },
  examples: [
    ['dashboard', 'Prints the address to open; there need be no results yet'],
    ['dashboard --db other.sqlite --port 9000', 'Of another database, at another port'],
    ['dashboard --host 0.0.0.0 --allowed-host box.lan', 'For others, too: see docs/dashboard.md'],
  ],
  load: () => import('../../actions/pictures/dashboard.js'),
});
