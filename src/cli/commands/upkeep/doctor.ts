import { defineCommand } from '../../parsing/command.js';

export const doctorCommand = defineCommand({
  usage: 'doctor',
  summary: 'Check that database, weights, cache, disk and backends are well',
  positionals: {},
  flags: {
    repair: {
      type: 'boolean',
      default: false,
      describe: 'Mend what can be mended without losing anything',
    },
    artifacts: {
      type: 'string',
      describe: 'Where artifacts of a --store lie, as `thaw serve` has it (or THAW_ARTIFACTS)',
    },
    deep: { type: 'boolean', default: false, describe: 'Read artifacts, and compare each byte' },
  },
  examples: [
    ['doctor', 'Says of each part how it is, and what to do'],
    ['doctor --repair', 'Never deletes a result'],
  ],
  load: () => import('../../actions/upkeep/doctor.js'),
});
