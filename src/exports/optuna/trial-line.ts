import { keepsBounds } from '../../core/study/bounds.js';
import type { Objective } from '../../core/study/objective.js';
import type { TrialState } from '../../core/trial-state.js';
import { recipeDocument } from '../../results/documents/recipe.js';
import type { ExportedTrial } from '../sweep/sweep-results.js';
import type { PythonJson } from './python-json.js';
import type { StudySpace } from './study-space.js';

/** optuna.trial.TrialState. */
const STATES = { running: 0, complete: 1, pruned: 2, fail: 3, waiting: 4 } as const;

/** Of a trial that is added whole, as `Study.add_trial` does: all but what names the operation. */
export function trialLine(
  trial: ExportedTrial,
  space: StudySpace,
  objectives: readonly [Objective, ...Objective[]],
  createdAt: Date,
): { readonly [key: string]: PythonJson | undefined } {
  const { row, reports, startedAt, endedAt } = trial;
  const values = objectives.map(({ name }) => row.metrics?.[name] ?? Number.NaN);
  const state = stateOf(row.state, reports.length > 0, values);
  const { drawn, rest } = space.pointOf(row.params);
  const entries = [...drawn].map(([name, value]) => {
    return { name, value, distribution: space.distributions.get(name)! };
  });
  const isWaiting = state === STATES.waiting;
  const isOver = state !== STATES.running && !isWaiting;
  // One objective: a value for each epoch. Optuna takes none where there are several.
  const curve = objectives.length === 1 ? reports : [];
  const last = curve.at(-1)?.metrics[objectives[0].name] ?? Number.NaN;
  const told = state === STATES.complete ? values : [state === STATES.pruned ? last : Number.NaN];
  const known = told.some(Number.isNaN) ? null : told;
  return {
    state,
    value: objectives.length === 1 ? (known?.[0] ?? null) : null,
    values: objectives.length === 1 ? null : known,
    datetime_start: isWaiting ? null : pythonTime(startedAt ?? createdAt),
    datetime_complete: isOver ? pythonTime(endedAt ?? startedAt ?? createdAt) : undefined,
    distributions: isWaiting
      ? {}
      : Object.fromEntries(entries.map(({ name, distribution }) => [name, textOf(distribution)])),
    params: isWaiting
      ? {}
      : Object.fromEntries(
          entries.map(({ name, value, distribution }) => [name, distribution.internal(value)]),
        ),
    user_attrs: { ...rest, ...attributes(trial) },
    system_attrs: {
      // As `Study.enqueue_trial` keeps them: whoever asks next is given these.
      ...(isWaiting
        ? {
            fixed_params: Object.fromEntries(
              entries.map(({ name, value, distribution }) => [name, distribution.external(value)]),
            ),
          }
        : {}),
      ...(isOver ? constraints(trial, objectives) : {}),
    },
    intermediate_values: Object.fromEntries(
      curve.map(({ epoch, metrics }) => [String(epoch), metrics[objectives[0].name]]),
    ),
  };
}

/** A distribution inside of a line is a text of JSON. */
export function textOf({
  name,
  attributes,
}: {
  readonly name: string;
  readonly attributes: object;
}): string {
  return JSON.stringify({ name, attributes });
}

/** Optuna takes no finished trial without a value. */
function stateOf(state: TrialState, hasReports: boolean, values: readonly number[]): number {
  switch (state) {
    case 'finished':
      return values.some(Number.isNaN) ? STATES.fail : STATES.complete;
    case 'stopped':
      return STATES.pruned;
    case 'queued':
      return hasReports ? STATES.running : STATES.waiting;
    case 'running':
      return STATES.running;
    default:
      return STATES.fail;
  }
}

function attributes({ row, error, recipe }: ExportedTrial) {
  return {
    thaw_trial: row.trial,
    thaw_state: row.state,
    thaw_point: row.point + 1,
    thaw_replicate: row.replicate,
    thaw_epoch: row.epoch,
    thaw_epochs: row.epochs,
    thaw_seconds: row.seconds,
    ...(error ? { thaw_reason: error.message } : {}),
    ...(row.metrics ? { thaw_metrics: { ...row.metrics } } : {}),
    thaw_recipe: recipe && JSON.stringify(recipeDocument(recipe)),
  };
}

/** One number for each bound, above 0 where it is not kept, which Optuna's samplers see. */
function constraints(
  { row }: ExportedTrial,
  objectives: readonly Objective[],
): { readonly constraints?: readonly number[] } {
  const { metrics } = row;
  const bounds = objectives.filter(({ min, max }) => min !== undefined || max !== undefined);
  if (bounds.length === 0 || !metrics) return {};
  return { constraints: bounds.map((each) => (keepsBounds(metrics, [each]) ? 0 : 1)) };
}

/** With a zone that Python before 3.11 reads. */
function pythonTime(time: Date): string {
  return time.toISOString().replace('Z', '000+00:00');
}
