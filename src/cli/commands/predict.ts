import { defineCommand } from '../parsing/command.js';
import { SHARED_FLAGS } from '../parsing/shared-flags.js';
import { WEIGHTS_FLAG } from '../parsing/sweep-flags.js';

export const predictCommand = defineCommand({
  usage: 'predict <trial> <images...>',
  summary: "Classify images with a trial's best weights",
  stdin: true,
  positionals: {
    trial: { type: 'string', demandOption: true, describe: 'Number in the column "trial"' },
    images: {
      type: 'string',
      array: true,
      demandOption: true,
      describe: 'Image files, or folders of such; - reads their paths from standard input',
    },
  },
  flags: {
    top: { type: 'string', default: '3', describe: 'Classes to name per image, or all' },
    format: {
      choices: [...SHARED_FLAGS.format.choices, 'jsonl'],
      default: SHARED_FLAGS.format.default,
      describe: 'How to print results; csv, json and jsonl as they come',
    },
    backend: { type: 'string', describe: 'Default: the one it was trained on' },
    weights: WEIGHTS_FLAG,
  },
  examples: [
    ['predict 12 cat.jpg dog.png', 'The three likeliest classes of each'],
    ['predict 12 photos --format jsonl --top all', 'A line of JSON per image, with all classes'],
    ['predict 12 - --format csv < paths.txt', 'Of files whose paths a file has'],
  ],
  load: () => import('../actions/predict.js'),
});
