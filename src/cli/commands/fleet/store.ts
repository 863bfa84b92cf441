import { defineCommand } from '../../parsing/command.js';

export const storeCommand = defineCommand({
  usage: 'store <action> [from] [to]',
  summary: 'Look after a database that machines share: bring its tables up to date',
  positionals: {
    action: { choices: ['migrate'], demandOption: true, describe: 'What to do' },
    from: { type: 'string', describe: 'postgres:// database; default: --store or THAW_STORE' },
    to: { type: 'string', describe: 'migrate: number of the schema; default: the newest' },
  },
  flags: {
    yes: { alias: 'y', type: 'boolean', default: false, describe: 'Do not ask before a step back' },
  },
  examples: [
    ['store migrate postgres://thaw@db/thaw', 'Makes the tables, or brings them up to date'],
    ['store migrate postgres://thaw@db/thaw --to 2', 'Back to an older version: asks first'],
  ],
  load: () => import('../../actions/fleet/store.js'),
});
