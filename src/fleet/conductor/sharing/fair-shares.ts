/** A sweep that wants agents. */
export interface Claimant {
  readonly id: number;
  /** Above 0: of two that want enough, the one with twice the weight gets about twice as many. */
  readonly weight: number;
  /** Agents that it has any use for. */
  readonly most: number;
}

/**
 * Divides agents among sweeps: whole ones, so that all are given away as long as anybody has use for
 * them. First one each, the heaviest first; every further one to whom it brings nearest to its weight.
 * Pure, and the same for whoever computes it.
 */
export function fairShares(
  agents: number,
  claimants: readonly Claimant[],
): ReadonlyMap<number, number> {
  const shares = new Map(claimants.map(({ id }) => [id, 0]));
  const wanting = claimants
    .filter(({ most }) => most >= 1)
    .sort((a, b) => b.weight - a.weight || a.id - b.id);
  let left = Math.floor(agents);
  for (const { id } of wanting.slice(0, left)) {
    shares.set(id, 1);
    left -= 1;
  }
  while (left > 0) {
    const next = best(wanting, shares);
    if (!next) break;
    shares.set(next.id, shares.get(next.id)! + 1);
    left -= 1;
  }
  return shares;
}

/** Who has the most weight for each agent that it would have then. */
function best(
  wanting: readonly Claimant[],
  shares: ReadonlyMap<number, number>,
): Claimant | undefined {
  let found: Claimant | undefined;
  let quotient = 0;
  for (const claimant of wanting) {
    const share = shares.get(claimant.id)!;
    if (share + 1 > claimant.most) continue;
    const its = claimant.weight / (share + 1);
    if (its <= quotient) continue;
    [found, quotient] = [claimant, its];
  }
  return found;
}
