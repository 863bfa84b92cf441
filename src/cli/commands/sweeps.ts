import { defineCommand } from '../parsing/command.js';

export const sweepsCommand = defineCommand({
  usage: 'sweeps',
  summary: 'List all sweeps, the latest first',
  positionals: {},
  flags: {},
  examples: [
    ['sweeps', 'What has been run'],
    ['sweeps --format json', 'For a script'],
  ],
  load: () => import('../actions/sweeps.js'),
});
