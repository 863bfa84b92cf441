import { gridMarks, yAxisMarks } from '../../../parts/axis-marks.js';
import type { Valued } from '../../../parts/outcomes/finished-trials.js';
import { jitter } from '../../../parts/params/jitter.js';
import { fitting, textWidth } from '../../../parts/text-width.js';
import type { Mark, TextMark } from '../../../scene.js';
import { numberText, shortMiddle } from '../../../value-text.js';
import { groupsOf } from './groups.js';
import type { Slice } from './place-slices.js';

/** A small chart: its name and axes, its trials, and quartiles where its values are listed. */
export function cellMarks(
  slice: Slice,
  { all, drawn }: { readonly all: readonly Valued[]; readonly drawn: readonly Valued[] },
  {
    titles,
    chosen,
  }: { readonly titles: ReadonlyMap<Valued, string>; readonly chosen: readonly number[] },
): readonly Mark[] {
  const { area, x, y, isFirst } = slice;
  const wide = { ...area, left: area.left - 8, width: area.width + 16 };
  return [
    ...gridMarks(wide, { y }),
    ...(isFirst ? yAxisMarks(wide, area.y, y) : []),
    ...frameMarks(slice, all),
    ...groupMarks(slice, all),
    ...drawn.flatMap((trial): Mark[] => {
      const value = slice.dimension.read(trial);
      const [left, top] = [x.place(value), y.place(trial.value)];
      if (left === null || top === null) return [];
      const wide = slice.dimension.listed.length > 0 ? 9 : Math.min(x.step * 0.55, 40);
      const spread = wide * jitter(trial.number);
      const isChosen = chosen.includes(trial.trial);
      return [
        {
          ...{ kind: 'dot', place: [left + spread, top], radius: isChosen ? 5 : 2.5 },
          color: isChosen ? 'series-1' : 'accent',
          opacity: isChosen ? 1 : opacityOf(drawn.length),
          ...{ trial: trial.trial, title: titles.get(trial) ?? '' },
          ...(trial.state === 'finished' ? {} : { hollow: true }),
        },
      ];
    }),
  ];
}

function opacityOf(count: number): number {
  return Math.max(0.2, Math.min(0.8, 12 / Math.sqrt(count)));
}

/** Name, x axis, and how many points lack the parameter. */
function frameMarks({ area, x, dimension }: Slice, shown: readonly Valued[]): readonly Mark[] {
  const bottom = area.top + area.height;
  const [left, right] = [area.left - 8, area.left + area.width + 8];
  const lacking = shown.filter((trial) => dimension.read(trial) === null).length;
  const without = lacking === 0 ? '' : `${lacking} without`;
  const room = right - left - (without === '' ? 0 : textWidth(without, 10) + 8);
  const name: Mark = {
    ...{ kind: 'text', size: 11, bold: true, place: [left, area.top - 8] },
    ...{ text: shortMiddle(dimension.name, fitting(room, 11.5)), title: dimension.name },
  };
  const note: Mark = {
    ...{ kind: 'text', size: 10, color: 'muted', anchor: 'end', text: without },
    ...{ place: [right, area.top - 8], title: `${lacking} trials do not have ${dimension.name}` },
  };
  const axis: Mark = {
    ...{ kind: 'line', color: 'muted', width: 1 },
    places: [
      [left, bottom],
      [right, bottom],
      ...x.ticks.flatMap(({ place, label }) => [
        null,
        [place, bottom] as const,
        [place, bottom + (label === '' ? 2.5 : 4)] as const,
      ]),
    ],
  };
  return [name, ...(without === '' ? [] : [note]), axis, ...tickLabels(area, x)];
}

/** In two rows where categories are too close for one. */
function tickLabels(area: Slice['area'], x: Slice['x']): readonly TextMark[] {
  const bottom = area.top + area.height;
  const labeled = x.ticks.filter(({ label }) => label !== '');
  const isCategory = area.x.kind === 'category';
  const longest = Math.max(0, ...labeled.map(({ label }) => textWidth(label, 10)));
  const rows = isCategory && longest > x.step - 4 ? 2 : 1;
  const most = isCategory ? fitting(rows * x.step - 4, 10.5) : Number.POSITIVE_INFINITY;
  const every = isCategory ? Math.max(1, Math.ceil((rows * 26) / (rows * x.step))) : 1;
  return labeled.flatMap(({ place, label, value }, k): TextMark[] => {
    if (k % every !== 0) return [];
    const text = shortMiddle(label, most);
    const half = textWidth(text, 10) / 2;
    const [least, farthest] = [area.left - 10, area.left + area.width + 12];
    const middle = Math.min(Math.max(place, least + half), farthest - half);
    const top = bottom + 5 + (rows === 2 && k % 2 === 1 ? 11 : 0);
    return [
      {
        ...{ kind: 'text', text, size: 10, color: 'muted', anchor: 'middle', baseline: 'top' },
        ...{ place: [middle, top] },
        ...(typeof value === 'string' && value !== text ? { title: value } : {}),
      },
    ];
  });
}

function groupMarks({ dimension, x, y }: Slice, shown: readonly Valued[]): readonly Mark[] {
  return groupsOf(dimension, shown).flatMap((group): Mark[] => {
    const at = x.place(group.value);
    const [low, median, high] = [
      y.clamped(group.low),
      y.clamped(group.median),
      y.clamped(group.high),
    ];
    if (at === null || low === null || median === null || high === null) return [];
    const half = x.step > 0 ? Math.min(22, x.step * 0.36) : 7;
    const title = `${dimension.name} ${shortMiddle(String(group.value), 40)}: median ${numberText(group.median)}, quartiles ${numberText(group.low)} and ${numberText(group.high)}, ${group.count} trials`;
    const box = { left: at - half, width: 2 * half, top: high, height: Math.max(1, low - high) };
    const places = [[at - half, median] as const, [at + half, median] as const];
    return [
      { kind: 'bar', ...box, color: 'grid', title },
      { kind: 'line', places, color: 'ink', width: 2, title },
    ];
  });
}
