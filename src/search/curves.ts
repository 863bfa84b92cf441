import { createSorted, type Sorted } from './sorted.js';

/**
 * All curves of a sweep by trial number, and for every epoch what the trials had there, in order:
 * judging a report costs the same among ten trials as among ten thousand.
 */
export interface Curves {
  /** The loss of a trial's next epoch; NaN counts as +Infinity. */
  add(number: number, loss: number): void;
  /** The whole curve of a trial that has none: the same as epoch by epoch, in less time. */
  load(number: number, losses: readonly number[]): void;
  /** Forgets a trial's losses: it starts over, or waits to. */
  clear(number: number): void;
  /** A trial's losses so far; a snapshot, empty for one that has none. */
  of(number: number): readonly number[];
  /** What all trials that have so many epochs (from 1) had by then. Not a snapshot. */
  at(epochs: number): Level;
}

/** One entry a trial in each. */
export interface Level {
  /** The losses of this very epoch. */
  readonly losses: Sorted;
  /** The means of each trial's losses up to this epoch. */
  readonly averages: Sorted;
}

export function createCurves(): Curves {
  const curves = new Map<number, readonly number[]>();
  const levels: ReturnType<typeof createLevel>[] = [];

  return {
    add(number, loss) {
      const losses = [...(curves.get(number) ?? []), rankable(loss)];
      curves.set(number, losses);
      const level = levels[losses.length - 1] ?? createLevel();
      levels[losses.length - 1] = level;
      level.losses.add(losses.at(-1)!);
      level.averages.add(average(losses));
    },
    load(number, losses) {
      const ranked = losses.map(rankable);
      curves.set(number, ranked);
      let sum = 0;
      for (const [epoch, loss] of ranked.entries()) {
        sum += loss;
        const level = levels[epoch] ?? createLevel();
        levels[epoch] = level;
        level.losses.add(loss);
        level.averages.add(rankable(sum / (epoch + 1)));
      }
    },
    clear(number) {
      for (let losses = curves.get(number) ?? []; losses.length > 0; losses = losses.slice(0, -1)) {
        const level = levels[losses.length - 1]!;
        level.losses.remove(losses.at(-1)!);
        level.averages.remove(average(losses));
      }
      curves.delete(number);
    },
    of: (number) => curves.get(number) ?? [],
    at: (epochs) => levels[epochs - 1] ?? createLevel(),
  };
}

/** The mean of a curve, as `Level.averages` has it. */
export function average(losses: readonly number[]): number {
  return rankable(losses.reduce((sum, loss) => sum + loss, 0) / losses.length);
}

function createLevel() {
  return { losses: createSorted(), averages: createSorted() };
}

/** NaN has no place in an order: as bad as anything. */
function rankable(loss: number): number {
  return Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss;
}
