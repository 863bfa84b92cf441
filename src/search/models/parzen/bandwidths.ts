/**
 * Standard deviations of the kernels at `centers` in [0, 1], in their order: the distance to the
 * farther of the two neighbors (Bergstra et al., NeurIPS 2011), of the outermost to their only one,
 * and no less than 1 / (2 + how many there are) (the "magic clip"), or than `least`.
 */
export function bandwidths(centers: Float64Array, least = 0.01): Float64Array {
  const n = centers.length;
  const floor = Math.max(least, 1 / (2 + n));
  const order = Uint32Array.from(centers.keys()).sort((a, b) => centers[a]! - centers[b]!);
  const widths = new Float64Array(n);
  for (let i = 0; i < n; i += 1) {
    const here = centers[order[i]!]!;
    const left = i > 0 ? here - centers[order[i - 1]!]! : n === 1 ? here : 0;
    const right = i < n - 1 ? centers[order[i + 1]!]! - here : n === 1 ? 1 - here : 0;
    widths[order[i]!] = Math.min(1, Math.max(left, right, floor));
  }
  return widths;
}
