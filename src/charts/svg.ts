import { attributes, number } from './drawing/attributes.js';
import { markMarkup } from './drawing/mark-markup.js';
import { FONTS, grown } from './drawing/shapes.js';
import { xmlText } from './drawing/xml-text.js';
import type { Palette } from './palette.js';
import type { Area, LineMark, Mark, Scene } from './scene.js';

/**
 * The scene as SVG, the same text every time: presentation attributes only, which a strict content
 * policy lets pass, no scripts, nothing from outside, every text escaped.
 *
 * @param options.id Begins the ids of its title and description, which is unique in the page; absent:
 *   they have none.
 */
export function toSvg(
  scene: Scene,
  palette: Palette,
  { id }: { readonly id?: string } = {},
): string {
  const { width, height, title, summary, areas, marks } = scene;
  const named = (part: string) => (id === undefined ? undefined : `${id}-${part}`);
  const root = attributes({
    xmlns: 'http://www.w3.org/2000/svg',
    width,
    height,
    viewBox: `0 0 ${number(width)} ${number(height)}`,
    role: 'img',
    'aria-labelledby': id === undefined ? undefined : `${id}-title ${id}-desc`,
    'font-family': FONTS,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
  });
  return [
    `<svg${root}>`,
    `<title${attributes({ id: named('title') })}>${xmlText(title)}</title>`,
    `<desc${attributes({ id: named('desc') })}>${xmlText(summary)}</desc>`,
    `<rect${attributes({ width, height, fill: palette('paper') })}/>`,
    ...cutOff(joined(marks), areas, palette),
    '</svg>\n',
  ].join('\n');
}

/**
 * Neighbors that are cut off at the same area in a picture of its own inside the picture, which needs
 * no id as a clip path would.
 */
function cutOff(
  marks: readonly Mark[],
  areas: readonly Area[],
  palette: Palette,
): readonly string[] {
  const lines: string[] = [];
  let open: Area | undefined;
  for (const mark of marks) {
    const area = mark.within === undefined ? undefined : areas[mark.within];
    if (area !== open && open) lines.push('</svg>');
    if (area !== open && area) lines.push(`<svg${windowOn(area)}>`);
    open = area;
    lines.push(markMarkup(mark, palette));
  }
  return open ? [...lines, '</svg>'] : lines;
}

function windowOn(area: Area): string {
  const { left, top, width, height } = grown(area);
  const viewBox = [left, top, width, height].map(number).join(' ');
  return attributes({ x: left, y: top, width, height, viewBox });
}

/** Neighboring lines of equal look that are nobody's, as one. */
function joined(marks: readonly Mark[]): readonly Mark[] {
  const result: Mark[] = [];
  let places: LineMark['places'][number][] = [];
  let open: string | null = null;
  for (const mark of marks) {
    const look = lookOf(mark);
    if (look === null || mark.kind !== 'line') {
      result.push(mark);
    } else if (look === open) {
      places.push(null, ...mark.places);
    } else {
      places = [...mark.places];
      result.push({ ...mark, places });
    }
    open = look;
  }
  return result;
}

/** Null: it stays by itself. */
function lookOf(mark: Mark): string | null {
  if (mark.kind !== 'line' || mark.trial !== undefined || mark.title !== undefined) return null;
  // Where lines cross, one of them joined would not be twice as dark.
  if (mark.opacity !== undefined) return null;
  return [mark.color, mark.width, mark.dash, mark.stepped, mark.within].join();
}
