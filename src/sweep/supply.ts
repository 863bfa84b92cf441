import { setImmediate } from 'node:timers/promises';
import type { Trial } from '../core/trial.js';
import type { Waiting } from '../plan/split-group.js';
import type { NewTrial } from '../store/port.js';
import { type Cohort, createQueue, type Queue } from './cohorts/queue.js';
import type { Again } from './faults/retries.js';
import { trialCount } from './points/counts.js';
import { equalText } from './points/equal-text.js';
import { missingRuns } from './points/missing-runs.js';
import { createNextPoints, type NextPoint } from './points/next-points.js';
import { recipeOrNull } from './points/recipe-or-null.js';
import type { Roster } from './roster.js';
import type { SweepParts } from './sweep-parts.js';

export interface SupplyParts
  extends Pick<
    SweepParts,
    'store' | 'sweepId' | 'spec' | 'sampler' | 'recipeFor' | 'queue' | 'provenance'
  > {
  readonly roster: Roster;
  /** Whether suggestions depend on the sweep so far. */
  readonly looks: boolean;
  /** Group and price of a trial. */
  readonly weigh: (trial: Trial) => Pick<Waiting<Trial>, 'group' | 'price'>;
  /** Trials that are not handed out here. */
  readonly withheld: ReadonlySet<number>;
  /** Trials that others do not compare with. */
  readonly apart: ReadonlySet<number>;
  /** Trials that were paused, and go on: asked for once no row waits, before new ones are laid down. */
  readonly promoted: () => Promise<readonly Trial[]>;
}

/** Rows laid down at once, at most: enough to see the sweep, few enough for a grid of millions. */
const CHUNK = 10_000;

/** Trials made, written and weighed at once: with a thousand agents, what else is to be done waits. */
const SLICE = 500;

/** Hands out cohorts whose rows are in the store, laying down rows as they are needed. */
export interface Supply {
  /** Lays down what can be laid down ahead, so that it is known how much there is. */
  open(): Promise<void>;
  /** The next cohort for a lane (from 0): near what it had last, apart from what the others have. */
  next(lane: number): Promise<(Cohort & Partial<Again>) | undefined>;
  /** Takes trials back; they are handed out as they are grouped once nothing else waits. */
  putBack(groups: readonly Again[]): void;
  /** Now that all trials have ended, lays down the runs that points lack; answers whether any do. */
  repeat(): Promise<boolean>;
  /** How many trials the sweep has in all; null: until the sampler has no more. */
  readonly total: number | null;
  /** Points so far that others are equal to. */
  readonly equal: number;
  /** What is to be said of them; null: nothing. */
  readonly remark: string | null;
}

/** Trials come chunk by chunk of their numbers: rows left from an earlier run first, then new ones. */
export function createSupply(parts: SupplyParts): Supply {
  const { store, sweepId, spec, roster, looks, weigh, withheld, apart } = parts;
  const { repeats } = spec;
  const { version } = parts.provenance;
  const chunks = chunksOf(roster.all());
  const points = createNextPoints(parts);
  const back: Again[] = [];
  /** Points have all the runs that they are to have. */
  let isRepeated = false;
  let queue: Queue = createQueue([], parts.queue);
  let turn: Promise<unknown> = Promise.resolve();
  /** The group that each lane is on. */
  const current: (string | undefined)[] = [];

  async function lay(runs: readonly NewRun[]): Promise<readonly Trial[]> {
    const first = roster.size;
    const laid = await store.queue.add(
      sweepId,
      runs.map((run, place) => ({ ...run, number: first + place, version })),
    );
    roster.add(laid);
    return laid;
  }

  /** The next chunk of trials, or what is left of one; of a sampler that looks, those of one ask. */
  async function layNext(): Promise<readonly Trial[]> {
    const runs = repeats.top === null ? repeats.n : 1;
    const room = CHUNK - (roster.size % CHUNK);
    const all: Trial[] = [];
    do {
      const most = Math.min(SLICE, room - all.length);
      const next = points.take(Math.max(1, Math.floor(most / runs)));
      if (next.length === 0) break;
      all.push(...(await lay(next.flatMap((point) => runsOf(point, runs)))));
    } while (!looks && all.length + runs <= room);
    return all;
  }

  function runsOf(point: NextPoint, runs: number): readonly NewRun[] {
    return Array.from({ length: runs }, (_, replicate) => {
      const recipe = replicate === 0 ? point.recipe : recipeOrNull(parts, point.params, replicate);
      return { ...point, recipe, replicate };
    });
  }

  async function refill(): Promise<boolean> {
    const rows = chunks.shift()?.filter(({ id }) => !withheld.has(id));
    const promoted = rows ? [] : await parts.promoted();
    const trials = rows ?? (promoted.length > 0 ? promoted : await layNext());
    queue = createQueue(await weighed(trials), parts.queue);
    return rows !== undefined || trials.length > 0;
  }

  async function weighed(trials: readonly Trial[]): Promise<readonly Waiting<Trial>[]> {
    const all: Waiting<Trial>[] = [];
    for (let from = 0; from < trials.length; from += SLICE) {
      if (from > 0) await setImmediate();
      for (const trial of trials.slice(from, from + SLICE)) all.push({ trial, ...weigh(trial) });
    }
    return all;
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
    async open() {
      if (looks || chunks.length > 1) return;
      const ahead = await layNext();
      if (ahead.length > 0) chunks.push([...ahead]);
    },
    next(lane) {
      // One lane at a time, or two would lay the same rows down, and be sent to the same group.
      const taken = turn.then(() => take(lane));
      turn = taken.catch(() => undefined);
      return taken;
    },
    putBack(groups) {
      back.push(...groups);
    },
    async repeat() {
      const missing = missingRuns(roster, spec, apart).map((run) => {
        return { ...run, recipe: recipeOrNull(parts, run.params, run.replicate), seen: null };
      });
      isRepeated = true;
      if (missing.length === 0) return false;
      chunks.push([...(await lay(missing))]);
      return true;
    },
    get total() {
      if (isRepeated) return roster.size;
      const { count } = points;
      return count === null ? null : Math.max(roster.size, trialCount(count, repeats));
    },
    get equal() {
      return points.equal;
    },
    get remark() {
      return equalText(points);
    },
  };
}

type NewRun = Omit<NewTrial, 'number' | 'version'>;

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
