import { expect, test } from 'vitest';
import { renderBackends } from '../../src/cli/render/backends.js';
import { createStyle } from '../../src/cli/text/style.js';
import type { BackendInfo } from '../../src/core/backend-info.js';
import type { BackendLook } from '../../src/results/documents/backends.js';

const INFO: BackendInfo = {
  backend: 'tensorflow',
  device: 'NVIDIA H200',
  kind: 'gpu',
  processor: 'NVIDIA H200',
  threads: 16,
  memoryBytes: 150e9,
  version: 'TensorFlow 2.20.0, tfjs-node 4.22.0',
  precisions: ['float32'],
  imagesPerSecond: 24000,
  rates: [
    { size: 64, batch: 32, forward: 24000.4, training: 5012.7 },
    { size: 224, batch: 32, forward: 4100, training: 98.76 },
  ],
  libraries: { cuda: '12.9.79', cudnn: '9.14.0.64' },
};

function look(index: number, info: BackendInfo | null, why: string | null = null): BackendLook {
  const id = `GPU-5f2d1c3${index}-8a52-4f04-9c11-0a1b2c3d4e5f`;
  const memory = { memoryBytes: 150e9, freeBytes: 149.2e9, driver: '570.86.15' };
  const gpu = { index, id, name: 'NVIDIA H200', ...memory };
  return { backend: 'tensorflow', summary: '', usable: info !== null, why, info, gpu };
}

test('every GPU has its lines, with its id, memory, libraries and speeds, in 80 columns', () => {
  const looks = [look(0, INFO), look(1, null, 'The worker process of GPU 1 ended (SIGSEGV)')];
  const text = renderBackends({ looks, seconds: 31.2 }, 80, createStyle(false));
  expect(text).toBe(`\
backend     works    memory      free  device, or why not
tensorflow  yes    150.0 GB  149.2 GB  GPU 0: NVIDIA H200,
                                       GPU-5f2d1c30-8a52-4f04-9c11-0a1b2c3d4e5f,
                                       TensorFlow 2.20.0, tfjs-node 4.22.0,
                                       driver 570.86.15, CUDA 12.9.79, cuDNN
                                       9.14.0.64
tensorflow  no     150.0 GB  149.2 GB  GPU 1: NVIDIA H200,
                                       GPU-5f2d1c31-8a52-4f04-9c11-0a1b2c3d4e5f,
                                       The worker process of GPU 1 ended
                                       (SIGSEGV)

images/s           64 px forward  training  224 px forward  training
tensorflow, GPU 0          24000      5013            4100      98.8
ResNet50, all layers, one worker, float32. Timed in 32 seconds.
`);
});
