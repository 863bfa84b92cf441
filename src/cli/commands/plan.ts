import { databasePath } from '../open-results.js';
import { defineCommand } from '../parsing/command.js';
import { loadWithFlags, SWEEP_FLAGS } from '../parsing/sweep-flags.js';
import { type Plan, planSweep } from '../plan-sweep.js';
import { renderCsv } from '../render/csv.js';
import { renderJson, snakeKeys } from '../render/json.js';
import { renderPlan } from '../render/plan.js';
import { createStyle } from '../render/style.js';

export const planCommand = defineCommand({
  usage: 'plan <file>',
  summary: 'Show what a sweep file would run; trains and fetches nothing',
  positionals: {
    file: { type: 'string', demandOption: true, describe: 'Sweep file (YAML)' },
  },
  flags: SWEEP_FLAGS,
  examples: [
    ['plan my.yaml', 'Trials, learning-rate curves, estimated time'],
    ['plan my.yaml --trials 10 --format json', 'The first ten, for a script'],
  ],
  async run(args, context) {
    const { spec } = loadWithFlags(context, args);
    const plan = await planSweep(context, spec, databasePath(context, args.db));
    const { out } = context;
    if (args.format === 'json') out.write(renderJson(planJson(plan)));
    else if (args.format === 'csv') out.write(planCsv(plan));
    else out.write(renderPlan(plan, out.columns(), createStyle(out.colors)));
  },
});

/**
 * `{sweep, trials: [{trial, params}], method, metric, goal, schedules: [{scheduler, learning_rate,
 * epochs, rates, trials}], backend, estimate: {seconds, alone_seconds, workers, basis, cohorts:
 * [{trials, branches, seconds}]}}`: `sweep` is its name, `trial` the number in the sweep from 1 (ids
 * come with `run`), `rates` one per epoch, and so are `branches`: the trainings that its trials need.
 */
export function planJson({ spec, trials, schedules, backend, estimate }: Plan) {
  const cohorts = estimate.cohorts.map((cohort) => {
    return { ...cohort, trials: cohort.trials.map((place) => trials[place]!.number) };
  });
  return {
    sweep: spec.name,
    trials: trials.map(({ number, params }) => ({ trial: number, params })),
    method: spec.method.type,
    metric: spec.metric.name,
    goal: spec.metric.goal,
    schedules: snakeKeys(schedules),
    backend,
    estimate: snakeKeys({ ...estimate, cohorts }),
  };
}

function planCsv({ trials }: Plan): string {
  const names = [...new Set(trials.flatMap(({ params }) => Object.keys(params)))];
  return renderCsv(
    ['trial', ...names],
    trials.map(({ number, params }) => [number, ...names.map((name) => params[name])]),
  );
}
