import type { Documents } from '../../src/results/documents/documents.js';
import type { SweepDocument } from '../../src/results/documents/live/sweep.js';
import type { TrialEntry } from '../../src/results/documents/live/trials.js';
import { recipeDocument } from '../../src/results/documents/recipe.js';
import type { ReportFields } from '../../src/results/report-fields.js';
import { fakeRecipe } from '../fakes/specs.js';

interface Of {
  readonly sweep: SweepDocument;
  readonly entries: readonly TrialEntry[];
  readonly ids: readonly number[];
  readonly names: string;
  readonly reports: readonly ReportFields[];
}

/** What is made of the trials of a made-up sweep. */
export function otherDocuments(of: Of): Omit<Documents, 'sweep' | 'trials' | 'curves'> {
  const { sweep, entries } = of;
  const { metric, goal, name } = sweep;
  const measured = entries.filter((entry) => entry.value !== null);
  const finished = measured.filter(({ state }) => state === 'finished');
  const head = { sweep: sweep.sweep, name, metric, goal };
  return {
    leaderboard: {
      ...{ ...head, rule: 'best', programs: null, equal_points: null },
      ...{ objectives: sweep.objectives, judgment: null },
      rows: entries.map((entry, i) => ({
        ...entry,
        ...{ rank: entry.state === 'finished' ? i + 1 : null, trials: [entry.trial], n: 1 },
        interval:
          entry.value === null ? null : { low: entry.value * 0.95, high: entry.value * 1.05 },
        ...{ tied: null, p: null, front: null, values: {} },
      })),
    },
    importance: importanceOf(of, finished.length),
    pareto: {
      ...{ sweep: sweep.sweep, name },
      objectives: [
        { name: metric, goal },
        { name: 'training_seconds', goal: 'minimize' },
      ],
      trials: finished.map((entry, i) => ({
        ...{ trial: entry.trial, front: i % 3 === 0, feasible: true, epoch: entry.epoch ?? 0 },
        values: { [metric]: entry.value!, training_seconds: entry.values.training_seconds ?? 1 },
        ...{ dominated_by: i % 3, behind: 0.1 * (i % 3), behind_trial: null, params: entry.params },
      })),
      ...{ unknown: 0, hypervolume: null },
    },
    sharing: sharingOf(of),
    advise: {
      ...head,
      trials: sweep.trials,
      points: finished.length,
      advice: [],
      next: null,
      written: null,
    },
    trial: trialOf(of),
    compare: {
      ...{ metric, goal, trials: [comparedOf(of, 0), comparedOf(of, 1)] },
      different: [{ field: 'dropout', values: [0, 0.1] }],
      equal: { batch_size: 32 },
      test: {
        ...{ images: 100, both_right: 50, only: [20, 10], both_wrong: 20 },
        ...{ difference: 0.1, margin: 0.09, p: 0.07 },
      },
      ...{ untested: null, runs: null },
    },
    look: lookOf(of),
    images: imagesOf(of),
  };
}

function importanceOf({ sweep, names }: Of, points: number): Documents['importance'] {
  const { metric, goal, name, trials } = sweep;
  const of = (mean: number) => ({ mean, low: mean * 0.8, high: mean * 1.2 });
  const silent = points < 3;
  const values = [0.001, 0.01, 0.1].map((value) => ({ value, expected: of(value + 0.5) }));
  const named = [`${names}cosine`, `${names}step`].map((value) => ({ value, expected: of(0.4) }));
  return {
    ...{ sweep: sweep.sweep, name, metric, goal, trials, points, needed: 3 },
    ...{ r2: silent ? null : 0.8, why: silent ? 'Too few points have finished.' : null },
    parameters: silent
      ? []
      : [
          { parameter: 'learning_rate', ...of(0.6), values },
          { parameter: `${names}scheduler`, ...of(0.2), values: named },
        ],
    pairs: silent ? [] : [{ parameters: ['learning_rate', `${names}scheduler`], ...of(0.1) }],
    rest: silent ? null : of(0.05),
    effects: [],
  };
}

function sharingOf({ sweep, entries }: Of): Documents['sharing'] {
  const begun = entries.filter(({ state }) => state !== 'queued').map(({ trial }) => trial);
  const cohorts = Array.from({ length: Math.ceil(begun.length / 4) }, (_, i) => {
    const trials = begun.slice(i * 4, i * 4 + 4);
    const rest = trials.slice(1);
    const branch = { parent: null, cut: 'layer4.0', seconds: 3 };
    const forked = { branch: 1, parent: 0, cut: 'fc', from_epoch: 1, to_epoch: 5, seconds: 2 };
    return {
      ...{ cohort: i + 1, trials, trunk: { augmentation: 'none', image_size: '64' } },
      ...{ from: i * 10, to: i * 10 + 9, seconds: 5, solo_seconds: 12 },
      branches: [
        { ...branch, branch: 0, trials, from_epoch: 0, to_epoch: 0 },
        ...(rest.length > 0 ? [{ ...forked, trials: rest }] : []),
      ],
    };
  });
  return {
    sweep: sweep.sweep,
    cohorts,
    attempts: cohorts.flatMap(({ cohort, trials, from, to }) =>
      trials.map((trial) => ({ trial, cohort, state: 'finished' as const, from, to })),
    ),
    seconds: cohorts.length * 5,
    solo_seconds: cohorts.length * 12,
  };
}

function trialOf({ sweep, entries, ids, names, reports }: Of): Documents['trial'] {
  const { metric, goal, name } = sweep;
  const first = entries[0];
  return {
    ...{ trial: first?.trial ?? 101, number: 1, replicate: 0, runs: ids.slice(0, 1) },
    ...{ sweep: sweep.sweep, name, state: first?.state ?? 'queued', params: first?.params ?? {} },
    ...{ recipe: recipeDocument(fakeRecipe()), metric, goal, best: null },
    reports: first && first.epochs > 0 ? reports : [],
    ...{ attempts: [], events: [], tests: [] },
    made_of: { change: 0, class_names: classesOf(names), data: null, weights: null },
    ...{ checkpoint: null, weights: null },
  };
}

function comparedOf({ sweep, entries }: Of, i: number): Documents['compare']['trials'][0] {
  const entry = entries[i];
  return {
    ...{ trial: entry?.trial ?? 101 + i, sweep: sweep.sweep, state: entry?.state ?? 'queued' },
    ...{ params: entry?.params ?? {}, epoch: entry?.epoch ?? null, metrics: null },
    ...{ epochs: entry?.epochs ?? 0, seconds: entry?.seconds ?? 0, solo_seconds: 1 },
    curve: entry && entry.value !== null ? [0.1, Number.NaN, entry.value] : [],
  };
}

function lookOf({ sweep, names, entries }: Of): Documents['look'] {
  const counts = classesOf(names).map((_, i) => (entries.length === 0 ? 0 : 10 * (i + 1)));
  return {
    ...{ name: sweep.name, source: `${names}/images`, class_names: classesOf(names) },
    counts: { train: counts, val: counts, test: null },
    sides: { least: 8, median: 32, most: 640, images: 30 },
    pixels: { mean: [0.4, 0.5, 0.6], std: [0.2, 0.2, 0.2] },
    ...{ samples: [], normalizations: [], near_duplicates: [], labels: null, warnings: [] },
  };
}

function classesOf(names: string): readonly string[] {
  return [`${names}cat`, `${names}dog`, `${names}</script>`];
}

function imagesOf({ names, entries }: Of): Documents['images'] {
  const none = entries.length === 0;
  const confusion = classesOf(names).map((_, r) =>
    [0, 1, 2].map((c) => (none ? 0 : r === c ? 9 : c)),
  );
  return {
    ...{ trial: entries[0]?.trial ?? 101, class_names: classesOf(names), backend: 'wasm' },
    ...{ accuracy: 0.7, reported_accuracy: null, confusion, wrong: [], wrong_images: 0 },
    ...{ augmentation: 'none', augmented: [] },
  };
}
