import type { Batch } from '../augmentation.js';
import { withPartners } from './partners.js';

/** Each label row becomes `share` of itself and the rest of its partner's. */
export function mixLabels({ labels, size }: Batch, share: number): void {
  withPartners(labels, size, (row, partner) => {
    for (let i = 0; i < row.length; i += 1) {
      row[i] = share * row[i]! + (1 - share) * partner[i]!;
    }
  });
}
