import { defineCommand } from '../../parsing/command.js';

export const storeCommand = defineCommand({
  usage: 'store <action> [from] [to]',
  summary: 'Look after databases that machines share: copy results, bring tables up to date',
  positionals: {
    action: { choices: ['copy', 'migrate'], demandOption: true, describe: 'What to do' },
    from: {
      type: 'string',
      describe: 'copy: from where, a file or postgres://. migrate: postgres://; or --store',
    },
    to: {
      type: 'string',
      describe: 'copy: to where. migrate: number of the schema; default: the newest',
    },
  },
  flags: {
    sweep: { type: 'array', string: true, describe: 'copy: only these, by id; default: all' },
    again: { type: 'boolean', default: false, describe: 'copy: also what is there already' },
    yes: { alias: 'y', type: 'boolean', default: false, describe: 'Do not ask before a step back' },
  },
  examples: [
    ['store copy results/thaw.sqlite postgres://thaw@db/thaw', 'All sweeps of a file, checked'],
    ['store copy postgres://thaw@db/thaw mine.sqlite --sweep 4', 'One of them, to a file'],
    ['store migrate postgres://thaw@db/thaw', 'Makes the tables, or brings them up to date'],
    ['store migrate postgres://thaw@db/thaw --to 2', 'Back to an older version: asks first'],
  ],
  load: () => import('../../actions/fleet/stores/store.js'),
});
