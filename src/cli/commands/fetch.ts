import { defineCommand } from '../parsing/command.js';
import { SKIP_BAD_FLAG, SWEEP_FLAGS } from '../parsing/sweep-flags.js';

export const fetchCommand = defineCommand({
  usage: 'fetch [file]',
  summary: 'Fetch weights and images ahead of time, into the cache folder',
  positionals: {
    file: { type: 'string', describe: 'Sweep file; default: ImageNet weights and CIFAR-10' },
  },
  flags: {
    set: SWEEP_FLAGS.set,
    'skip-bad': SKIP_BAD_FLAG,
  },
  examples: [
    ['fetch', 'What most sweeps need'],
    ['fetch my.yaml', 'What this sweep needs'],
  ],
  load: () => import('../actions/fetch.js'),
});
