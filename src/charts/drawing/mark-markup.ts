import type { Palette } from '../palette.js';
import type { AreaMark, BarMark, DotMark, LineMark, Mark, Place, TextMark } from '../scene.js';
import { attributes, number } from './attributes.js';
import {
  BASELINES,
  cornersOf,
  crossOf,
  DASHES,
  DOT_RADIUS,
  LINE_WIDTH,
  TEXT_SIZE,
  traceLine,
} from './shapes.js';
import { xmlText } from './xml-text.js';

/** A mark as an SVG element, with its trial's id and its title. */
export function markMarkup(mark: Mark, palette: Palette): string {
  const { name, looks, content = '' } = elementOf(mark, palette);
  const title = mark.title === undefined ? '' : `<title>${xmlText(mark.title)}</title>`;
  const inner = title + content;
  const start = `<${name}${attributes({ ...looks, 'data-trial': mark.trial })}`;
  return inner === '' ? `${start}/>` : `${start}>${inner}</${name}>`;
}

interface Element {
  readonly name: string;
  readonly looks: Readonly<Record<string, string | number | undefined>>;
  readonly content?: string;
}

function elementOf(mark: Mark, palette: Palette): Element {
  switch (mark.kind) {
    case 'line':
      return lineElement(mark, palette);
    case 'area':
      return areaElement(mark, palette);
    case 'dot':
      return dotElement(mark, palette);
    case 'bar':
      return barElement(mark, palette);
    case 'text':
      return textElement(mark, palette);
  }
}

function lineElement(mark: LineMark, palette: Palette): Element {
  const looks = {
    d: pathOf(mark),
    fill: 'none',
    stroke: palette(mark.color),
    'stroke-width': mark.width ?? LINE_WIDTH,
    'stroke-dasharray': mark.dash && DASHES[mark.dash].join(' '),
    'stroke-opacity': mark.opacity,
  };
  return { name: 'path', looks };
}

function pathOf(line: Pick<LineMark, 'places' | 'stepped'>): string {
  let path = '';
  traceLine(line, {
    moveTo: (x, y) => {
      path += `M${number(x)} ${number(y)}`;
    },
    lineTo: (x, y) => {
      path += `L${number(x)} ${number(y)}`;
    },
  });
  return path;
}

function areaElement({ places, color, opacity }: AreaMark, palette: Palette): Element {
  const looks = { points: pointsOf(places), fill: palette(color), 'fill-opacity': opacity };
  return { name: 'polygon', looks };
}

function dotElement(mark: DotMark, palette: Palette): Element {
  const { place, radius = DOT_RADIUS, color, shape, hollow, opacity } = mark;
  const drawn = palette(color);
  if (shape === 'cross') {
    const looks = { d: pathOf({ places: crossOf(mark) }), fill: 'none', stroke: drawn };
    return { name: 'path', looks: { ...looks, 'stroke-width': LINE_WIDTH, opacity } };
  }
  const looks = hollow
    ? { fill: palette('paper'), stroke: drawn, 'stroke-width': LINE_WIDTH, opacity }
    : { fill: drawn, opacity };
  const corners = cornersOf(mark);
  return corners
    ? { name: 'polygon', looks: { points: pointsOf(corners), ...looks } }
    : { name: 'circle', looks: { cx: place[0], cy: place[1], r: radius, ...looks } };
}

function barElement(mark: BarMark, palette: Palette): Element {
  const { left, top, width, height, color, opacity, hollow } = mark;
  const drawn = palette(color);
  const looks = hollow
    ? { fill: palette('paper'), stroke: drawn, 'stroke-width': 1 }
    : { fill: drawn };
  return { name: 'rect', looks: { x: left, y: top, width, height, ...looks, opacity } };
}

function textElement(mark: TextMark, palette: Palette): Element {
  const { place, text, anchor, baseline, color = 'ink', size = TEXT_SIZE, bold, turn } = mark;
  const below = BASELINES[baseline ?? 'baseline'] * size;
  const [x, y] = place;
  const where = turn
    ? { y: below, transform: `translate(${number(x)} ${number(y)}) rotate(${number(turn)})` }
    : { x, y: y + below };
  const looks = {
    ...where,
    fill: palette(color),
    'font-size': size,
    'font-weight': bold ? 'bold' : undefined,
    'text-anchor': anchor === 'start' ? undefined : anchor,
  };
  return { name: 'text', looks, content: xmlText(text) };
}

function pointsOf(places: readonly Place[]): string {
  return places.map(([x, y]) => `${number(x)},${number(y)}`).join(' ');
}
