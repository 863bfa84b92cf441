/** When a pruner looks: after `min_iter` epochs, then every `interval`. */
interface Looks {
  readonly min_iter: number;
  readonly interval: number;
}

export function isDue({ min_iter, interval }: Looks, epochs: number): boolean {
  return epochs >= min_iter && (epochs - min_iter) % interval === 0;
}

/** The epochs, from 0, at which it does, of trials of so many; empty: at all. */
export function dueAt(looks: Looks, epochs: number): readonly number[] {
  if (looks.interval === 1) return [];
  return Array.from({ length: Math.max(0, epochs - 1) }, (_, epoch) => epoch).filter((epoch) =>
    isDue(looks, epoch + 1),
  );
}
