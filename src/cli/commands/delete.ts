import { defineCommand } from '../parsing/command.js';

export const deleteCommand = defineCommand({
  usage: 'delete <sweep>',
  summary: 'Remove a sweep, its trials and their weights',
  positionals: {
    sweep: { type: 'string', demandOption: true, describe: 'Id or name' },
  },
  flags: {
    yes: { alias: 'y', type: 'boolean', default: false, describe: 'Do not ask for confirmation' },
  },
  examples: [
    ['delete 3', 'Asks first'],
    ['delete 3 --yes', 'In a script'],
  ],
  load: () => import('../actions/delete.js'),
});
