import type { BackendInfo } from '../../core/backend-info.js';
import { loadedLibraries } from '../../device/nvidia/loaded-libraries.js';
import { resnet50 } from '../../networks/resnet50.js';
import { openLoaded } from '../../train/loaded.js';
import { measureRates } from '../../train/measure-rates.js';
import type { ProbeTask } from '../protocol/tasks.js';

/** Loads a backend and says what it runs on; `measure` also times ResNet50 on it. */
export async function probe(task: ProbeTask): Promise<BackendInfo> {
  const loaded = await openLoaded(task);
  const { engine } = loaded;
  const info = { backend: task.backend, ...engine.info };
  if (!task.measure) return { ...info, imagesPerSecond: null };
  const weights = await loaded.weights({ architecture: resnet50.name, weights: 'random' }, 0);
  const frozen = loaded.network(weights, { stem: 'imagenet', precision: 'float32' });
  const rates = measureRates(engine, weights, frozen);
  const measured = { ...info, imagesPerSecond: rates[0]!.forward, rates };
  // Some are loaded only when they are needed.
  return info.kind === 'gpu' ? { ...measured, libraries: loadedLibraries() } : measured;
}
