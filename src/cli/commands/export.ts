import { defineCommand } from '../parsing/command.js';
import { WEIGHTS_FLAG } from '../parsing/sweep-flags.js';

export const exportCommand = defineCommand({
  usage: 'export <trial>',
  summary: "Write a trial's network as .safetensors, in torchvision's names",
  positionals: {
    trial: { type: 'string', demandOption: true, describe: 'Number in the column "trial"' },
  },
  flags: {
    output: { alias: 'o', type: 'string', describe: 'File; default: exports/ beside the database' },
    weights: WEIGHTS_FLAG,
  },
  examples: [['export 12 -o best.safetensors', 'Trial 12, for PyTorch']],
  load: () => import('../actions/export.js'),
});
