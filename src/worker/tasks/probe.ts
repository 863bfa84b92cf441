import type { BackendInfo } from '../../core/backend-info.js';
import type { Engine } from '../../device/backend.js';
import { openRoom } from '../../train/loaded.js';
import { createNetwork } from '../../train/trunk/create-network.js';
import type { ProbeTask } from '../protocol/tasks.js';

/** Loads a backend and says what it runs on; `measure` also times ResNet50's forward pass. */
export async function probe(task: ProbeTask): Promise<BackendInfo> {
  const room = await openRoom(task);
  if (!task.measure) return { ...room.engine.info, imagesPerSecond: null };
  const weights = await room.weights({ architecture: 'resnet50', weights: 'random' }, 0);
  const network = createNetwork(room.engine.kernels, weights, 'imagenet');
  try {
    return { ...room.engine.info, imagesPerSecond: measure(room.engine, network) };
  } finally {
    network.dispose();
  }
}

const BATCH = 32;
const SIDE = 64;
const PASSES = 3;

/** Median images per second of some passes, after one to warm up. */
function measure({ tf }: Engine, network: ReturnType<typeof createNetwork>): number {
  const x = tf.zeros([BATCH, SIDE, SIDE, 3]);
  const pass = () => {
    const started = performance.now();
    const y = tf.tidy(() => network.pool(network.trunk(x, 0, 17), 'avg'));
    y.dataSync();
    y.dispose();
    return (1000 * BATCH) / (performance.now() - started);
  };
  pass();
  const rates = Array.from({ length: PASSES }, pass).sort((a, b) => a - b);
  x.dispose();
  return rates[Math.floor(PASSES / 2)]!;
}
