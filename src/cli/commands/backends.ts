import { defineCommand } from '../parsing/command.js';

export const backendsCommand = defineCommand({
  usage: 'backends [action] [name]',
  summary: 'List tensor libraries and GPUs: which work here, how fast; or install one',
  positionals: {
    action: { choices: ['install'], describe: 'Build a backend into the cache folder' },
    name: { choices: ['tensorflow'], describe: 'The backend to install' },
  },
  flags: {
    gpu: { type: 'boolean', default: false, describe: 'install: with CUDA (4 GB)' },
    cuda: {
      choices: ['wheels', 'system'],
      describe: 'install --gpu: fetch its libraries from NVIDIA, or link those of this machine',
    },
    measure: { type: 'boolean', default: true, describe: 'Time each: takes half a minute' },
  },
  examples: [
    ['backends', 'What works here, on which devices, and how fast'],
    ['backends install tensorflow', 'Native TensorFlow: faster than wasm on any machine'],
    ['backends install tensorflow --gpu', 'The same for NVIDIA GPUs'],
    ['backends install tensorflow --gpu --cuda system', 'With the CUDA that is here already'],
  ],
  load: () => import('../actions/backends.js'),
});
