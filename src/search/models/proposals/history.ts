import type { Params } from '../../../core/space.js';
import type { Rated } from '../../pareto/dominates.js';
import { violationOf } from '../../pareto/violation-of.js';
import type { Coordinates, Place } from '../../spaces/coordinates.js';
import type { Study, StudyTrial } from '../../study.js';

/** A study as samplers learn from it: numbers in and numbers out. */
export interface History {
  /** What came to an end: first what an earlier sweep found, then by number. */
  readonly known: readonly Known[];
  /** How many of these an earlier sweep found. */
  readonly fromEarlier: number;
  /** Places of trials that wait or run, by number. */
  readonly open: readonly Place[];
}

/** A place and what was found there. */
export interface Known extends Rated {
  readonly place: Place;
  readonly violation: number;
}

/**
 * Reads studies over these coordinates. A stopped trial counts by what it reached, a diverged one as
 * worst in everything; a failed one says nothing, nor does a point that is not of the space. Places are
 * remembered by the params they belong to, as a study of thousands is asked about again and again.
 */
export function historyReader(coordinates: Coordinates): (study: Study) => History {
  const places = new WeakMap<Params, Place | null>();

  function placeOf(params: Params): Place | null {
    const remembered = places.get(params);
    if (remembered !== undefined) return remembered;
    const place = coordinates.placeOf(params);
    places.set(params, place);
    return place;
  }

  return ({ trials, earlier, objectives }) => {
    const known: Known[] = [];
    const open: Place[] = [];
    const learn = (params: Params, losses: readonly number[]) => {
      const place = placeOf(params);
      if (place) known.push({ place, losses, violation: violationOf(losses, objectives) });
    };
    for (const { params, losses } of earlier) learn(params, losses);
    const fromEarlier = known.length;
    for (const trial of trials) {
      if (trial.state === 'queued' || trial.state === 'running') {
        const place = placeOf(trial.params);
        if (place) open.push(place);
      } else {
        const losses = outcome(trial, objectives.length);
        if (losses) learn(trial.params, losses);
      }
    }
    return { known, fromEarlier, open };
  };
}

/** Undefined: nothing is to be learned from it. */
function outcome(
  { state, standing }: StudyTrial,
  objectives: number,
): readonly number[] | undefined {
  if (state === 'diverged') return new Array<number>(objectives).fill(Number.POSITIVE_INFINITY);
  return state === 'failed' || standing.length === 0 ? undefined : standing;
}
