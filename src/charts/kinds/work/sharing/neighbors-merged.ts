import { count } from '../../../../core/words/numbers.js';
import type { Mark } from '../../../scene.js';
import { type Box, trunkHeightIn, trunkTopIn } from './cohort-marks.js';

/** Cohorts too short to be seen, as blocks of neighbors; and the others. */
export function neighborsMerged(boxes: readonly Box[]): {
  readonly narrow: { readonly marks: readonly Mark[]; readonly cohorts: number };
  readonly wide: readonly Box[];
} {
  const wide = boxes.filter(({ width }) => width >= LEAST);
  const narrow = boxes.filter(({ width }) => width < LEAST);
  const blocks = new Map<string, Box[]>();
  for (const box of narrow) {
    const key = `${box.top} ${Math.floor(box.left / LEAST)}`;
    const block = blocks.get(key);
    if (block) block.push(box);
    else blocks.set(key, [box]);
  }
  const marks = Array.from(blocks.values(), (block): Mark => {
    const { left, top, height } = block[0]!;
    const trials = new Set(block.flatMap(({ cohort }) => cohort.trials)).size;
    return {
      ...{ kind: 'bar', left, top: top + trunkTopIn(height), width: LEAST, color: 'ink' },
      ...{ height: trunkHeightIn(height) },
      title: `${count(block.length, 'cohort')} of ${count(trials, 'trial')}`,
    };
  });
  return { narrow: { marks, cohorts: narrow.length }, wide };
}

/** Pixels. */
const LEAST = 2;
