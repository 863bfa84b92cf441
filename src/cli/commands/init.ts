import { defineCommand } from '../parsing/command.js';

export const initCommand = defineCommand({
  usage: 'init [file]',
  summary: 'Write a commented sweep file to start from',
  positionals: {
    file: { type: 'string', default: 'sweep.yaml', describe: 'Where to write it' },
  },
  flags: {
    force: { type: 'boolean', default: false, describe: 'Overwrite an existing file' },
  },
  examples: [
    ['init', 'Writes sweep.yaml'],
    ['init flowers.yaml', 'Writes flowers.yaml'],
  ],
  load: () => import('../actions/init.js'),
});
