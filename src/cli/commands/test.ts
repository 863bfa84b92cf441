import { withProgressPort } from '../../app/with-progress-port.js';
import type { Evaluation } from '../../core/evaluation.js';
import { openTrained, type Trained } from '../../results/open-trained.js';
import type { TestRow } from '../../store/port.js';
import { makeReady } from '../make-ready.js';
import { readResults } from '../open-results.js';
import { defineCommand } from '../parsing/command.js';
import { showPreparation } from '../progress/show-preparation.js';
import { renderConfusion } from '../render/confusion.js';
import { renderCsv } from '../render/csv.js';
import { renderJson } from '../render/json.js';
import { createStyle } from '../render/style.js';
import { grouped } from '../render/units.js';
import { withWorker } from '../with-worker.js';

export const testCommand = defineCommand({
  usage: 'test <trial>',
  summary: 'Measure a trial on the test split, and record that it was read',
  positionals: {
    trial: { type: 'string', demandOption: true, describe: 'Number in the column "trial"' },
  },
  flags: {
    backend: { type: 'string', describe: 'Default: the one it was trained on' },
  },
  examples: [
    ['test 12', 'Once, for the trial that was chosen: each look makes the number less honest'],
  ],
  async run(args, context) {
    await readResults(
      context,
      args.db,
      async (store, db) => {
        const trained = await openTrained(store, db, args.trial);
        const { sweep, trial, recipe } = trained;
        const backend = args.backend ?? sweep.backend ?? 'auto';
        const evaluation = await withWorker(context, backend, async (workers, screen, signal) => {
          const needs = { data: recipe.trunk.data, model: recipe.trunk.model, skipBad: true };
          await makeReady(context, workers, needs, screen, signal);
          const { classNames, checkpoint } = trained;
          const display = showPreparation(context, screen);
          try {
            return await withProgressPort(display.onProgress, (port) => {
              const task = { recipe, classNames, checkpoint, split: 'test', port } as const;
              return workers.pool.call(
                'evaluate',
                { ...workers.setting, ...task },
                { transfer: [port] },
              );
            });
          } finally {
            display.close();
          }
        });
        const { images, loss, accuracy } = evaluation;
        await store.log.addTest({ trialId: trial.id, images, loss, accuracy });
        const tests = await store.readings.tests(trial.id);
        const { out } = context;
        if (args.format === 'json') out.write(renderJson(testJson(trained, evaluation, tests)));
        else if (args.format === 'csv') out.write(confusionCsv(trained, evaluation));
        else {
          out.write(testText(trained, evaluation, tests));
          out.write(
            renderConfusion(
              trained.classNames,
              evaluation.confusion,
              out.columns(),
              createStyle(out.colors),
            ),
          );
        }
      },
      'write',
    );
  },
});

/**
 * `{trial, sweep, images, accuracy, loss, val: {metric, value, epoch}, times_read, classes: [name],
 * confusion: [[count]]}`: rows of `confusion` are true classes, columns predicted ones.
 */
export function testJson(
  { trial, sweep, classNames, value, epoch }: Trained,
  { images, accuracy, loss, confusion }: Evaluation,
  tests: readonly TestRow[],
) {
  return {
    trial: trial.id,
    sweep: sweep.id,
    images,
    accuracy,
    loss,
    val: { metric: sweep.spec.metric.name, value, epoch },
    times_read: tests.length,
    classes: classNames,
    confusion,
  };
}

function testText(
  { trial, sweep, value, epoch }: Trained,
  { images, accuracy, loss }: Evaluation,
  tests: readonly TestRow[],
): string {
  const { metric } = sweep.spec;
  const val = value === null ? '' : ` (${metric.name} was ${value.toFixed(4)} at epoch ${epoch})`;
  const times = tests.length === 1 ? 'for the first time' : `${tests.length} times now`;
  return [
    `Trial ${trial.id} on the test split: accuracy ${accuracy.toFixed(4)}, loss ${loss.toFixed(4)} on ${grouped(images)} images${val}`,
    `The test split was read ${times} for this trial${tests.length > 1 ? ': the more looks, the less honest the number' : ''}.`,
    '',
    '',
  ].join('\n');
}

function confusionCsv({ classNames }: Trained, { confusion }: Evaluation): string {
  return renderCsv(
    ['true', ...classNames],
    confusion.map((row, r) => [classNames[r] ?? String(r), ...row]),
  );
}
