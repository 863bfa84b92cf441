import { defineCommand } from '../../parsing/command.js';

export const reportCommand = defineCommand({
  usage: 'report [sweep]',
  summary: 'Write a sweep as one file of HTML that opens anywhere, offline',
  positionals: {
    sweep: { type: 'string', describe: 'Id or name; default: the latest' },
  },
  flags: {
    output: {
      alias: 'o',
      type: 'string',
      describe: 'File; default: exports/sweep-ID.html beside the database',
    },
  },
  examples: [
    ['report', 'The latest sweep'],
    ['report 3 -o report.html', 'Sweep 3: recipe, charts, tables, advice, how to run it again'],
  ],
  load: () => import('../../actions/pictures/report.js'),
});
