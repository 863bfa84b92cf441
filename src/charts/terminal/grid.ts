import type { Color, Place } from '../scene.js';

/** A scene's pixels that one character stands for. */
export const CELL = { width: 6, height: 12 } as const;

/** A character's place on a terminal. */
export interface Cell {
  readonly text: string;
  readonly color: Color;
  readonly bold?: boolean;
}

/** Characters in rows; later ones take the place of earlier ones that matter no more than they. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  /** A point of 2 x 4 in a character, for what `matters` so much. */
  point(place: Place, color: Color, matters: number): void;
  /** A whole character. */
  put(column: number, row: number, cell: Cell, matters: number): void;
  lines(): readonly (readonly (Cell | null)[])[];
}

interface Drawn {
  /** Points that are set, as braille numbers them. */
  points: number;
  cell: Cell | null;
  color: Color;
  matters: number;
}

/** How much a character's content matters: what is less never hides what is more. */
export const MATTERS = {
  ...{ axis: 0, muted: 1, colored: 2, bar: 3, dot: 4, coloredDot: 5, text: 6 },
} as const;

/** Points of a braille character by row and column (Unicode, block 2800). */
const BITS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

/** `fallback`: where braille cannot be shown, what points are shown as by how much they matter. */
export function createGrid(
  columns: number,
  rows: number,
  fallback: ((matters: number) => string) | null,
): Grid {
  const drawn = new Map<number, Drawn>();
  const at = (column: number, row: number): Drawn | null => {
    if (column < 0 || column >= columns || row < 0 || row >= rows) return null;
    const key = row * columns + column;
    const known = drawn.get(key);
    if (known) return known;
    const fresh = { points: 0, cell: null, color: 'ink', matters: -1 } as const;
    const made: Drawn = { ...fresh };
    drawn.set(key, made);
    return made;
  };
  return {
    columns,
    rows,
    point([x, y], color, matters) {
      const left = Math.floor(x / (CELL.width / 2));
      const top = Math.floor(y / (CELL.height / 4));
      const known = at(Math.floor(left / 2), Math.floor(top / 4));
      if (!known || matters < known.matters) return;
      // What matters more does not share its character: points of two colors would have one.
      if (matters > known.matters) Object.assign(known, { points: 0, cell: null });
      known.points |= BITS[(((top % 4) + 4) % 4) as 0 | 1 | 2 | 3][left % 2 === 0 ? 0 : 1];
      Object.assign(known, { color, matters });
    },
    put(column, row, cell, matters) {
      const known = at(column, row);
      if (!known || matters < known.matters) return;
      Object.assign(known, { points: 0, cell, color: cell.color, matters });
    },
    lines: () =>
      Array.from({ length: rows }, (_, row) =>
        Array.from({ length: columns }, (_, column) => {
          const known = drawn.get(row * columns + column);
          if (!known) return null;
          if (known.cell) return known.cell;
          const { points, color, matters } = known;
          return { text: fallback ? fallback(matters) : braille(points, matters), color };
        }),
      ),
  };
}

/** Where much is filled, whole characters are blocks. */
function braille(points: number, matters: number): string {
  return points === 0xff && matters >= MATTERS.bar ? '█' : String.fromCharCode(0x2800 + points);
}
