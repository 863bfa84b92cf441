import type { Advice } from './advice.js';
import type { Evidence } from './evidence.js';
import { rules } from './rules/index.js';

/** Everything the rules find, the largest gain first; of what cannot be told, the surest first. */
export function advise(evidence: Evidence): readonly Advice[] {
  if (evidence.good.length === 0) return [];
  return rules
    .flatMap(({ name, source, advise: find }) => {
      const found = find(evidence);
      return found ? [{ rule: name, source, ...found }] : [];
    })
    .map((advice, place) => ({ advice, place }))
    .sort((a, b) => weight(b.advice) - weight(a.advice) || a.place - b.place)
    .map(({ advice }) => advice);
}

/** What cannot be told in units of the metric stands by how sure it is. */
function weight({ gain, strength }: Advice): number {
  return (gain ?? UNTOLD) * SURENESS[strength];
}

const SURENESS: Readonly<Record<Advice['strength'], number>> = {
  strong: 1,
  moderate: 0.6,
  weak: 0.3,
};

/** Where a gain stands that cannot be told: half a point of accuracy. */
const UNTOLD = 0.005;
