import { copyNotes } from '../../assets/datasets/copy-notes.js';
import type { PrepareOptions } from '../../assets/datasets/dataset.js';
import { datasetFor } from '../../assets/datasets/index.js';
import { weightsFor } from '../../assets/weights/index.js';
import { dataNotes } from '../../core/data/data-notes.js';
import { fitData } from '../../core/data/fit-data.js';
import type { Progress } from '../../core/progress.js';
import type { Prepared, PrepareTask } from '../protocol/tasks.js';

/** Fetches and decodes what trials will need, so that nothing is missing in the middle. */
export async function prepare(task: PrepareTask): Promise<Prepared> {
  const { cacheDir, skipBad, data, model, seed, port } = task;
  const progress: PrepareOptions['progress'] = (update) =>
    port.postMessage({ type: 'progress', ...update } satisfies Progress);
  const noted: string[] = [];
  const options = { cacheDir, skipBad, progress, note: (message: string) => noted.push(message) };

  if (model) await weightsFor(model.weights).prepare(model, options);
  if (!data) return { classNames: null, available: null, skipped: [], notes: noted };

  const def = datasetFor(data.source);
  const { skipped, ...found } = await def.prepare(data, options);
  const dataset = await def.open(data, cacheDir);
  try {
    const images = (split: 'train' | 'val' | 'test') => dataset.labels(split).length;
    const available = { train: images('train'), val: images('val'), test: images('test') };
    const fitted = fitData(data, available, skipped.length);
    const contents = found.contents ?? def.contents(data.source, cacheDir);
    const notes = [
      ...noted,
      ...(contents ? dataNotes(contents, fitted, seed, true) : []),
      ...copyNotes(dataset, fitted, seed),
    ];
    return { classNames: dataset.classNames, available, skipped, notes };
  } finally {
    dataset.close();
  }
}
