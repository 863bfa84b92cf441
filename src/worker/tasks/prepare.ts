import type { PrepareOptions } from '../../assets/datasets/dataset.js';
import { datasetFor } from '../../assets/datasets/index.js';
import { weightsFor } from '../../assets/weights/index.js';
import type { Progress } from '../../core/progress.js';
import type { Prepared, PrepareTask } from '../protocol/tasks.js';

/** Fetches and decodes what trials will need, so that nothing is missing in the middle. */
export async function prepare(task: PrepareTask): Promise<Prepared> {
  const { cacheDir, skipBad, data, model, port } = task;
  const progress: PrepareOptions['progress'] = (update) =>
    port.postMessage({ type: 'progress', ...update } satisfies Progress);
  const options = { cacheDir, skipBad, progress };

  if (model) await weightsFor(model.weights).prepare(model, options);
  if (!data) return { classNames: null, available: null, skipped: [], notes: [] };

  const def = datasetFor(data.source);
  const { skipped, notes = [] } = await def.prepare(data, options);
  const dataset = await def.open(data, cacheDir);
  try {
    return {
      classNames: dataset.classNames,
      available: { train: dataset.labels('train').length, test: dataset.labels('test').length },
      skipped,
      notes,
    };
  } finally {
    dataset.close();
  }
}
