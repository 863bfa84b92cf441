import { defineCommand } from '../../parsing/command.js';

export const compareCommand = defineCommand({
  usage: 'compare <one> <other>',
  summary: 'Lay two trials side by side: what differs, and whether that tells',
  positionals: {
    one: { type: 'string', demandOption: true, describe: 'Number in the column "trial"' },
    other: { type: 'string', demandOption: true, describe: 'Another, of any sweep' },
  },
  flags: {},
  examples: [
    ['compare 12 67', 'Recipes, curves and a paired test'],
    ['compare 12 67 --format csv', 'Fields that differ, for a spreadsheet'],
  ],
  load: () => import('../../actions/insight/compare.js'),
});
