import type { SharedBranch } from '../../../../results/documents/live/sharing.js';

/** Where each branch of a cohort runs, in rows from 0; a branch goes on in its first child's row. */
export interface BranchRows {
  readonly rowOf: ReadonlyMap<number, number>;
  readonly rows: number;
}

export function branchRows(branches: readonly SharedBranch[]): BranchRows {
  const children = new Map<number | null, SharedBranch[]>();
  for (const branch of branches) {
    const siblings = children.get(branch.parent) ?? [];
    children.set(branch.parent, siblings);
    siblings.push(branch);
  }
  const rowOf = new Map<number, number>();
  let rows = 0;
  // Deep trees are as deep as trials have epochs: no recursion.
  const open = byCut(children.get(null) ?? []).toReversed();
  for (let branch = open.pop(); branch; branch = open.pop()) {
    const own = children.get(branch.branch) ?? [];
    rowOf.set(branch.branch, rows);
    if (own.length === 0) rows += 1;
    open.push(...own.toReversed());
  }
  return { rowOf, rows };
}

/** Cuts that are closest to the image last, each in the order of its trials. */
function byCut(branches: readonly SharedBranch[]): SharedBranch[] {
  const cuts = [...new Set(branches.map(({ cut }) => cut))].sort().reverse();
  const depth = (cut: string) => (cut === 'fc' ? -1 : cuts.indexOf(cut));
  return branches.toSorted((a, b) => depth(a.cut) - depth(b.cut) || a.branch - b.branch);
}
