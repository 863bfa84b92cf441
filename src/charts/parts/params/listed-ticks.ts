import type { Ruler } from '../../axis.js';
import { numberText } from '../../value-text.js';
import type { Dimension } from './dimensions.js';

/** A ruler whose ticks are the numbers that the sweep file lists, as far as they have room. */
export function withListed(ruler: Ruler, { listed }: Dimension, room: number): Ruler {
  if (listed.length === 0) return ruler;
  let free = Number.NaN;
  const ticks = listed.flatMap((value) => {
    const place = ruler.place(value);
    if (place === null) return [];
    const fits = Number.isNaN(free) || Math.abs(place - free) >= room;
    if (fits) free = place;
    return [{ value, place, label: fits ? numberText(value) : '' }];
  });
  return { ...ruler, ticks };
}
