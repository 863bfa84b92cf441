import { hypervolume } from '../../search/pareto/hypervolume.js';
import { paretoFront } from '../../search/pareto/pareto-front.js';

/** How good the front is, as one number, and how it came to be. */
export interface MeasuredVolume {
  /** In [0, 1]: the share that the front dominates of all that lies between best and reference. */
  readonly value: number;
  /** A loss for each objective: the worst there is and a tenth of the range more. */
  readonly reference: readonly number[];
  /** What the first so many trials came to, where it rose; of very many places a hundred. */
  readonly history: readonly { readonly trials: number; readonly value: number }[];
}

/**
 * The hypervolume of the front, each objective in parts of its range among these trials.
 *
 * @param losses of trials in their order; finite.
 * @returns null: fewer than two trials, all alike in an objective, or a front too large to measure.
 */
export function measureVolume(losses: readonly (readonly number[])[]): MeasuredVolume | null {
  const count = losses[0]?.length ?? 0;
  const axes = Array.from({ length: count }, (_, i) => losses.map((each) => each[i]!));
  const best = axes.map((axis) => axis.reduce((least, loss) => Math.min(least, loss)));
  const worst = axes.map((axis) => axis.reduce((most, loss) => Math.max(most, loss)));
  if (count === 0 || best.some((loss, i) => loss === worst[i])) return null;
  const scaled = losses.map((each) => {
    return each.map((loss, i) => (loss - best[i]!) / (worst[i]! - best[i]!));
  });
  const corner = best.map(() => 1 + MARGIN);
  const whole = (1 + MARGIN) ** count;
  const fronts: { trials: number; front: readonly (readonly number[])[] }[] = [];
  let front: readonly (readonly number[])[] = [];
  for (const [place, point] of scaled.entries()) {
    if (front.some((other) => other.every((loss, i) => loss <= point[i]!))) continue;
    const both = [...front, point];
    front = paretoFront(both).map((each) => both[each]!);
    if (front.length > (LARGEST[count] ?? 30)) return null;
    fronts.push({ trials: place + 1, front });
  }
  const every = Math.ceil(fronts.length / PLACES);
  const history = fronts
    .filter((_, place) => (fronts.length - 1 - place) % every === 0)
    .map(({ trials, front: then }) => ({ trials, value: hypervolume(then, corner) / whole }));
  const reference = worst.map((loss, i) => loss + MARGIN * (loss - best[i]!));
  return { value: history.at(-1)!.value, reference, history };
}

/** How far the reference lies behind the worst, in parts of the range: the worst itself counts, too. */
const MARGIN = 0.1;

/** Points on a front that are measured a hundred times in seconds, by the number of objectives. */
const LARGEST: Readonly<Record<number, number>> = { 2: 1000, 3: 150, 4: 60 };

const PLACES = 100;
