import { basename, isAbsolute } from 'node:path';
import type { RecipeDocument } from '../../results/documents/recipe.js';
import type { TrainedModel } from '../export-format.js';

/** Where a network comes from, as others may see it: no path of this machine is in it. */
export function provenance({ trial, sweep, leaderboard, version, classNames }: TrainedModel) {
  const row = leaderboard.rows.find(({ trials }) => trials.includes(trial.trial));
  const { source, ...told } = sweep;
  return {
    producer: 'thaw',
    version,
    sweep: told,
    judgment: leaderboard.judgment,
    trial: {
      ...{ trial: trial.trial, number: trial.number, replicate: trial.replicate },
      ...{ runs: trial.runs, params: trial.params },
      recipe: trial.recipe && withoutPaths(trial.recipe),
      ...{ metric: trial.metric, goal: trial.goal, best: trial.best },
      ...{ reports: trial.reports, tests: trial.tests },
      rank: row?.rank ?? null,
      made_of: { ...trial.made_of, class_names: classNames },
    },
  };
}

/** A recipe whose files are called by their names alone. */
export function withoutPaths(recipe: RecipeDocument): RecipeDocument {
  const { model, data } = recipe;
  return {
    ...recipe,
    model: { ...model, weights: nameOf(model.weights) },
    data: { ...data, source: nameOf(data.source) },
  };
}

function nameOf(place: string): string {
  return isAbsolute(place) ? basename(place) : place;
}
