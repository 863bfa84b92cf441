import { numberRanges } from '../core/words/number-ranges.js';
import type { Curve } from '../search/pruner.js';

/**
 * Which trials a decision saw, and how far each was: `trials 0-2, 4 (3 epochs), 5 (1 epoch)`.
 * Neighbors with equal numbers of epochs share one range.
 */
export function describePeers(peers: readonly Curve[]): string {
  if (peers.length === 0) return 'no other trial';
  const byEpochs = byEpochCount(peers);
  const parts = Array.from(
    byEpochs,
    ([epochs, group]) =>
      `${numberRanges(group.map(({ number }) => number))} (${epochs} ${epochs === 1 ? 'epoch' : 'epochs'})`,
  );
  return `${peers.length === 1 ? 'trial' : 'trials'} ${parts.join(', ')}`;
}

function byEpochCount(peers: readonly Curve[]): ReadonlyMap<number, readonly Curve[]> {
  const groups = new Map<number, Curve[]>();
  for (const peer of peers) {
    const group = groups.get(peer.losses.length) ?? [];
    groups.set(peer.losses.length, group);
    group.push(peer);
  }
  return groups;
}
