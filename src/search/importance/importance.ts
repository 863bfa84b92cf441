import { sum } from '../../core/lists/sum.js';
import type { Table } from './factors.js';
import { variancesOf } from './fanova.js';
import { growForest } from './forest.js';

/** What the differences between points come from, as far as a forest can tell. */
export interface Importance {
  /** See `Forest`: what follows is worth as much as this. */
  readonly r2: number;
  /** Largest first. */
  readonly factors: readonly FactorImportance[];
  /** Of the largest factors, largest first. */
  readonly pairs: readonly { readonly names: readonly [string, string]; readonly share: Share }[];
  /** What three factors and more do together, and pairs that are not looked at. */
  readonly rest: Share;
}

export interface FactorImportance {
  readonly name: string;
  /** Of the variance over the space, what the factor explains alone. */
  readonly share: Share;
  /** Cells in their order: what is expected there, all else at random. */
  readonly marginal: readonly { readonly center: number; readonly value: Share }[];
}

/** A mean over the trees, and what the middle 95 % of them say: each saw another draw of the points. */
export interface Share {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Functional ANOVA (Hutter, Hoos & Leyton-Brown 2014) of a forest over the points. Pure. */
export function importanceOf(table: Table, seed: number): Importance {
  const { factors } = table;
  const { trees, r2 } = growForest(table, seed);
  const alone = trees.map((tree) => variancesOf(tree, factors, [])).filter(varies);
  const singles = factors.map((_, f) =>
    shareOf(alone.map(({ single, total }) => single[f]! / total)),
  );
  const order = Array.from(factors.keys()).sort((a, b) => singles[b]!.mean - singles[a]!.mean);
  const pairs = pairsOf(order.slice(0, MOST_PAIRED));
  const joint = trees.map((tree) => variancesOf(tree, factors, pairs)).filter(varies);
  return {
    r2,
    factors: order.map((f) => ({
      name: factors[f]!.name,
      share: singles[f]!,
      marginal: factors[f]!.centers.map((center, cell) => {
        return { center, value: shareOf(joint.map(({ marginals }) => marginals[f]![cell]!)) };
      }),
    })),
    pairs: pairs
      .map(([a, b], p) => ({
        names: [factors[a]!.name, factors[b]!.name] as const,
        share: shareOf(joint.map(({ total, pairs: together }) => together[p]! / total)),
      }))
      .sort((a, b) => b.share.mean - a.share.mean),
    rest: shareOf(
      joint.map((each) => Math.max(0, 1 - (sum(each.single) + sum(each.pairs)) / each.total)),
    ),
  };
}

/** Factors whose pairs are looked at. */
const MOST_PAIRED = 8;

function pairsOf(order: readonly number[]): readonly (readonly [number, number])[] {
  return order.flatMap((a, i) => order.slice(i + 1).map((b) => [a, b] as const));
}

function varies({ total }: { readonly total: number }): boolean {
  return total > 0;
}

function shareOf(values: readonly number[]): Share {
  const sorted = values.toSorted((a, b) => a - b);
  if (sorted.length === 0) return { mean: 0, low: 0, high: 0 };
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!;
  return { mean: sum(sorted) / sorted.length, low: at(0.025), high: at(0.975) };
}
