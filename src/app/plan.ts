import { knownRate } from '../assets/known-rates.js';
import { recipeFor } from '../config/recipe-for.js';
import { largestOf } from '../config/space/possible-values.js';
import { UsageError } from '../core/errors.js';
import { isUrl, type Place } from '../core/places/place.js';
import type { Recipe } from '../core/recipe.js';
import type { SweepSpec } from '../core/sweep.js';
import { cacheDir } from '../machine/cache-dir.js';
import { type Estimate, estimateSweep } from '../plan/estimate-sweep.js';
import { plannedSchedules } from '../plan/planned-schedules.js';
import type { Plan } from '../results/documents/plan.js';
import type { TrainedTrial } from '../store/port.js';
import { sweepSize } from '../sweep/points/counts.js';
import type { Observer } from './observer.js';
import { isThere, withDatabase } from './open-database.js';
import { type PlannedTrials, plannedTrials } from './planned-trials.js';
import { tellImages } from './tell-images.js';
import { machineFor, roomOf } from './workers/look-at-room.js';
import { noRoom, type Room, roomNotes } from './workers/room.js';
import { fewerWorkers, planLanes } from './workers/share-memory.js';
import type { World } from './world.js';

/**
 * Asks the sampler for every trial, and adds up what they would take. Trains and fetches nothing.
 * `place`: of results that tell how long trials take; there need be none.
 *
 * @throws {UsageError} the sweep has no end.
 */
export async function plan(
  { env, cores }: Pick<World, 'env' | 'cores'>,
  { spec, contents }: Pick<Plan, 'spec' | 'contents'>,
  place: Place,
  observer: Pick<Observer, 'onNote'>,
): Promise<Plan> {
  tellImages({ spec, contents }, observer);
  checkEnd(spec);
  const planned = plannedTrials(spec, mostPlanned(spec));
  const recipes = planned.trials.map(({ recipe }) => recipe);
  const again = againOf(planned, spec);
  const total = planned.total ?? recipes.length + again.length;
  const { backend, machine } = machineFor({ env, cores }, spec);
  const fewer = fewerWorkers(backend, spec.workers, machine);
  if (fewer !== undefined) observer.onNote?.({ kind: 'message', message: fewer });
  const options = planLanes(backend, spec, machine, total);
  const known = {
    trained: await trainedBefore({ env }, place, backend.name, observer),
    imagesPerSecond: knownRate(cacheDir(env), backend.name),
  };
  const estimate = estimateSweep(recipes, backend.speed, options, known);
  const later = estimateSweep(again, backend.speed, options, known);
  const scale = (total - again.length) / Math.max(1, recipes.length);
  const cohorts = estimate.cohorts.map((cohort) => cohort.trials);
  const room = roomOf(
    { recipes, cohorts, lanes: options.lanes, trials: total },
    spec,
    backend,
    machine,
    place.file,
  );
  // Of shared results another machine keeps the files.
  for (const message of isUrl(place.at) ? [] : toldOf(room, spec, place.file)) {
    observer.onNote?.({ kind: 'message', message });
  }
  return {
    spec,
    total,
    contents,
    trials: planned.trials.map(({ params, replicate }, place) => {
      return { number: place + 1, params, replicate };
    }),
    again: again.length,
    equal: { equal: planned.equal, asked: planned.equal + planned.points },
    schedules: plannedSchedules(recipes),
    backend: backend.name,
    estimate: both(times(scale, estimate), later),
    room,
  };
}

/** What `run` would say of the room there is; of files that find none, too, which it refuses. */
function toldOf(room: Room, spec: SweepSpec, database: string): readonly string[] {
  const why = noRoom(room, database);
  return why === null ? roomNotes(room, spec, database) : [why];
}

/**
 * The runs that leaders are to have once all have ended: which they will be is not known, so points
 * from all over the sweep stand for them.
 */
function againOf({ trials, points }: PlannedTrials, spec: SweepSpec): readonly Recipe[] {
  const { n, top } = spec.repeats;
  if (top === null) return [];
  const leading = Math.min(top, points);
  return Array.from({ length: leading * (n - 1) }, (_, place) => {
    const leader = Math.floor(((place % leading) * trials.length) / leading);
    const { params } = trials[leader]!;
    return recipeFor(spec, params, 1 + Math.floor(place / leading));
  });
}

/** Of what runs first, with the time of what runs after it. */
function both(first: Estimate, { seconds, aloneSeconds }: Estimate): Estimate {
  return {
    ...first,
    seconds: first.seconds + seconds,
    aloneSeconds: first.aloneSeconds + aloneSeconds,
  };
}

/** The same for so many times the trials. */
function times(factor: number, { seconds, aloneSeconds, ...rest }: Estimate): Estimate {
  return { ...rest, seconds: factor * seconds, aloneSeconds: factor * aloneSeconds };
}

/**
 * Trials that are looked at one by one, and epoch by epoch; a larger sweep is estimated from the
 * first of them.
 */
function mostPlanned({ space, defaults }: SweepSpec): number {
  const epochs = largestOf(space, 'epochs') ?? defaults.epochs;
  return Math.min(10_000, Math.max(100, Math.floor(1_000_000 / epochs)));
}

function checkEnd(spec: SweepSpec): void {
  if (sweepSize(spec) !== null) return;
  throw new UsageError(
    `Expected run_cap, the total number of trials: ${spec.method.type} never ends by itself.`,
  );
}

async function trainedBefore(
  world: Pick<World, 'env'>,
  place: Place,
  backend: string,
  observer: Pick<Observer, 'onNote'>,
): Promise<readonly TrainedTrial[]> {
  if (!isThere(place)) return [];
  return withDatabase(world, place, 'read', observer, ({ store }) =>
    store.readings.trained(backend, LATEST),
  );
}

/** Sweeps that are looked at: the latest are nearest to what is planned. */
const LATEST = 5;
