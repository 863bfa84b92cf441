import { defineCommand } from '../../parsing/command.js';
import { SKIP_BAD_FLAG, SWEEP_FLAGS } from '../../parsing/sweep-flags.js';

export const lookCommand = defineCommand({
  usage: 'look <file>',
  summary: 'Look at the images of a sweep file before it runs; trains nothing',
  positionals: {
    file: { type: 'string', demandOption: true, describe: 'Sweep file (YAML)' },
  },
  flags: {
    output: { alias: 'o', type: 'string', describe: 'Page to write, with sample images (.html)' },
    trial: {
      type: 'string',
      describe: 'Trial whose network is asked which labels look wrong, or best',
    },
    set: SWEEP_FLAGS.set,
    seed: SWEEP_FLAGS.seed,
    backend: { type: 'string', describe: 'For --trial; default: the one it was trained on' },
    'skip-bad': SKIP_BAD_FLAG,
    'fail-on-warning': {
      type: 'boolean',
      default: false,
      describe: 'Exit with code 2 where there is a warning',
    },
  },
  examples: [
    ['look my.yaml -o look.html', 'Classes, sample images, warnings, as a page to open'],
    ['look my.yaml --trial best', 'Labels that the best trial so far doubts'],
  ],
  load: () => import('../../actions/pictures/look.js'),
});
