import { defineCommand } from '../parsing/command.js';
import { WEIGHTS_FLAG } from '../parsing/sweep-flags.js';

export const predictCommand = defineCommand({
  usage: 'predict <trial> <images...>',
  summary: "Classify images with a trial's best weights",
  positionals: {
    trial: { type: 'string', demandOption: true, describe: 'Number in the column "trial"' },
    images: {
      type: 'string',
      array: true,
      demandOption: true,
      describe: 'Image files, or folders of such',
    },
  },
  flags: {
    top: { type: 'number', default: 3, describe: 'Classes to name per image' },
    backend: { type: 'string', describe: 'Default: the one it was trained on' },
    weights: WEIGHTS_FLAG,
  },
  examples: [['predict 12 cat.jpg dog.png', 'The three likeliest classes of each']],
  load: () => import('../actions/predict.js'),
});
