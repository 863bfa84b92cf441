import { UsageError } from '../../core/errors.js';
import type { Metric } from '../../core/metric.js';
import { differing, type MadeOf } from '../../core/prints/fingerprint.js';
import type { Recipe } from '../../core/recipe.js';
import { standingReport } from '../../core/standing.js';
import type { Report, Trial } from '../../core/trial.js';
import { type MeanInterval, meanInterval } from '../../search/statistics/mean-interval.js';
import type { Readings, Store, SweepRow } from '../../store/port.js';
import { recipeDocument } from '../documents/recipe.js';
import { findTrial } from '../find-trial.js';
import { recipeOf } from '../recipe-of.js';
import { type PairedTest, pairedTest } from './paired-test.js';
import { type FieldPair, recipeDifferences } from './recipe-differences.js';
import { valueAt } from './tried-points.js';

/** Two trials beside each other. */
export interface Comparison {
  readonly one: ComparedTrial;
  readonly other: ComparedTrial;
  /** What both are compared by: that of the first one's sweep. */
  readonly metric: Metric;
  readonly different: readonly FieldPair[];
  readonly equal: readonly FieldPair[];
  /** Which images each had right; null: that cannot be compared, see `untested`. */
  readonly test: PairedTest | null;
  /** Why there is no test; null: there is one. */
  readonly untested: string | null;
  /** How much higher the metric of `one` is, over replicates that both points have; null: fewer than two. */
  readonly runs: MeanInterval | null;
}

export interface ComparedTrial {
  readonly trial: Trial;
  readonly sweep: SweepRow;
  readonly recipe: Recipe;
  /** Null: it never trained, or that is not known. */
  readonly made: MadeOf | null;
  /** The epoch that stands for it; null: it has reported none. */
  readonly standing: Report | null;
  /** Its share of the time, and what it would have taken alone. */
  readonly seconds: number;
  readonly soloSeconds: number;
}

/** @throws {UsageError} no such trials, one that never had a recipe, or the same one twice. */
export async function readComparison(
  store: Pick<Store, 'readings'>,
  wanted: readonly [string, string],
): Promise<Comparison> {
  const first = await findTrial(store, wanted[0]);
  const second = await findTrial(store, wanted[1]);
  const id = first.trial.id;
  if (id === second.trial.id) {
    throw new UsageError(`Trial ${id} is named twice: name two trials to compare.`);
  }
  const { metric } = first.sweep.spec;
  const one = await compared(store.readings, first, metric);
  const other = await compared(store.readings, second, metric);
  const fields = recipeDifferences(recipeDocument(one.recipe), recipeDocument(other.recipe));
  const why = whyUntested(one, other);
  const rights = [one.standing?.rights, other.standing?.rights] as const;
  const test = why === null ? pairedTest(...rights, one.recipe.trunk.data.val) : null;
  const untested = test ? null : (why ?? 'What was kept of their answers is of other images.');
  const comparable = imagesDiffer(one, other) === null;
  const runs = comparable ? await overReplicates(store.readings, one, other, metric) : null;
  return { one, other, metric, ...fields, test, untested, runs };
}

async function compared(
  readings: Readings,
  { trial, sweep }: Pick<ComparedTrial, 'trial' | 'sweep'>,
  metric: Metric,
): Promise<ComparedTrial> {
  const recipe = recipeOf(trial);
  const sum = (of: (report: Report) => number) => trial.reports.reduce((all, r) => all + of(r), 0);
  return {
    ...{ trial, sweep, recipe, made: await readings.madeOf(trial.id) },
    standing: standingReport(trial.reports, metric, recipe.judged.rule) ?? null,
    seconds: sum(({ seconds }) => seconds),
    soloSeconds: sum(({ soloSeconds }) => soloSeconds),
  };
}

/** Why two trials' answers cannot be laid side by side; null: they can. */
function whyUntested(one: ComparedTrial, other: ComparedTrial): string | null {
  for (const { trial, standing } of [one, other]) {
    if (!standing) return `Trial ${trial.id} has reported no epoch (it is ${trial.state}).`;
  }
  const images = imagesDiffer(one, other);
  if (images) return images;
  for (const { trial, standing } of [one, other]) {
    if (!standing?.rights) {
      return `Which images trial ${trial.id} had right was not kept: an older program trained it.`;
    }
  }
  return null;
}

/** How the images that two trials are judged by differ; null: they do not. */
function imagesDiffer(one: ComparedTrial, other: ComparedTrial): string | null {
  const trunks = [one.recipe.trunk, other.recipe.trunk] as const;
  const [a, b] = trunks.map(({ data, seed }) => {
    const { decodeSize: _, ...images } = data;
    return JSON.stringify([images, data.valFrom === 'folder' ? null : seed]);
  });
  const made = one.made && other.made && differing(one.made.fingerprint, other.made.fingerprint);
  if (a === b && !made?.data) return null;
  return 'They were not validated on the same images: the data, its splits or the seed differ.';
}

/** Differences between runs that share a replicate's draws, where both points have at least two. */
async function overReplicates(
  readings: Readings,
  one: ComparedTrial,
  other: ComparedTrial,
  metric: Metric,
): Promise<MeanInterval | null> {
  const runs = await runsOf(readings, one, metric);
  const others = await runsOf(readings, other, metric);
  const differences = [...runs].flatMap(([replicate, value]) => {
    const theirs = others.get(replicate);
    return theirs === undefined ? [] : [value - theirs];
  });
  return differences.length < 2 ? null : meanInterval(differences);
}

/** Values of the finished runs of a trial's point, by replicate. */
async function runsOf(
  readings: Readings,
  { trial, made }: ComparedTrial,
  metric: Metric,
): Promise<ReadonlyMap<number, number>> {
  const all = await readings.trials(trial.sweepId);
  const apart = (await readings.allMadeOf(trial.sweepId)).filter(
    ({ change }) => change !== (made?.change ?? 0),
  );
  const others = new Set(apart.flatMap(({ trials }) => trials));
  const runs = all.filter(
    ({ id, point, state }) => point === trial.point && state === 'finished' && !others.has(id),
  );
  return new Map(runs.map((run) => [run.replicate, valueAt(run, metric)]));
}
