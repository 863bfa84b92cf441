import { defineCommand } from '../../parsing/command.js';

export const adviseCommand = defineCommand({
  usage: 'advise [sweep]',
  summary: 'Say what to try next, and what speaks for it',
  positionals: {
    sweep: { type: 'string', describe: 'Id or name; default: the latest' },
  },
  flags: {
    all: { type: 'boolean', default: false, describe: 'Also what is expected to gain least' },
    apply: { type: 'string', describe: 'Write the next sweep file here, changed as advised' },
    force: { type: 'boolean', default: false, describe: 'Overwrite an existing file' },
  },
  examples: [
    ['advise', 'The latest sweep'],
    ['advise 3 --apply next.yaml', 'Also writes the file of the sweep to run next'],
  ],
  load: () => import('../../actions/insight/advise.js'),
});
