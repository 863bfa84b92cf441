import { withoutMarks } from './style.js';

/** Columns that text takes on a terminal: color marks take none, wide characters two. */
export function widthOf(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(withoutMarks(text))) {
    width += WIDE.test(segment) ? 2 : 1;
  }
  return width;
}

export function pad(text: string, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'left' ? text + space : space + text;
}

/** Cuts to `width` columns, with an ellipsis where something was lost. Takes text without marks. */
export function truncate(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    if (widthOf(kept + segment) > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/**
 * Breaks at spaces, which a line keeps between its words but not at its end; a word longer than
 * `width` is broken where it must.
 */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let filled = 0;
  for (const word of text.split(' ')) {
    const wide = widthOf(word);
    const gap = line === '' ? 0 : 1;
    if (filled + gap + wide <= width) {
      line = gap === 0 ? word : `${line} ${word}`;
      filled += gap + wide;
      continue;
    }
    if (line !== '') lines.push(line.trimEnd());
    const parts = wide <= width ? [word] : broken(word, width);
    lines.push(...parts.slice(0, -1));
    line = parts.at(-1)!;
    filled = widthOf(line);
  }
  return [...lines, line.trimEnd()];
}

/** A word in parts that fit. */
function broken(word: string, width: number): readonly string[] {
  const parts: string[] = [];
  let part = '';
  let filled = 0;
  for (const { segment } of graphemes.segment(word)) {
    const wide = widthOf(segment);
    if (filled + wide > width && part !== '') {
      parts.push(part);
      part = '';
      filled = 0;
    }
    part += segment;
    filled += wide;
  }
  return [...parts, part];
}

const ASCII = /^[\x20-\x7e]*$/;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const WIDE =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;
