import type { Rated } from '../../pareto/dominates.js';
import { hypervolume } from '../../pareto/hypervolume.js';
import { nonDominatedFronts } from '../../pareto/non-dominated-fronts.js';

/**
 * The best `count` of points with several objectives: whole fronts, and of the one that no longer fits
 * those that add most to the hypervolume, one after the other. It is measured up to a tenth beyond the
 * worst of that front, as in Optuna.
 */
export function bestByVolume<Point extends Rated>(
  points: readonly Point[],
  count: number,
): readonly Point[] {
  const chosen: Point[] = [];
  for (const places of nonDominatedFronts(points)) {
    const front = places.map((place) => points[place]!);
    const room = count - chosen.length;
    if (room <= 0) break;
    chosen.push(...(front.length <= room ? front : mostVolume(front, room)));
  }
  return chosen;
}

function mostVolume<Point extends Rated>(front: readonly Point[], room: number): readonly Point[] {
  const reference = front[0]!.losses.map((_, objective) => {
    const losses = front.map(({ losses }) => losses[objective]!).filter(Number.isFinite);
    const worst = losses.length > 0 ? Math.max(...losses) : 0;
    return Math.max(1.1 * worst, 0.9 * worst) || Number.EPSILON;
  });
  const left = [...front];
  const taken: Point[] = [];
  while (taken.length < room) {
    const volumes = left.map((point) =>
      hypervolume(
        [...taken, point].map(({ losses }) => losses),
        reference,
      ),
    );
    taken.push(...left.splice(volumes.indexOf(Math.max(...volumes)), 1));
  }
  return taken;
}
