import { crossed } from './crossed.js';
import type { Sample } from './sample.js';

/** How much runs of one recipe differ: variances of one run's value, pooled over recipes. */
export interface BetweenRuns {
  /** Around the recipe's own mean. */
  readonly within: Pooled;
  /**
   * The same where what a replicate's draws do to all recipes is taken out, of the recipes that have
   * these replicates; null: there are no two.
   */
  readonly block: (Pooled & { readonly replicates: readonly number[] }) | null;
  /** The part of `within` that comes from having so few images, not from the run. */
  readonly noise: number;
}

export interface Pooled {
  readonly variance: number;
  /** Degrees of freedom. */
  readonly df: number;
}

/** Recipes that are pooled, at most: the best ones, whose spread is the one that matters. */
const MOST = 20;

/** `samples`: best first. Null: none has two runs. */
export function betweenRuns(samples: readonly Sample[]): BetweenRuns | null {
  const repeated = samples.filter(({ runs }) => runs.length > 1).slice(0, MOST);
  if (repeated.length === 0) return null;
  const sum = (of: (sample: Sample) => number) => repeated.reduce((all, one) => all + of(one), 0);
  const df = sum(({ runs }) => runs.length - 1);
  const squares = sum(({ runs, mean }) =>
    runs.reduce((all, run) => all + (run.value - mean) ** 2, 0),
  );
  const noise = sum((sample) => (sample.runs.length - 1) * imageNoise(sample)) / df;
  return { within: { variance: squares / df, df }, block: blockOf(repeated), noise };
}

/** Variance of a run's value that its images bring about; 0 where answers are not known. */
function imageNoise({ runs }: Sample): number {
  const rows = runs.flatMap(({ answers }) => (answers ? [answers] : []));
  return rows.length === runs.length ? crossed(rows).rest / rows[0]!.length : 0;
}

/** The largest group of recipes with the same replicates, as a randomized block design. */
function blockOf(samples: readonly Sample[]): BetweenRuns['block'] {
  const groups = new Map<string, Sample[]>();
  for (const sample of samples) {
    const key = replicatesOf(sample).join(' ');
    groups.set(key, [...(groups.get(key) ?? []), sample]);
  }
  const [group] = [...groups.values()].sort((a, b) => b.length - a.length);
  if (!group || group.length < 2) return null;
  const replicates = replicatesOf(group[0]!);
  const off = replicates.map((replicate) => {
    return (
      group.reduce((sum, sample) => sum + valueAt(sample, replicate) - sample.mean, 0) /
      group.length
    );
  });
  let squares = 0;
  for (const sample of group) {
    for (const [r, replicate] of replicates.entries()) {
      squares += (valueAt(sample, replicate) - sample.mean - off[r]!) ** 2;
    }
  }
  const df = (group.length - 1) * (replicates.length - 1);
  return { variance: squares / df, df, replicates };
}

function replicatesOf({ runs }: Sample): readonly number[] {
  return runs.map(({ replicate }) => replicate).sort((a, b) => a - b);
}

function valueAt({ runs }: Sample, replicate: number): number {
  return runs.find((run) => run.replicate === replicate)!.value;
}

/** Whether a recipe has these runs and no others. */
export function isInBlock({ runs }: Sample, { replicates }: NonNullable<BetweenRuns['block']>) {
  return (
    runs.length === replicates.length && runs.every((run) => replicates.includes(run.replicate))
  );
}
