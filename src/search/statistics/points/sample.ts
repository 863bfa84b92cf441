/** What is known of a recipe: what its runs came to, on the same images. */
export interface Sample {
  /** One at least, each of another replicate. */
  readonly runs: readonly Run[];
  /** Mean of its runs' values. */
  readonly mean: number;
}

export interface Run {
  /** Runs of one replicate have their draws in common, whatever their recipe. */
  readonly replicate: number;
  readonly value: number;
  /** For each image 1 where it was right, else 0; null: not known, or the value is no such share. */
  readonly answers: Uint8Array | null;
}

export function sampleOf(runs: readonly Run[]): Sample {
  return { runs, mean: runs.reduce((sum, { value }) => sum + value, 0) / runs.length };
}

/** For each image the share of runs that had it right; null: not known of all of them. */
export function shares({ runs }: Sample): Float64Array | null {
  const [first] = runs;
  if (!first?.answers) return null;
  const sums = Float64Array.from(first.answers);
  for (const { answers } of runs.slice(1)) {
    if (answers?.length !== sums.length) return null;
    for (let i = 0; i < sums.length; i += 1) sums[i]! += answers[i]!;
  }
  return sums.map((sum) => sum / runs.length);
}
