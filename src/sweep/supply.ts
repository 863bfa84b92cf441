import type { Params } from '../core/space.js';
import type { Trial } from '../core/trial.js';
import type { PlannerOptions } from '../plan/plan-cohorts.js';
import type { Waiting } from '../plan/split-group.js';
import type { Sampler } from '../search/sampler.js';
import type { Store } from '../store/port.js';
import { type Cohort, createQueue, type Queue } from './queue.js';
import type { Roster } from './roster.js';

export interface SupplyParts {
  readonly store: Pick<Store, 'addTrials'>;
  readonly sweepId: number;
  readonly roster: Roster;
  readonly sampler: Sampler;
  /** How many trials the sweep has in all; null: until the sampler has no more. */
  readonly total: number | null;
  /** Group and price of a trial. */
  readonly weigh: (params: Params) => Pick<Waiting<Trial>, 'group' | 'price'>;
  readonly queue: PlannerOptions;
  /** Trials that are not handed out here. */
  readonly withheld: ReadonlySet<number>;
}

/** Rows laid down at once, at most: enough to see the sweep, few enough for a grid of millions. */
export const CHUNK = 10_000;

/**
 * Trials that a sampler which looks at history is asked for at once: enough to share a trunk, few
 * enough to learn from soon.
 */
export const ASK = 8;

/** Hands out cohorts whose rows are in the store, laying down rows as they are needed. */
export interface Supply {
  next(last: string | undefined, busy: ReadonlySet<string | undefined>): Cohort | undefined;
  /** Takes trials back; each is handed out alone once nothing else waits. */
  putBack(trials: readonly Trial[]): void;
}

/** Trials come chunk by chunk of their numbers: rows left from an earlier run first, then new ones. */
export function createSupply(parts: SupplyParts): Supply {
  const { store, sweepId, roster, sampler, total, weigh, withheld } = parts;
  const chunks = chunksOf(roster.all());
  const alone: Trial[] = [];
  let queue: Queue = createQueue([], parts.queue);

  function refill(): boolean {
    const left = chunks.shift();
    const trials = left ?? store.addTrials(sweepId, suggestions());
    if (!left) roster.add(trials);
    const open = trials.filter(({ id }) => !withheld.has(id));
    queue = createQueue(
      open.map((trial) => ({ trial, ...weigh(trial.params) })),
      parts.queue,
    );
    return trials.length > 0;
  }

  function suggestions(): readonly { number: number; params: Params }[] {
    const first = roster.size;
    const end = Math.min(total ?? Number.POSITIVE_INFINITY, first + roomFrom(first));
    const history = roster.history();
    const rows: { number: number; params: Params }[] = [];
    for (let number = first; number < end; number += 1) {
      const params = sampler.suggest(number, history);
      if (!params) break;
      rows.push({ number, params });
    }
    return rows;
  }

  function roomFrom(first: number): number {
    return sampler.adaptive ? ASK : CHUNK - (first % CHUNK);
  }

  return {
    next(last, busy) {
      while (queue.isEmpty && refill());
      const cohort = queue.take(last, busy);
      if (cohort) return cohort;
      const trial = alone.shift();
      return trial && { group: '', trials: [trial], followed: false };
    },
    putBack(trials) {
      alone.push(...trials);
    },
  };
}

function chunksOf(trials: readonly Trial[]): Trial[][] {
  const chunks: Trial[][] = [];
  for (const trial of trials) {
    const place = Math.floor(trial.number / CHUNK);
    const chunk = chunks[place] ?? [];
    chunks[place] = chunk;
    chunk.push(trial);
  }
  return chunks;
}
