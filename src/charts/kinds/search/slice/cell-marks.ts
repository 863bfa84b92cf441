import { count } from '../../../../core/words/numbers.js';
import type { Valued } from '../../../parts/outcomes/finished-trials.js';
import { panelMarks } from '../../../parts/panels/panel-marks.js';
import type { Panel } from '../../../parts/panels/place-panels.js';
import type { Dimension } from '../../../parts/params/dimensions.js';
import { jitter } from '../../../parts/params/jitter.js';
import type { Mark } from '../../../scene.js';
import { numberText, shortMiddle } from '../../../value-text.js';
import { groupsOf } from './groups.js';

/** A parameter's own small chart. */
export interface Slice extends Panel {
  readonly dimension: Dimension;
}

/** A small chart: its name and axes, its trials, and quartiles where its values are listed. */
export function cellMarks(
  slice: Slice,
  { all, drawn }: { readonly all: readonly Valued[]; readonly drawn: readonly Valued[] },
  dotOf: (trial: Valued) => Omit<Extract<Mark, { kind: 'dot' }>, 'kind' | 'place'>,
): readonly Mark[] {
  const { x, y, dimension } = slice;
  const lacking = all.filter((trial) => dimension.read(trial) === null).length;
  const title = `${lacking} trials do not have ${dimension.name}`;
  const note = lacking === 0 ? {} : { note: { text: `${lacking} without`, title } };
  return [
    ...panelMarks(slice, { name: dimension.name, ...note }),
    ...groupMarks(slice, all),
    ...drawn.flatMap((trial): Mark[] => {
      const [left, top] = [x.place(dimension.read(trial)), y.place(trial.value)];
      if (left === null || top === null) return [];
      const wide = dimension.listed.length > 0 ? 9 : Math.min(x.step * 0.55, 40);
      const place = [left + wide * jitter(trial.number), top] as const;
      return [{ kind: 'dot', place, ...dotOf(trial) }];
    }),
  ];
}

function groupMarks({ dimension, x, y }: Slice, shown: readonly Valued[]): readonly Mark[] {
  return groupsOf(dimension, shown).flatMap((group): Mark[] => {
    const at = x.place(group.value);
    const [low, median, high] = [group.low, group.median, group.high].map((each) =>
      y.clamped(each),
    );
    if (at === null || low == null || median == null || high == null) return [];
    const half = x.step > 0 ? Math.min(22, x.step * 0.36) : 7;
    const title = `${dimension.name} ${shortMiddle(String(group.value), 40)}: median ${numberText(group.median)}, quartiles ${numberText(group.low)} and ${numberText(group.high)}, ${count(group.count, 'trial')}`;
    const box = { left: at - half, width: 2 * half, top: high, height: Math.max(1, low - high) };
    const places = [[at - half, median] as const, [at + half, median] as const];
    return [
      { kind: 'bar', ...box, color: 'grid', title },
      { kind: 'line', places, color: 'ink', width: 2, title },
    ];
  });
}
