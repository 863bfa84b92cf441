import { defineCommand } from '../../parsing/command.js';

export const gcCommand = defineCommand({
  usage: 'gc',
  summary: 'Say what nothing needs any more, and remove it if told to',
  positionals: {},
  flags: {
    programs: {
      type: 'boolean',
      default: false,
      describe: 'Programs compiled for GPUs, too: resumed sweeps may then differ in last digits',
    },
    artifacts: {
      type: 'string',
      describe: 'Where artifacts of a --store lie, as `thaw serve` has it (or THAW_ARTIFACTS)',
    },
    yes: { alias: 'y', type: 'boolean', default: false, describe: 'Remove it, and do not ask' },
  },
  examples: [
    ['gc', 'Says what would be freed, then asks'],
    ['gc --yes', 'In a script'],
    ['gc --store postgres://thaw@db.example/thaw --artifacts /srv/thaw', 'What machines share'],
  ],
  load: () => import('../../actions/upkeep/gc.js'),
});
