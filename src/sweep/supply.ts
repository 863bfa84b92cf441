import type { Store } from '../core/ports.js';
import type { Params } from '../core/space.js';
import type { Trial } from '../core/trial.js';
import type { Sampler } from '../search/sampler.js';
import { createQueue, type Queue, type QueuedTrial } from './queue.js';
import type { Roster } from './roster.js';

export interface SupplyParts {
  readonly store: Pick<Store, 'addTrials'>;
  readonly sweepId: number;
  readonly roster: Roster;
  readonly sampler: Sampler;
  /** How many trials the sweep has in all; null: until the sampler has no more. */
  readonly total: number | null;
  readonly keyOf: (params: Params) => string;
  /** Trials that are not handed out here. */
  readonly withheld: ReadonlySet<number>;
}

/** Rows laid down at once, at most: enough to see the sweep, few enough for a grid of millions. */
export const CHUNK = 10_000;

/** Hands out trials whose rows are in the store, laying down rows as they are needed. */
export interface Supply {
  next(last: string | undefined, busy: ReadonlySet<string | undefined>): QueuedTrial | undefined;
}

/**
 * Trials come chunk by chunk of their numbers: rows left from an earlier run first, then new ones.
 * A sampler that looks at history is asked for one trial at a time.
 */
export function createSupply(parts: SupplyParts): Supply {
  const { store, sweepId, roster, sampler, total, keyOf, withheld } = parts;
  const chunks = chunksOf(roster.all());
  let queue: Queue = createQueue([], () => '');

  function refill(): boolean {
    const left = chunks.shift();
    const trials = left ?? store.addTrials(sweepId, suggestions());
    if (!left) roster.add(trials);
    const open = trials.filter(({ id }) => !withheld.has(id));
    // Adaptive samplers' trials run in the order in which they were suggested.
    queue = createQueue(open, sampler.adaptive ? () => '' : ({ params }) => keyOf(params));
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
    return sampler.adaptive ? 1 : CHUNK - (first % CHUNK);
  }

  return {
    next(last, busy) {
      while (queue.size === 0) if (!refill()) return undefined;
      return queue.take(last, busy);
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
