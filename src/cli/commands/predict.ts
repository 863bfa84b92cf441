import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../../core/errors.js';
import type { Prediction } from '../../core/evaluation.js';
import { plain } from '../../core/words/plain.js';
import { openTrained } from '../../results/open-trained.js';
import { makeReady } from '../make-ready.js';
import { readResults } from '../open-results.js';
import { defineCommand } from '../parsing/command.js';
import { renderCsv } from '../render/csv.js';
import { renderJson } from '../render/json.js';
import { createStyle } from '../render/style.js';
import { renderTable } from '../render/table.js';
import { withWorker } from '../with-worker.js';

export const predictCommand = defineCommand({
  usage: 'predict <trial> <images...>',
  summary: "Classify images with a trial's best weights",
  positionals: {
    trial: { type: 'string', demandOption: true, describe: 'Number in the column "trial"' },
    images: { type: 'string', array: true, demandOption: true, describe: 'Image files' },
  },
  flags: {
    top: { type: 'number', default: 3, describe: 'Classes to name per image' },
    backend: { type: 'string', describe: 'Default: the one it was trained on' },
  },
  examples: [['predict 12 cat.jpg dog.png', 'The three likeliest classes of each']],
  async run(args, context) {
    const images = args.images.map((image) => resolve(context.cwd, image));
    images.forEach(checkFile);
    if (!Number.isInteger(args.top) || args.top < 1) {
      throw new UsageError(`--top expects a whole number from 1, not ${args.top}.`);
    }
    await readResults(context, args.db, async (store, db) => {
      const trained = await openTrained(store, db, args.trial);
      const { trial, sweep, recipe, classNames, checkpoint } = trained;
      const backend = args.backend ?? sweep.backend ?? 'auto';
      const predictions = await withWorker(context, backend, async (workers, screen, signal) => {
        await makeReady(
          context,
          workers,
          { data: null, model: recipe.trunk.model, skipBad: false },
          screen,
          signal,
        );
        const task = { recipe, classNames, checkpoint, images, top: args.top };
        return workers.pool.call('predict', { ...workers.setting, ...task });
      });
      const { out } = context;
      const named = predictions.map((row, i) => ({ ...row, image: args.images[i] ?? row.image }));
      if (args.format === 'json') out.write(renderJson(predictJson(trial.id, named)));
      else if (args.format === 'csv') out.write(predictionsCsv(named));
      else out.write(renderPredictions(named, out.columns(), createStyle(out.colors).bold));
    });
  },
});

function checkFile(image: string): void {
  const stat = statSync(image, { throwIfNoEntry: false });
  if (!stat) throw new UsageError(`There is no file ${image}.`);
  if (!stat.isFile()) throw new UsageError(`${image} is no file: predict takes image files.`);
}

/** `{trial, predictions: [{image, classes: [{name, probability}]}]}`, likeliest class first. */
export function predictJson(trial: number, predictions: readonly Prediction[]) {
  return { trial, predictions };
}

function predictionsCsv(predictions: readonly Prediction[]): string {
  return renderCsv(
    ['image', 'place', 'class', 'probability'],
    predictions.flatMap(({ image, classes }) =>
      classes.map(({ name, probability }, c) => [image, c + 1, name, probability]),
    ),
  );
}

function renderPredictions(
  predictions: readonly Prediction[],
  width: number,
  bold: (text: string) => string,
): string {
  const shown = ({ classes }: Prediction) =>
    classes.map(({ name, probability }) => `${plain(name)} ${(100 * probability).toFixed(1)} %`);
  return renderTable(
    [{ title: 'image' }, { title: 'classes', wrap: true }],
    predictions.map((row) => [plain(row.image), shown(row).join(', ')]),
    width,
    bold,
  );
}
