import { parameters } from '../../config/parameters/index.js';
import { fallbackOf } from '../../config/parameters/parameter.js';
import { recipeFor } from '../../config/recipe-for.js';
import { UsageError } from '../../core/errors.js';
import type { Json } from '../../core/json.js';
import type { Recipe } from '../../core/recipe.js';
import type { Params, SearchSpace } from '../../core/space.js';
import { lossesOf } from '../../core/standing.js';
import type { EarlierPoint } from '../../core/study/warm-start.js';
import type { SweepSpec } from '../../core/sweep.js';
import type { Trial } from '../../core/trial.js';
import { count } from '../../core/words/numbers.js';
import { findSweep } from '../../results/find-sweep.js';
import { finalLeaderboard } from '../../results/leaderboard.js';
import { samplerNamed } from '../../search/sampler-named.js';
import { coordinatesOf } from '../../search/spaces/coordinates.js';
import type { Store, SweepRow } from '../../store/port.js';
import type { Observer } from '../observer.js';

/**
 * The sweep with what the earlier one that it names found in its space, so that it needs nothing else
 * from then on. Tells the observer what is taken, what is not, and why.
 *
 * @throws {UsageError} there is no such sweep.
 */
export async function withWarmStart(
  store: Pick<Store, 'readings'>,
  spec: SweepSpec,
  observer: Pick<Observer, 'onNote'>,
): Promise<SweepSpec> {
  const { warmStart } = spec;
  if (warmStart === null || !samplerNamed(spec.method.type).looks) return spec;
  const earlier = await earlierSweep(store, warmStart.sweep);
  const found = await pointsOf(store, spec, earlier);
  for (const message of toldOf(found, spec, earlier))
    observer.onNote?.({ kind: 'message', message });
  return { ...spec, warmStart: { ...warmStart, points: found.points } };
}

async function earlierSweep(store: Pick<Store, 'readings'>, wanted: string): Promise<SweepRow> {
  try {
    return await findSweep(store, wanted);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`warm_start names an earlier sweep of this database. ${error.message}`);
  }
}

interface Found {
  readonly points: readonly EarlierPoint[];
  readonly finished: number;
  readonly outside: number;
  /** Whose values for this sweep's metrics are not known. */
  readonly unmeasured: number;
}

/** Trials that are ranked: finished, and made of the same images as the latest of their sweep. */
async function pointsOf(
  { readings }: Pick<Store, 'readings'>,
  spec: SweepSpec,
  earlier: SweepRow,
): Promise<Found> {
  const { rows } = await finalLeaderboard({ readings }, earlier);
  const finished = new Set(rows.filter(({ rank }) => rank !== null).map(({ trial }) => trial));
  const trials = (await readings.trials(earlier.id, { reports: 'open' })).filter(({ id }) =>
    finished.has(id),
  );
  const standings = await readings.standings([...finished], spec.metric);
  const coordinates = coordinatesOf(spec.space);
  const runs = new Map<number, EarlierPoint[]>();
  let outside = 0;
  let unmeasured = 0;
  for (const trial of trials) {
    const params = placed(trial, spec, earlier.spec, coordinates);
    const metrics = standings.get(trial.id);
    const losses = metrics ? lossesOf(metrics, spec.objectives) : [];
    if (params === null) outside += 1;
    else if (losses.length === 0 || !losses.every(Number.isFinite)) unmeasured += 1;
    else runs.set(trial.point, [...(runs.get(trial.point) ?? []), { params, losses }]);
  }
  return { points: Array.from(runs.values(), mean), finished: trials.length, outside, unmeasured };
}

/** Of the runs of one point. */
function mean(runs: readonly EarlierPoint[]): EarlierPoint {
  const { params, losses } = runs[0]!;
  if (runs.length === 1) return runs[0]!;
  const sumOf = (place: number) => runs.reduce((sum, run) => sum + run.losses[place]!, 0);
  return { params, losses: losses.map((_, place) => sumOf(place) / runs.length) };
}

/** The point of this sweep that trains as the trial did, images and weights aside; null: none. */
function placed(
  { params: own, recipe }: Trial,
  spec: SweepSpec,
  earlier: SweepSpec,
  { placeOf, paramsAt }: ReturnType<typeof coordinatesOf>,
): Params | null {
  if (!recipe) return null;
  const place = placeOf({ ...leftOut(spec.space, own, earlier), ...own });
  if (place === null) return null;
  // Of this space whatever it was of: a value out of reach has become another, and does not compare.
  const params = paramsAt(place);
  try {
    const here = recipeFor(spec, params);
    return isAlike(compared(recipe, earlier), compared(here, earlier)) ? params : null;
  } catch {
    return null;
  }
}

/** What the earlier sweep left to the defaults of parameters that this one searches. */
function leftOut(space: SearchSpace, own: Params, { defaults }: SweepSpec): Params {
  const named = Object.entries(parameters).filter(
    ([name]) => space[name] !== undefined && !space[name].when && own[name] === undefined,
  );
  return Object.fromEntries(named.map(([name, def]) => [name, fallbackOf(def, defaults)]));
}

/** What must be the same: all that the earlier sweep did not fix for all of its trials. */
function compared({ trunk, training, pace }: Recipe, { space }: SweepSpec): Json {
  const { model, data, seed, replicate, imageSize, augmentation, ...frozen } = trunk;
  const { epochs, ...rates } = pace;
  const { head, ...rest } = training;
  return {
    ...{ ...frozen, normalization: JSON.stringify(frozen.normalization) },
    ...{ ...rest, head: { ...head } },
    ...rates,
    augmentation: augmentation.transforms,
    ...(space.image_size ? { imageSize } : {}),
    ...(space.epochs ? { epochs } : {}),
  };
}

/** Numbers that went through a place in the space may differ in their last digits. */
function isAlike(a: Json, b: Json): boolean {
  if (typeof a === 'number' && typeof b === 'number') {
    return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [ours, theirs] = [Object.entries(a), new Map(Object.entries(b))];
  return (
    ours.length === theirs.size &&
    ours.every(([key, value]) => theirs.has(key) && isAlike(value, theirs.get(key)!))
  );
}

function toldOf(found: Found, spec: SweepSpec, earlier: SweepRow): readonly string[] {
  const { points, finished, outside, unmeasured } = found;
  const which = `sweep ${earlier.id} (${earlier.name})`;
  const metrics = spec.objectives.map(({ name }) => name).join(', ');
  const left = [
    ...(outside > 0 ? [`${outside} ${outside === 1 ? 'lies' : 'lie'} outside its space`] : []),
    ...(unmeasured > 0
      ? [`${unmeasured} ${unmeasured === 1 ? 'has' : 'have'} no value of ${metrics}`]
      : []),
  ];
  const used = finished - outside - unmeasured;
  const trials = `${used} of ${count(finished, 'finished trial')}`;
  const why = left.length > 0 ? `; ${left.join(', ')}` : '';
  if (points.length === 0) {
    return [
      `warm_start: this sweep begins knowing nothing, as no finished trial of ${which} is of use${why}`,
    ];
  }
  const otherwise = differences(spec, earlier.spec);
  return [
    `warm_start: this sweep begins with ${trials} of ${which}${why}`,
    ...(otherwise.length > 0
      ? [
          `warm_start: those were trained otherwise, so that their values may mislead: ${otherwise.join('; ')}`,
        ]
      : []),
  ];
}

/** What the two sweeps fix in different ways. */
function differences(here: SweepSpec, then: SweepSpec): readonly string[] {
  const images = ({ data }: SweepSpec) =>
    `${data.train} images of ${data.source} to train and ${data.val} to validate`;
  const network = ({ model }: SweepSpec) => `${model.architecture} from ${model.weights}`;
  const epochs = ({ space, defaults }: SweepSpec) =>
    space.epochs ? null : count(defaults.epochs, 'epoch');
  const side = ({ space, defaults }: SweepSpec) =>
    space.image_size ? null : `images of ${defaults.imageSize} px`;
  return [images, network, epochs, side].flatMap((of) => {
    const [now, was] = [of(here), of(then)];
    return now === null || was === null || now === was ? [] : [`${was}, now ${now}`];
  });
}
