import type { Trial } from '../core/trial.js';
import type { Waiting } from '../plan/split-group.js';
import type { NewTrial } from '../store/port.js';
import type { Again } from './faults/retries.js';
import { type Cohort, createQueue, type Queue } from './queue.js';
import type { Roster } from './roster.js';
import { seenOf } from './seen.js';
import type { SweepParts } from './sweep-parts.js';

export interface SupplyParts
  extends Pick<SweepParts, 'store' | 'sweepId' | 'sampler' | 'recipeFor' | 'queue' | 'provenance'> {
  readonly roster: Roster;
  /** Whether suggestions depend on the sweep so far. */
  readonly looks: boolean;
  /** How many trials the sweep has in all; null: until the sampler has no more. */
  readonly total: number | null;
  /** Group and price of a trial. */
  readonly weigh: (trial: Trial) => Pick<Waiting<Trial>, 'group' | 'price'>;
  /** Trials that are not handed out here. */
  readonly withheld: ReadonlySet<number>;
}

/** Rows laid down at once, at most: enough to see the sweep, few enough for a grid of millions. */
const CHUNK = 10_000;

/**
 * Trials that a sampler which looks at the sweep is asked for at once: enough to share a trunk, few
 * enough to learn from soon.
 */
const ASK = 8;

/** Hands out cohorts whose rows are in the store, laying down rows as they are needed. */
export interface Supply {
  /** The next cohort for a lane (from 0): near what it had last, apart from what the others have. */
  next(lane: number): Promise<(Cohort & Partial<Again>) | undefined>;
  /** Takes trials back; they are handed out as they are grouped once nothing else waits. */
  putBack(groups: readonly Again[]): void;
}

/** Trials come chunk by chunk of their numbers: rows left from an earlier run first, then new ones. */
export function createSupply(parts: SupplyParts): Supply {
  const { store, sweepId, roster, weigh, withheld } = parts;
  const chunks = chunksOf(roster.all());
  const back: Again[] = [];
  let queue: Queue = createQueue([], parts.queue);
  let turn: Promise<unknown> = Promise.resolve();
  /** The group that each lane is on. */
  const current: (string | undefined)[] = [];

  async function refill(): Promise<boolean> {
    const left = chunks.shift();
    const trials = left ?? (await store.queue.add(sweepId, suggestions(parts)));
    if (!left) roster.add(trials);
    const open = trials.filter(({ id }) => !withheld.has(id));
    queue = createQueue(
      open.map((trial) => ({ trial, ...weigh(trial) })),
      parts.queue,
    );
    return trials.length > 0;
  }

  async function take(lane: number): ReturnType<Supply['next']> {
    while (queue.isEmpty && (await refill()));
    const others = new Set(current.filter((_, other) => other !== lane));
    const cohort = queue.take(current[lane], others) ?? takeBack();
    current[lane] = cohort?.group;
    return cohort;
  }

  function takeBack(): (Cohort & Again) | undefined {
    const again = back.shift();
    return again && { ...again, group: '', followed: false };
  }

  return {
    next(lane) {
      // One lane at a time, or two would lay the same rows down, and be sent to the same group.
      const taken = turn.then(() => take(lane));
      turn = taken.catch(() => undefined);
      return taken;
    },
    putBack(groups) {
      back.push(...groups);
    },
  };
}

/** The next points, each as a trial with its recipe. */
function suggestions(parts: SupplyParts): readonly NewTrial[] {
  const { roster, sampler, total, looks, recipeFor, provenance } = parts;
  const first = roster.size;
  const room = looks ? ASK : CHUNK - (first % CHUNK);
  const count = Math.min(room, (total ?? Number.POSITIVE_INFINITY) - first);
  if (count <= 0) return [];
  const study = roster.study();
  const seen = looks ? seenOf(study) : null;
  return sampler.suggest({ first, count, study }).map((params, place): NewTrial => {
    const number = first + place;
    const { version } = provenance;
    // A trial whose params make no recipe fails with the reason when its turn comes.
    const recipe = orNull(() => recipeFor(params, 0));
    return { number, point: number, replicate: 0, params, recipe, version, seen };
  });
}

function orNull<Result>(make: () => Result): Result | null {
  try {
    return make();
  } catch {
    return null;
  }
}

function chunksOf(trials: readonly Trial[]): Trial[][] {
  const chunks = new Map<number, Trial[]>();
  for (const trial of trials) {
    const place = Math.floor(trial.number / CHUNK);
    const chunk = chunks.get(place) ?? [];
    chunks.set(place, chunk);
    chunk.push(trial);
  }
  return [...chunks.values()];
}
