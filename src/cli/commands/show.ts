import { flatRecipe } from '../../core/recipe.js';
import type { Trial } from '../../core/trial.js';
import { findTrial } from '../../results/find-sweep.js';
import { bestReport, REPORT_FIELDS, reportFields } from '../../results/metric.js';
import { type TrialView, trialView } from '../../results/trial-view.js';
import { readResults } from '../open-results.js';
import { defineCommand } from '../parsing/command.js';
import { renderCsv } from '../render/csv.js';
import { renderJson, snakeKeys } from '../render/json.js';
import { createStyle } from '../render/style.js';
import { renderTrial } from '../render/trial.js';

export const showCommand = defineCommand({
  usage: 'show <trial>',
  summary: 'Tell all about one trial: recipe, learning curve, events',
  positionals: {
    trial: { type: 'string', demandOption: true, describe: 'Number in the column "trial"' },
  },
  flags: {},
  examples: [
    ['show 12', 'Trial 12 as the leaderboard numbers it'],
    ['show 12 --format csv', 'Its epochs, for a spreadsheet'],
  ],
  async run(args, context) {
    await readResults(context, args.db, async (store, file) => {
      const { trial, sweep } = await findTrial(store, args.trial);
      const view = await trialView(store, file, sweep, trial);
      const { out } = context;
      if (args.format === 'json') out.write(renderJson(trialJson(view)));
      else if (args.format === 'csv') out.write(reportsCsv(trial));
      else out.write(renderTrial(view, out.columns(), createStyle(out.colors)));
    });
  },
});

/**
 * `{trial, number, sweep, name, state, params, recipe, metric, goal, best: {epoch, value} | null,
 * reports: [{epoch, train_loss, train_accuracy, val_loss, val_accuracy, learning_rate, seconds,
 * solo_seconds, shared_with, images_per_second, peak_memory_bytes}], attempts: [{state, started_at, ended_at, error}],
 * events: [{at, kind, message}], tests: [{at, images, loss, accuracy}], checkpoint, weights}`;
 * the last two are paths, or null; so is a recipe that the params do not make.
 */
export function trialJson({ trial, sweep, recipe, attempts, events, tests, ...files }: TrialView) {
  const { metric } = sweep.spec;
  const best = bestReport(trial.reports, metric);
  return {
    trial: trial.id,
    number: trial.number + 1,
    sweep: sweep.id,
    name: sweep.name,
    state: trial.state,
    params: trial.params,
    recipe: recipe && snakeKeys(flatRecipe(recipe)),
    metric: metric.name,
    goal: metric.goal,
    best: best ? { epoch: best.epoch, value: best.metrics[metric.name] } : null,
    reports: trial.reports.map(reportFields),
    attempts: attempts.map(({ state, startedAt, endedAt, error }) => {
      return { state, started_at: startedAt, ended_at: endedAt, error };
    }),
    events: events.map(({ at, kind, message }) => ({ at, kind, message })),
    tests: tests.map(({ at, images, loss, accuracy }) => ({ at, images, loss, accuracy })),
    checkpoint: files.checkpoint,
    weights: files.weights,
  };
}

function reportsCsv({ reports }: Trial): string {
  const fields = reports.map(reportFields);
  return renderCsv(
    REPORT_FIELDS,
    fields.map((field) => REPORT_FIELDS.map((name) => field[name])),
  );
}
