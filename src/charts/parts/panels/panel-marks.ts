import type { Mark, TextMark } from '../../scene.js';
import { shortMiddle } from '../../value-text.js';
import { gridMarks, yAxisMarks } from '../axis-marks.js';
import { fitting, textWidth } from '../text-width.js';
import { INSET, type Panel } from './place-panels.js';

interface Said {
  readonly name: string;
  /** In few words, at the right of the name; `title`: in a sentence. */
  readonly note?: { readonly text: string; readonly title: string };
}

/** All of a panel that is not data. */
export function panelMarks({ area, x, y, isFirst }: Panel, { name, note }: Said): readonly Mark[] {
  const wide = { ...area, left: area.left - INSET, width: area.width + 2 * INSET };
  const [left, right, bottom] = [wide.left, wide.left + wide.width, area.top + area.height];
  const room = wide.width - (note ? textWidth(note.text, 10) + 8 : 0);
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
  const base = area.top - 8;
  return [
    ...gridMarks(wide, { y }),
    ...(isFirst ? yAxisMarks(wide, area.y, y) : []),
    {
      ...{ kind: 'text', size: 11, bold: true, place: [left, base] },
      ...{ text: shortMiddle(name, fitting(room, 11.5)), title: name },
    },
    ...(note ? [noteMark(note, right, base)] : []),
    axis,
    ...tickLabels(area, x),
  ];
}

function noteMark({ text, title }: NonNullable<Said['note']>, right: number, base: number): Mark {
  const looks = { size: 10, color: 'muted', anchor: 'end' } as const;
  return { kind: 'text', text, title, place: [right, base], ...looks };
}

/** In two rows where categories are too close for one. */
function tickLabels(area: Panel['area'], x: Panel['x']): readonly TextMark[] {
  const bottom = area.top + area.height;
  const labeled = x.ticks.filter(({ label }) => label !== '');
  const isCategory = area.x.kind === 'category';
  const longest = Math.max(0, ...labeled.map(({ label }) => textWidth(label, 10)));
  const rows = isCategory && longest > x.step - 4 ? 2 : 1;
  const most = isCategory ? fitting(rows * x.step - 4, 10.5) : Number.POSITIVE_INFINITY;
  const every = isCategory ? Math.max(1, Math.ceil(26 / x.step)) : 1;
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
