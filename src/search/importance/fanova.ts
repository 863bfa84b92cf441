import type { Factor } from './factors.js';
import type { Tree } from './grow-tree.js';

/** What a tree's variance over the space is made of. */
export interface Variances {
  readonly total: number;
  /** By factor: the variance of what the tree says on average at each of its cells. */
  readonly single: readonly number[];
  /** By factor and cell: that average. */
  readonly marginals: readonly (readonly number[])[];
  /** By pair, as asked for: what both do together beyond what each does alone. */
  readonly pairs: readonly number[];
}

/** A leaf's part of the space: for each factor its cells and the share that they take. */
interface Box {
  readonly value: number;
  readonly cells: readonly (readonly number[])[];
  readonly shares: readonly number[];
}

/**
 * Functional analysis of variance of a tree (Hutter, Hoos & Leyton-Brown 2014): exact, as a tree is
 * constant on boxes. Every point of the space counts alike, wherever trials lie. `pairs`: indices of
 * factors.
 */
export function variancesOf(
  tree: Tree,
  factors: readonly Factor[],
  pairs: readonly (readonly [number, number])[],
): Variances {
  const boxes = boxesOf(tree, factors);
  const mean = boxes.reduce((sum, box) => sum + box.value * volume(box), 0);
  const squares = boxes.reduce((sum, box) => sum + (box.value - mean) ** 2 * volume(box), 0);
  const marginals = factors.map((_, f) => marginalOf(boxes, factors, f));
  const single = marginals.map((marginal, f) => varianceOf(marginal, factors[f]!.weights, mean));
  const together = pairs.map(([a, b]) => {
    const weights = factors[a]!.weights.flatMap((wa) => factors[b]!.weights.map((wb) => wa * wb));
    const whole = varianceOf(jointOf(boxes, factors, a, b), weights, mean);
    return Math.max(0, whole - single[a]! - single[b]!);
  });
  return { total: squares, single, marginals, pairs: together };
}

function boxesOf(tree: Tree, factors: readonly Factor[]): readonly Box[] {
  const boxes: Box[] = [];
  const visit = (node: Tree, cells: Box['cells'], shares: Box['shares']): void => {
    if ('value' in node) {
      boxes.push({ value: node.value, cells, shares });
      return;
    }
    const { factor, toLeft } = node;
    const { weights } = factors[factor]!;
    for (const [child, isLeft] of [[node.left, true] as const, [node.right, false] as const]) {
      const own = cells[factor]!.filter((cell) => toLeft[cell] === isLeft);
      const share = own.reduce((sum, cell) => sum + weights[cell]!, 0);
      visit(child, cells.with(factor, own), shares.with(factor, share));
    }
  };
  visit(
    tree,
    factors.map(({ weights }) => Array.from(weights.keys())),
    factors.map(() => 1),
  );
  return boxes;
}

function volume({ shares }: Box): number {
  return shares.reduce((product, share) => product * share, 1);
}

/** The share of the space that a box takes along all factors but these. */
function besides({ shares }: Box, a: number, b = a): number {
  return shares.reduce((product, share, f) => (f === a || f === b ? product : product * share), 1);
}

function marginalOf(boxes: readonly Box[], factors: readonly Factor[], f: number) {
  const marginal = factors[f]!.weights.map(() => 0);
  for (const box of boxes) {
    const part = box.value * besides(box, f);
    for (const cell of box.cells[f]!) marginal[cell]! += part;
  }
  return marginal;
}

function jointOf(boxes: readonly Box[], factors: readonly Factor[], a: number, b: number) {
  const width = factors[b]!.weights.length;
  const joint = Array.from({ length: factors[a]!.weights.length * width }, () => 0);
  for (const box of boxes) {
    const part = box.value * besides(box, a, b);
    for (const i of box.cells[a]!) for (const j of box.cells[b]!) joint[i * width + j]! += part;
  }
  return joint;
}

function varianceOf(values: readonly number[], weights: readonly number[], mean: number): number {
  return values.reduce((sum, value, i) => sum + weights[i]! * (value - mean) ** 2, 0);
}
