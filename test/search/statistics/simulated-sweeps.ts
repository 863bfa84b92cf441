import { drawNormal, type Rng, rngFor } from '../../../src/core/random.js';
import { normalCdf } from '../../../src/search/spaces/quantiles.js';
import { holm } from '../../../src/search/statistics/holm.js';
import { betweenRuns } from '../../../src/search/statistics/points/between-runs.js';
import { compare } from '../../../src/search/statistics/points/compare.js';
import { intervalOf } from '../../../src/search/statistics/points/interval-of.js';
import { type Run, sampleOf } from '../../../src/search/statistics/points/sample.js';
import { selectionBias } from '../../../src/search/statistics/points/selection-bias.js';
import { ALPHA, againstBest } from '../../../src/search/statistics/points/ties.js';

/** A kind of sweep whose truth is known, since it is made up. */
export interface Scenario {
  readonly name: string;
  readonly recipes: number;
  readonly images: number;
  /** Runs of each recipe, or of each of the `top` best. */
  readonly runs: number;
  readonly top?: number;
  /**
   * On the probit scale, where a run gets an image right if ability + run + image + taste + chance
   * is above 0: mean ability, and the standard deviations of the others. `replicate`: what the draws
   * of one replicate do to all recipes. `chance`, of a run on an image, has 1.
   */
  readonly ability: number;
  readonly abilities: number;
  readonly run: number;
  readonly replicate: number;
  readonly image: number;
  /** Of a recipe for an image. */
  readonly taste: number;
}

/** What became of one simulated sweep. */
export interface Simulated {
  /** Of all intervals, the share that holds the truth. */
  readonly covered: number;
  /** Whether the winner's own does; and the one that the selection bias makes longer. */
  readonly winnerCovered: boolean;
  readonly correctedCovered: boolean;
  /** Whether something is said to be worse than the best that is not; the same by plain Holm. */
  readonly falselyApart: boolean;
  readonly falselyApartByHolm: boolean;
  /** Whether the best in truth is among those that cannot be told from the best seen. */
  readonly holdsBest: boolean;
  readonly tied: number;
  /** How much too high the winner's value is, and how much that was said to be. */
  readonly bias: number;
  readonly saidBias: number;
}

export function simulate(scenario: Scenario, seed: number): Simulated {
  const rng = quick(rngFor('simulated sweep', scenario.name, seed));
  const { drawn, samples } = drawSweep(scenario, rng);
  const truths = drawn.map((recipe) => truthOf(recipe, scenario));
  const isRepeated = (k: number) => Number(samples[k]!.runs.length > 1);
  const order = samples
    .map((_, k) => k)
    .sort((a, b) => isRepeated(b) - isRepeated(a) || samples[b]!.mean - samples[a]!.mean);
  const ranked = order.map((k) => samples[k]!);
  const truth = order.map((k) => truths[k]!);
  const { images } = scenario;
  const between = betweenRuns(ranked);
  const intervals = ranked.map((sample) => intervalOf(sample, images, between)!);
  const holds = (k: number, less: number) =>
    intervals[k]!.low - less <= truth[k]! && truth[k]! <= intervals[k]!.high;
  const apart = againstBest(ranked, images, between).map((p) => p! < ALPHA);
  const byHolm = holm(ranked.slice(1).map((other) => compare(ranked[0]!, other, images, between)!));
  const isFalse = (k: number) => truth[k + 1]! >= truth[0]!;
  const saidBias = selectionBias(ranked, between)!;
  const best = truth.indexOf(Math.max(...truth));
  return {
    covered: intervals.filter((_, k) => holds(k, 0)).length / ranked.length,
    winnerCovered: holds(0, 0),
    correctedCovered: holds(0, saidBias),
    falselyApart: apart.some((isApart, k) => isApart && isFalse(k)),
    falselyApartByHolm: byHolm.some((p, k) => p < ALPHA && isFalse(k)),
    holdsBest: best === 0 || !apart[best - 1],
    tied: 1 + apart.filter((isApart) => !isApart).length,
    bias: ranked[0]!.mean - truth[0]!,
    saidBias,
  };
}

interface Drawn {
  readonly ability: number;
  /** Of each run, what its luck adds. */
  readonly luck: readonly number[];
}

function drawSweep(scenario: Scenario, rng: Rng) {
  const { recipes, images, runs, top = recipes } = scenario;
  const normals = (n: number, sd: number) =>
    Float64Array.from({ length: n }, () => sd * drawNormal(rng));
  const hardness = normals(images, scenario.image);
  const common = normals(runs, scenario.replicate);
  const drawn = Array.from({ length: recipes }, () => ({
    ability: scenario.ability + scenario.abilities * drawNormal(rng),
    taste: normals(images, scenario.taste),
    luck: [] as number[],
    runs: [] as Run[],
  }));
  const train = (recipe: (typeof drawn)[number], replicate: number) => {
    const luck = common[replicate]! + scenario.run * drawNormal(rng);
    const answers = Uint8Array.from(hardness, (hard, i) =>
      recipe.ability + luck + hard + recipe.taste[i]! + drawNormal(rng) > 0 ? 1 : 0,
    );
    const value = answers.reduce((sum, right) => sum + right, 0) / images;
    recipe.luck.push(luck);
    recipe.runs.push({ replicate, value, answers });
  };
  for (const recipe of drawn) train(recipe, 0);
  const leaders = drawn.toSorted((a, b) => b.runs[0]!.value - a.runs[0]!.value).slice(0, top);
  for (const recipe of leaders) {
    for (let replicate = 1; replicate < runs; replicate += 1) train(recipe, replicate);
  }
  return {
    drawn: drawn as readonly Drawn[],
    samples: drawn.map((recipe) => sampleOf(recipe.runs)),
  };
}

/**
 * Where nothing is repeated, what the network does on all images there could be; else what the recipe
 * does in all runs that there could be.
 */
function truthOf({ ability, luck }: Drawn, scenario: Scenario): number {
  const { image, taste, run, replicate } = scenario;
  const spread = image ** 2 + taste ** 2 + 1;
  if (scenario.runs === 1) return normalCdf((ability + luck[0]!) / Math.sqrt(spread));
  return normalCdf(ability / Math.sqrt(spread + run ** 2 + replicate ** 2));
}

/** Very many draws in little time: a generator of 32 bits of state that a keyed draw starts (Marsaglia 2003). */
function quick(start: Rng): Rng {
  let state = 1 + Math.floor(start() * (2 ** 32 - 1));
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
