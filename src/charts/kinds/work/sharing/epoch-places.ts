import type { SharedBranch } from '../../../../results/documents/live/sharing.js';

/**
 * Where in a cohort's stretch, from 0 to 1, each of its epochs begins and ends: as wide as what all
 * branches took in it, each its epochs alike.
 */
export function epochPlaces(branches: readonly SharedBranch[]): (epoch: number) => number {
  const first = Math.min(...branches.map(({ from_epoch }) => from_epoch));
  const last = Math.max(...branches.map(({ to_epoch }) => to_epoch));
  const taken = Array.from({ length: last - first + 1 }, () => 0);
  for (const { from_epoch, to_epoch, seconds } of branches) {
    for (let epoch = from_epoch; epoch <= to_epoch; epoch += 1) {
      taken[epoch - first]! += seconds / (to_epoch - from_epoch + 1);
    }
  }
  const total = taken.reduce((sum, each) => sum + each, 0);
  let sum = 0;
  const begins = taken.map((each) => {
    sum += each;
    return sum - each;
  });
  const even = (epoch: number) => (epoch - first) / taken.length;
  return (epoch) => (total > 0 ? (begins[epoch - first] ?? total) / total : even(epoch));
}
