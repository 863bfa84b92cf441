/**
 * Calls `mix` for each row with its partner, the row before it (the last row's is the first's), as
 * torchvision rolls a batch by one. `mix` writes into `row`; `partner` is always as it was before.
 */
export function withPartners(
  values: Float32Array,
  size: number,
  mix: (row: Float32Array, partner: Float32Array) => void,
): void {
  const length = values.length / size;
  const rowAt = (index: number) => values.subarray(index * length, (index + 1) * length);
  const last = rowAt(size - 1).slice();
  // Backwards, so that a partner isn't written before it is read.
  for (let index = size - 1; index > 0; index -= 1) mix(rowAt(index), rowAt(index - 1));
  mix(rowAt(0), last);
}
