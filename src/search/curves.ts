import { createSorted, type Sorted } from './sorted.js';

/** All curves of a sweep by trial number: what pruners may look at. */
export interface Curves {
  /** A trial's losses so far; a snapshot, empty for one that has none. */
  of(number: number): readonly number[];
  /** What all trials that have so many epochs (from 1) had by then. Not a snapshot. */
  at(epochs: number): Level;
  /**
   * How many more trials may come to so many epochs: those that have not ended, and are not there.
   * Infinity: nobody knows how many there will be.
   */
  awaited(epochs: number): number;
  /** Which run of which point a trial is; the first of one of its own if nobody said. */
  runOf(number: number): Run;
  /** The trials of each point by replicate, as far as it is known which they are. Not a snapshot. */
  points(): ReadonlyMap<number, ReadonlyMap<number, number>>;
}

export interface Run {
  readonly point: number;
  readonly replicate: number;
}

/** One entry a trial in each. */
export interface Level {
  /** The losses of this very epoch. */
  readonly losses: Sorted;
  /** The means of each trial's losses up to this epoch. */
  readonly averages: Sorted;
}

/** Curves while they grow. */
export interface GrowingCurves extends Curves {
  /** The loss of a trial's next epoch; NaN counts as +Infinity. */
  add(number: number, loss: number): void;
  /** The whole curve of a trial that has none: the same as epoch by epoch, in less time. */
  load(number: number, losses: readonly number[]): void;
  /** Forgets a trial's losses: it starts over, or waits to. */
  clear(number: number): void;
  /** Which run of which point a trial is. */
  place(number: number, run: Run): void;
  /** The trial comes no further; once for each. */
  end(number: number): void;
  /** So many trials there will be in all, those that have ended included. At first: none. */
  expect(trials: number): void;
}

/**
 * For every epoch what the trials had there is kept in order: judging a report costs the same among
 * ten trials as among ten thousand.
 */
export function createCurves(): GrowingCurves {
  const curves = new Map<number, readonly number[]>();
  const levels: ReturnType<typeof createLevel>[] = [];
  const runs = new Map<number, Run>();
  const points = new Map<number, Map<number, number>>();
  let expected = 0;
  let ended = 0;

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
    place(number, run) {
      runs.set(number, run);
      const its = points.get(run.point) ?? new Map<number, number>();
      points.set(run.point, its);
      its.set(run.replicate, number);
    },
    end(number) {
      ended += 1;
      for (const [epoch] of (curves.get(number) ?? []).entries()) levels[epoch]!.ended += 1;
    },
    expect(trials) {
      expected = trials;
    },
    of: (number) => curves.get(number) ?? [],
    at: (epochs) => levels[epochs - 1] ?? createLevel(),
    awaited(epochs) {
      const there = levels[epochs - 1] ?? createLevel();
      return Math.max(0, expected - ended - (there.losses.size - there.ended));
    },
    runOf: (number) => runs.get(number) ?? { point: number, replicate: 0 },
    points: () => points,
  };
}

/** The mean of a curve, as `Level.averages` has it. */
export function average(losses: readonly number[]): number {
  return rankable(losses.reduce((sum, loss) => sum + loss, 0) / losses.length);
}

/** `ended`: of the trials there, those that come no further. */
function createLevel() {
  return { losses: createSorted(), averages: createSorted(), ended: 0 };
}

/** NaN has no place in an order: as bad as anything. */
function rankable(loss: number): number {
  return Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss;
}
