import { unitCosts } from '../../sweep/planner/network-cost.js';
import type { Work } from './sweep-work.js';

/** How fast one worker of a backend gets through work. */
export interface Pace {
  /** Multiplications and additions a second. */
  readonly rate: number;
  /** Time of a backward pass over that of its forward pass. */
  readonly backward: number;
}

/**
 * Rates of one worker as measured on 2 virtual cores with AVX-512, at 64 px in batches of 32
 * (bench/throughput.js).
 */
const MEASURED: Readonly<
  Record<string, { readonly imagesPerSecond: number; readonly backward: number }>
> = {
  wasm: { imagesPerSecond: 34, backward: 2.8 },
  tensorflow: { imagesPerSecond: 120, backward: 3.2 },
};

/** What to expect of a backend where nothing was trained with it yet. */
export function defaultPace(backend: string): Pace {
  const { imagesPerSecond, backward } = MEASURED[backend] ?? MEASURED.wasm!;
  const perImage = unitCosts({ imageSize: 64, stem: 'imagenet' }).reduce((sum, n) => sum + n, 0);
  return { rate: imagesPerSecond * perImage, backward };
}

/** Seconds one worker takes. */
export function secondsFor({ frozen, forward, backward }: Work, pace: Pace): number {
  return (frozen + forward + backward * pace.backward) / pace.rate;
}

/** Shorter trials spend most of their time on warming up. */
const MIN_SECONDS = 20;

/**
 * The pace of trials that were trained, from their work and the seconds they took: the median, as
 * single ones met a busy machine. Null where there are none, or only short ones.
 */
export function observedPace(
  trained: readonly { readonly work: Work; readonly seconds: number }[],
  backend: string,
): Pace | null {
  const expected = defaultPace(backend);
  const rates = trained
    .filter(({ seconds }) => seconds >= MIN_SECONDS)
    .map(({ work, seconds }) => (secondsFor(work, expected) * expected.rate) / seconds)
    .sort((a, b) => a - b);
  const rate = rates[Math.floor(rates.length / 2)];
  return rate === undefined ? null : { ...expected, rate };
}
