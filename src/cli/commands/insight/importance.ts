import { defineCommand } from '../../parsing/command.js';

export const importanceCommand = defineCommand({
  usage: 'importance [sweep]',
  summary: 'Say which parameters matter, and what each value gives over another',
  positionals: {
    sweep: { type: 'string', describe: 'Id or name; default: the latest' },
  },
  flags: {},
  examples: [
    ['importance', 'The latest sweep'],
    ['importance 3 --format json', 'Sweep 3, every value and pair, for a script'],
  ],
  load: () => import('../../actions/insight/importance.js'),
});
