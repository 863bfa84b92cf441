/** Whether a pruner that looks after `min_iter` epochs, then every `interval`, does so now. */
export function isDue(
  { min_iter, interval }: { readonly min_iter: number; readonly interval: number },
  epochs: number,
): boolean {
  return epochs >= min_iter && (epochs - min_iter) % interval === 0;
}
