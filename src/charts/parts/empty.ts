import type { Frame } from '../chart.js';
import type { Mark, Scene } from '../scene.js';
import { heading } from './heading.js';
import { fitting } from './text-width.js';

/** What is drawn where there is nothing to draw: why, such as `Nothing has finished yet.`. */
export function emptyScene(
  frame: Frame,
  title: string,
  why: string,
  columns: readonly string[] = [],
): Scene {
  const lines = broken(why, fitting(frame.width - 32, SIZE));
  const first = frame.height / 2 - ((lines.length - 1) * LEADING) / 2;
  const marks = lines.map((text, i): Mark => {
    const place = [frame.width / 2, first + i * LEADING] as const;
    return {
      kind: 'text',
      place,
      text,
      anchor: 'middle',
      baseline: 'middle',
      color: 'muted',
      size: SIZE,
    };
  });
  return {
    ...{ width: frame.width, height: frame.height, title, summary: why, areas: [] },
    marks: [...heading(frame, title).marks, ...marks],
    table: { columns, rows: [] },
  };
}

function broken(text: string, most: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trim();
    if (lines.length > 0 && longer.length <= most) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

const SIZE = 12;
const LEADING = 17;
