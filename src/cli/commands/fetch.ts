import { datasetFor } from '../../assets/datasets/index.js';
import { parseSweep } from '../../config/file/parse-sweep.js';
import { plain } from '../../core/words/plain.js';
import { cacheDir } from '../../machine/cache-dir.js';
import { makeReady } from '../make-ready.js';
import { defineCommand } from '../parsing/command.js';
import { loadWithFlags, SWEEP_FLAGS } from '../parsing/sweep-flags.js';
import { renderCsv } from '../render/csv.js';
import { renderJson } from '../render/json.js';
import { grouped } from '../render/units.js';
import { withWorker } from '../with-worker.js';

/** A sweep that asks for nothing has all defaults: ImageNet's weights and CIFAR-10. */
const DEFAULT_SWEEP = 'parameters: {learning_rate: {value: 0.01}}';

export const fetchCommand = defineCommand({
  usage: 'fetch [file]',
  summary: 'Fetch weights and images ahead of time, into the cache folder',
  positionals: {
    file: { type: 'string', describe: 'Sweep file; default: ImageNet weights and CIFAR-10' },
  },
  flags: {
    set: SWEEP_FLAGS.set,
    'skip-bad': { type: 'boolean', default: false, describe: 'Leave broken images out' },
  },
  examples: [
    ['fetch', 'What most sweeps need'],
    ['fetch my.yaml', 'What this sweep needs'],
  ],
  async run(args, context) {
    const folder = cacheDir(context.env);
    const { file, set } = args;
    const { spec } =
      file === undefined
        ? parseSweep(DEFAULT_SWEEP, 'default.yaml', { set: set ?? [] }, (source) =>
            datasetFor(source).available(source, folder),
          )
        : loadWithFlags(context, { file, set });
    const { data, model } = spec;
    const ready = await withWorker(context, 'wasm', (workers, screen, signal) =>
      makeReady(context, workers, { data, model, skipBad: args['skip-bad'] }, screen, signal),
    );

    const { available, skipped } = ready;
    const result = {
      cache: folder,
      weights: model.weights,
      data: data.source,
      train: available?.train ?? null,
      test: available?.test ?? null,
      skipped,
    };
    const { out } = context;
    // `{cache, weights, data, train, test, skipped: [path]}`; train and test count images.
    if (args.format === 'json') out.write(renderJson(result));
    else if (args.format === 'csv') {
      out.write(renderCsv(Object.keys(result), [Object.values(result)]));
    } else {
      const images = available
        ? ` (${grouped(available.train)} to train from, ${grouped(available.test)} to test)`
        : '';
      out.write(
        `Weights ${plain(model.weights)} and images ${plain(data.source)}${images} are ready in ${folder}\n`,
      );
    }
  },
});
