import { groupBy } from '../../../core/lists/group-by.js';
import type { Recipe } from '../../../core/recipe.js';
import type { Trial } from '../../../core/trial.js';
import { networks } from '../../../networks/index.js';
import type { AttemptRow } from '../../../store/port.js';
import type { SharedCohort, SharingDocument } from '../../documents/live/sharing.js';
import { branchTree, secondsOf } from './branch-tree.js';
import { type TrainedEpochs, trainedEpochs } from './trained-epochs.js';

/** `attempts`: of these trials, in the order in which they began. */
export function sharingDocument(
  sweep: number,
  trials: readonly Trial[],
  attempts: readonly AttemptRow[],
): SharingDocument {
  const begun = Math.min(...attempts.map(({ startedAt }) => Date.parse(startedAt)));
  const since = (at: string) => (Date.parse(at) - begun) / 1000;
  const cohorts = cohortsOf(trials, attempts);
  const numbers = new Map(
    cohorts.flatMap((runs, c) => runs.map(({ attempt }) => [attempt.id, c + 1] as const)),
  );
  const reports = trials.flatMap((trial) => trial.reports);
  return {
    sweep,
    cohorts: cohorts.map((runs, c) => cohortOf(c + 1, runs, since)),
    attempts: attempts.flatMap(({ id, trialId, state, startedAt, endedAt }) => {
      const cohort = numbers.get(id);
      if (cohort === undefined) return [];
      const [from, to] = [since(startedAt), endedAt === null ? null : since(endedAt)];
      return [{ trial: trialId, cohort, state, from, to }];
    }),
    seconds: sum(reports.map(({ seconds }) => seconds)),
    solo_seconds: sum(reports.map(({ soloSeconds }) => soloSeconds)),
  };
}

/** A trial in a cohort. */
interface Run extends TrainedEpochs {
  readonly trial: Trial;
}

/** In the order in which they began. */
function cohortsOf(
  trials: readonly Trial[],
  attempts: readonly AttemptRow[],
): readonly (readonly Run[])[] {
  const byTrial = groupBy(attempts, ({ trialId }) => String(trialId));
  const runs = trials.flatMap((trial) =>
    trainedEpochs(trial.reports, byTrial.get(String(trial.id)) ?? []).map((run) => ({
      ...run,
      trial,
    })),
  );
  const places = new Map(attempts.map(({ id }, place) => [id, place]));
  const placeOf = ({ attempt }: Run) => places.get(attempt.id)!;
  const inOrder = runs.sort((a, b) => placeOf(a) - placeOf(b));
  return [...groupBy(inOrder, nameOf).values()];
}

/** Older programs did not name cohorts: there, trials that began as one are shown as one. */
function nameOf({ attempt, trial }: Run): string {
  return attempt.cohort ?? `as ${trial.reports[0]?.sharedWith ?? trial.id}`;
}

function cohortOf(
  cohort: number,
  runs: readonly Run[],
  since: (at: string) => number,
): SharedCohort {
  const reports = runs.flatMap((run) => run.reports);
  const ends = runs.map(({ attempt }) => attempt.endedAt);
  const trained = runs.map(({ trial, reports }) => {
    return { trial: trial.id, cut: cutOf(trial.recipe), reports };
  });
  return {
    cohort,
    trials: [...new Set(runs.map(({ trial }) => trial.id))].sort((a, b) => a - b),
    trunk: trunkWords(runs[0]!.trial.recipe),
    from: Math.min(...runs.map(({ attempt }) => since(attempt.startedAt))),
    to: ends.includes(null) ? null : Math.max(...ends.map((end) => since(end!))),
    seconds: sum(reports.map(({ seconds }) => seconds)),
    solo_seconds: sum(reports.map(({ soloSeconds }) => soloSeconds)),
    branches: branchTree(trained.sort((a, b) => a.trial - b.trial)),
  };
}

function trunkWords(recipe: Recipe | null): Readonly<Record<string, string>> {
  if (!recipe) return {};
  const { augmentation, imageSize, batchSize, seed, replicate } = recipe.trunk;
  return {
    augmentation: augmentation.name,
    image_size: String(imageSize),
    batch_size: String(batchSize),
    seed: String(seed),
    ...(replicate > 0 ? { run: String(replicate) } : {}),
  };
}

/** A network of a newer program has no names here. */
function cutOf(recipe: Recipe | null): string {
  if (!recipe) return '-';
  const { trunk, training } = recipe;
  const network = networks.find(({ name }) => name === trunk.model.architecture);
  return network?.units[training.firstTrained] ?? String(training.firstTrained);
}

function sum(seconds: readonly number[]): number {
  return seconds.reduce((total, each) => total + secondsOf(each), 0);
}
