import { z } from 'zod';
import { rngFor } from '../../core/random.js';
import { finiteNotes } from '../by-draws.js';
import { acquisition } from '../models/gaussian-process/acquisition.js';
import { fitHyperparameters } from '../models/gaussian-process/fit-hyperparameters.js';
import type { Hyperparameters } from '../models/gaussian-process/kernel.js';
import { metricSpace } from '../models/gaussian-process/metric-space.js';
import { posterior } from '../models/gaussian-process/posterior.js';
import { byWorth, type Effort, pointSearch } from '../models/gaussian-process/search-space.js';
import { trainingSet } from '../models/gaussian-process/training-set.js';
import { warpedLosses } from '../models/gaussian-process/warped-losses.js';
import { historyReader, type Known } from '../models/proposals/history.js';
import { byCandidates } from '../models/proposals/new-points.js';
import { sharingFirst } from '../models/proposals/sharing-first.js';
import { singleLosses } from '../models/proposals/single-losses.js';
import { defineSampler } from '../sampler.js';
import { drawnAxes, finitePoints } from '../spaces/finite-points.js';

/**
 * Bayesian optimization by a Gaussian process: a Matern kernel of smoothness 5/2 with a length for each
 * parameter, most probable hyperparameters, and the point of most log expected improvement (Ament et
 * al. 2023). Trials that wait or run, and those of the same ask, are believed to come out as expected,
 * so that several asked for at once differ.
 *
 * It learns from at most `MOST` trials, half of them the best, half the latest, and fits
 * hyperparameters anew whenever it knows a fifth more: a suggestion takes milliseconds however long
 * the sweep.
 */
export const gp = defineSampler({
  type: 'gp',
  summary: 'where a Gaussian process expects most improvement',
  options: z.strictObject({
    n_startup: z
      .int()
      .gte(2)
      .default(10)
      .describe('Trials that must have ended before the process is asked'),
  }),
  looks: true,
  size: (space) => drawnAxes(space).size,
  check: (space, runCap, _order, allowed) => finiteNotes('gp', space, runCap, allowed),
  create(setup) {
    const { space, coordinates, seed, options, cost } = setup;
    const read = historyReader(coordinates);
    const metric = metricSpace(coordinates.all);
    const { rate, search } = pointSearch(coordinates, metric);
    const points = finitePoints(space);
    const hyperparametersOf = fitOnce((known) => {
      const losses = singleLosses(known);
      const [chosen, values] = [trainingSet(losses, MOST), warpedLosses(losses)];
      return fitHyperparameters(
        metric,
        chosen.map((i) => metric.encode(known[i]!.place)),
        chosen.map((i) => values[i]!),
      );
    });

    return byCandidates('gp', setup, ({ study }) => {
      const { known, open } = read(study);
      if (known.length < options.n_startup || coordinates.all.length === 0) {
        return { candidates: () => [] };
      }
      const losses = singleLosses(known);
      const chosen = trainingSet(losses, MOST);
      const values = warpedLosses(losses);
      const learned = chosen.map((i) => metric.encode(known[i]!.place));
      const process = posterior(
        metric,
        hyperparametersOf(known.slice(0, fittedCount(known.length))),
        learned,
        chosen.map((i) => values[i]!),
      );
      let best = Math.min(...process.means);
      const believe = (point: Float64Array) => {
        best = Math.min(best, process.at(point).mean);
        process.believe(point);
      };
      for (const place of open) believe(metric.encode(place));
      const near = chosen
        .toSorted((a, b) => values[a]! - values[b]!)
        .slice(0, NEAR)
        .map((i) => known[i]!.place);

      const running = study.trials.filter(({ state }) => state === 'queued' || state === 'running');
      const met = new Set(study.trials.map(({ params }) => JSON.stringify(params)));

      return {
        candidates(number, picked) {
          const last = picked.at(-1);
          if (last) believe(metric.encode(coordinates.placeOf(last)!));
          const worth = acquisition(process, best);
          const effort = effortFor(learned.length, metric.dimensions);
          const found =
            points && points.size <= effort.draws
              ? Array.from({ length: points.size }, (_, i) => rate(worth, points.at(i)))
              : search(worth, near, effort, rngFor('gp', seed, number));
          const beside = [...running.map(({ params }) => params), ...picked];
          const fresh = found.filter(({ params }) => !met.has(JSON.stringify(params)));
          return sharingFirst(fresh.sort(byWorth).slice(0, SHORT_LIST), cost, beside);
        },
      };
    });
  },
});

/** Trials that the process learns from: their cube is what a suggestion costs. */
const MOST = 100;

/** Of what was looked at, the best are offered. */
const SHORT_LIST = 64;

/** Good trials around which is looked. */
const NEAR = 4;

/** How many of so many trials hyperparameters were fitted to last. */
function fittedCount(known: number): number {
  let count = 2;
  for (let next = count; next <= known; next = Math.ceil(next * 1.2)) count = next;
  return count;
}

/** About as long a search whatever the process knows: a few milliseconds. */
function effortFor(known: number, dimensions: number): Effort {
  const look = known * known + known * (40 + 4 * dimensions);
  const within = (count: number, least: number, most: number) =>
    Math.min(Math.max(Math.round(count), least), most);
  return { draws: within(2e6 / look, 80, 160), starts: 3, steps: within(2e5 / look, 6, 30) };
}

/** Works out hyperparameters again only if what is known has changed. */
function fitOnce(
  work: (known: readonly Known[]) => Hyperparameters,
): (known: readonly Known[]) => Hyperparameters {
  let last: { readonly known: readonly Known[]; readonly found: Hyperparameters } | undefined;
  return (known) => {
    const same =
      last?.known.length === known.length && last.known.every((a, i) => equal(a, known[i]!));
    if (!last || !same) last = { known, found: work(known) };
    return last.found;
  };
}

function equal(a: Known, b: Known): boolean {
  return (
    a.place.every((u, i) => u === b.place[i]) &&
    a.losses.every((loss, i) => loss === b.losses[i]) &&
    a.violation === b.violation
  );
}
