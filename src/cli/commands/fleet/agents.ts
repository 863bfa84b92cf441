import { defineCommand } from '../../parsing/command.js';

export const agentsCommand = defineCommand({
  usage: 'agents',
  summary: 'Show who trains what for a store, sweeps with their shares, and budgets',
  positionals: {},
  flags: {
    watch: { type: 'boolean', default: false, describe: 'Show it again every two seconds' },
  },
  examples: [
    ['agents --store https://thaw.example', 'Once'],
    ['agents --watch', 'As it changes, of the store that THAW_STORE names'],
    ['agents --format json', 'For a script'],
  ],
  load: () => import('../../actions/fleet/agents.js'),
});
