import type { Json } from '../../core/json.js';
import type { Recipe } from '../../core/recipe.js';
import type { Params } from '../../core/space.js';
import { createKnownPoints } from '../../plan/known-points.js';
import { samplerNamed } from '../../search/sampler-named.js';
import { studyOf } from '../../search/study.js';
import { pointsOf } from '../../search/study-runs.js';
import type { Roster } from '../roster.js';
import { seenOf } from '../seen.js';
import type { SweepParts } from '../sweep-parts.js';
import { pointCount } from './counts.js';
import { recipeOrNull } from './recipe-or-null.js';

export interface NextPointsParts extends Pick<SweepParts, 'spec' | 'sampler' | 'recipeFor'> {
  readonly roster: Roster;
  /** Whether suggestions depend on the sweep so far. */
  readonly looks: boolean;
}

/** Points that have no trial yet. */
export interface NextPoints {
  /** So many of them at most; none: there are no more. They are to have trials from now on. */
  take(most: number): readonly NextPoint[];
  /** All points: those that have trials, and those that may still come; null: nobody knows. */
  readonly count: number | null;
  /** Points that have trials. */
  readonly taken: number;
  /** How many points asked for so far are equal to others. */
  readonly equal: number;
  /** The sampler gave nothing but points that are there, again and again. */
  readonly gaveUp: boolean;
}

export interface NextPoint {
  /** Its number. */
  readonly point: number;
  readonly params: Params;
  /** Null: its params make none. */
  readonly recipe: Recipe | null;
  /** What a sampler that looks saw; null: it does not. */
  readonly seen: Json;
}

interface Asked {
  readonly fresh: readonly NextPoint[];
  /** Some numbers led to the points that they led to before this run, which asks for them again. */
  readonly isKnown: boolean;
}

/**
 * Points that a sampler which looks at the sweep is asked for at once: enough to share a trunk, few
 * enough to learn from soon.
 */
const ASK = 8;

/** Points in a row that are there already, after which such a sampler is asked for no more. */
export const MOST_EQUAL = 200;

/**
 * A point that would train as another does is passed over, and the next one is asked for.
 *
 * Resumed, a sampler that does not look is asked for its points from the first again, and those that
 * have trials are passed over; one that looks, for those behind the last that has one.
 */
export function createNextPoints(parts: NextPointsParts): NextPoints {
  const { spec, sampler, roster, looks } = parts;
  const given = spec.points.length;
  const size = samplerNamed(spec.method.type).size(spec.space);
  const known = createKnownPoints();
  const taken = new Set<number>();
  let last = -1;
  for (const { point, params, recipe } of roster.all()) {
    if (!taken.has(point)) known.meet({ number: point, params, recipe });
    taken.add(point);
    last = Math.max(last, point);
  }
  /** Points that numbers asked for have led to. */
  const led = new Set(looks ? [...taken].filter((point) => point >= given) : []);
  const equalBefore = looks ? Math.max(0, last + 1 - given - led.size) : 0;
  /** Numbers that have led to a point which is there. */
  const equal = new Set<number>();
  let next = 0;
  let isDone = false;
  let gaveUp = false;

  function ask(count: number): Asked {
    const first = next;
    // Of a hundred thousand trials it takes a while, and others have no use for it.
    const runs = looks ? roster.runs() : [];
    const seen = looks ? seenOf(runs, [first, count]) : null;
    const suggested = sampler.suggest({ first, count, study: studyOf(spec, pointsOf(runs)) });
    if (suggested.length < count) isDone = true;
    next += suggested.length;
    const fresh: NextPoint[] = [];
    let isKnown = false;
    for (const [place, params] of suggested.entries()) {
      const met = meet(first + place, params);
      if (typeof met === 'object') fresh.push({ ...met, params, seen });
      else isKnown ||= met === first + place;
    }
    return { fresh, isKnown };
  }

  /** A point that is to have trials; or the number of one that has some, and is equal. */
  function meet(number: number, params: Params): Pick<NextPoint, 'point' | 'recipe'> | number {
    const recipe = recipeOrNull(parts, params, 0);
    const own = taken.has(number) ? last + 1 : number;
    const met = known.meet({ number: own, params, recipe });
    const point = met ?? own;
    if (led.has(point)) equal.add(number);
    else equal.delete(number);
    led.add(point);
    if (met !== undefined) return met;
    taken.add(point);
    last = Math.max(last, point);
    return { point, recipe };
  }

  return {
    take(most) {
      const found: NextPoint[] = [];
      const room = Math.min(most, (spec.runCap ?? Number.POSITIVE_INFINITY) - taken.size);
      // Numbers that led to nothing new may do so now.
      if (looks) next = Math.min(next, given);
      let inVain = 0;
      while (!isDone && found.length < room) {
        if (looks && next >= given) next = Math.max(next, last + 1);
        const left = room - found.length;
        const count = Math.min(left, next < given ? given - next : looks ? ASK : left);
        const { fresh, isKnown } = ask(count);
        found.push(...fresh);
        // One that looks is to see these first.
        if (looks && found.length > 0) break;
        inVain = fresh.length > 0 || isKnown ? 0 : inVain + count;
        gaveUp = inVain >= MOST_EQUAL && (looks || size === null);
        isDone ||= gaveUp;
      }
      return found;
    },
    get count() {
      if (isDone) return taken.size;
      const bound = pointCount(spec);
      if (bound === null) return null;
      const left = given + (size ?? Number.POSITIVE_INFINITY) - next;
      return Math.max(taken.size, Math.min(bound, taken.size + left));
    },
    get taken() {
      return taken.size;
    },
    get equal() {
      return equalBefore + equal.size;
    },
    get gaveUp() {
      return gaveUp;
    },
  };
}
