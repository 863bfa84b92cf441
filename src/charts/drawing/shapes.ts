import type { Area, DotMark, LineMark, Place } from '../scene.js';

/** What draws a path, stroke by stroke. */
export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
}

/** A line with its gaps; a place between two gaps is a dot, as round ends make it. */
export function traceLine(
  { places, stepped }: Pick<LineMark, 'places' | 'stepped'>,
  pen: Pen,
): void {
  let last: Place | null = null;
  for (const [i, place] of places.entries()) {
    if (place !== null) {
      const [x, y] = place;
      if (last === null) pen.moveTo(x, y);
      if (last !== null && stepped) pen.lineTo(x, last[1]);
      const isAlone = last === null && (places[i + 1] ?? null) === null;
      if (last !== null || isAlone) pen.lineTo(x, y);
    }
    last = place;
  }
}

/** Corners of a dot's shape, of about the area of a circle of that radius; null: it is a circle. */
export function cornersOf({
  shape,
  place: [x, y],
  radius = DOT_RADIUS,
}: DotMark): readonly Place[] | null {
  const at = (...offsets: readonly Place[]) =>
    offsets.map(([dx, dy]): Place => [x + dx * radius, y + dy * radius]);
  switch (shape) {
    case 'square':
      return at([-0.89, -0.89], [0.89, -0.89], [0.89, 0.89], [-0.89, 0.89]);
    case 'diamond':
      return at([0, -1.25], [1.25, 0], [0, 1.25], [-1.25, 0]);
    case 'triangle':
      return at([0, -1.35], [1.25, 0.85], [-1.25, 0.85]);
    default:
      return null;
  }
}

/** The two strokes of a cross. */
export function crossOf({
  place: [x, y],
  radius = DOT_RADIUS,
}: DotMark): readonly (Place | null)[] {
  const arm = radius * 0.95;
  return [[x - arm, y - arm], [x + arm, y + arm], null, [x - arm, y + arm], [x + arm, y - arm]];
}

/** Where marks of an area are cut off: a dot at its edge is whole. */
export function grown({ left, top, width, height }: Area) {
  return {
    left: left - EDGE,
    top: top - EDGE,
    width: width + 2 * EDGE,
    height: height + 2 * EDGE,
  } as const;
}

const EDGE = 5;

export const DOT_RADIUS = 3;
export const LINE_WIDTH = 1.5;
export const TEXT_SIZE = 11;

/** Dashes of lines, in pixels. */
export const DASHES = { dashed: [6, 4], dotted: [1.5, 3] } as const;

/** How far below its place a text's baseline is, in parts of its size. */
export const BASELINES = { top: 0.78, middle: 0.35, baseline: 0 } as const;

/** Families that look alike enough for the same places. */
export const FONTS = "Inter, 'Helvetica Neue', Arial, sans-serif";
