import type { BackendInfo } from '../../core/backend-info.js';
import type { Engine } from '../../device/backend.js';
import { classifierUnit } from '../../networks/network.js';
import { resnet50 } from '../../networks/resnet50.js';
import { openLoaded } from '../../train/loaded.js';
import { createFrozenNetwork, type FrozenNetwork } from '../../train/trunk/frozen-network.js';
import type { ProbeTask } from '../protocol/tasks.js';

/** Loads a backend and says what it runs on; `measure` also times ResNet50's forward pass. */
export async function probe(task: ProbeTask): Promise<BackendInfo> {
  const loaded = await openLoaded(task);
  const info = { backend: task.backend, ...loaded.engine.info };
  if (!task.measure) return { ...info, imagesPerSecond: null };
  const weights = await loaded.weights({ architecture: resnet50.name, weights: 'random' }, 0);
  const network = createFrozenNetwork(loaded.engine.kernels, weights, {
    ...{ stem: 'imagenet', precision: 'float32' },
  });
  try {
    return { ...info, imagesPerSecond: measure(loaded.engine, network) };
  } finally {
    network.dispose();
  }
}

const BATCH = 32;
const SIDE = 64;
const PASSES = 3;

/** Median images per second of some passes, after one to warm up. */
function measure({ tf }: Engine, network: FrozenNetwork): number {
  const x = tf.zeros([BATCH, SIDE, SIDE, 3]);
  const pass = () => {
    const started = performance.now();
    const y = tf.tidy(() => network.pool(network.trunk(x, 0, classifierUnit(resnet50)), 'avg'));
    y.dataSync();
    y.dispose();
    return (1000 * BATCH) / (performance.now() - started);
  };
  pass();
  const rates = Array.from({ length: PASSES }, pass).sort((a, b) => a - b);
  x.dispose();
  return rates[Math.floor(PASSES / 2)]!;
}
