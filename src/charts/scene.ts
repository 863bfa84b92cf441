/**
 * A chart as marks with places: what is drawn as SVG in a file, a report or a page, as blocks in a
 * terminal, and on a canvas where marks are many. Pure data. Lengths are in pixels, from the top left;
 * nothing in it is markup, and every text is drawn as text.
 */
export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** What there is to see, in a sentence or two, for who cannot. */
  readonly summary: string;
  /** Where data is drawn, and what its axes mean: to read, to zoom, to brush. */
  readonly areas: readonly Area[];
  /** In the order in which they are drawn. */
  readonly marks: readonly Mark[];
  /** The same as numbers. */
  readonly table: SceneTable;
}

export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Null: it has none, as an axis of parallel coordinates has no `x`. */
  readonly x: Axis | null;
  readonly y: Axis | null;
}

/** What turns places into values and back (`axis.ts`). */
export type Axis = AxisName & (NumberAxis | CategoryAxis);

interface AxisName {
  /** What it shows: a parameter's, a metric's or a column's name; brushes are kept by it. */
  readonly name: string;
  readonly label: string;
  /** It runs the other way: right to left, or downward. */
  readonly reversed?: boolean;
}

interface NumberAxis {
  readonly kind: 'linear' | 'log';
  /** Of the data to be shown; `low` < `high`, above 0 where `log`. */
  readonly low: number;
  readonly high: number;
}

interface CategoryAxis {
  readonly kind: 'category';
  /** In the sweep file's order, each as `valueText` writes it. */
  readonly values: readonly string[];
}

/** A place; null in a line: it has a gap there. */
export type Place = readonly [x: number, y: number];

export type Mark = (LineMark | AreaMark | DotMark | BarMark | TextMark) & MarkOf;

/** Whom a mark is of. */
interface MarkOf {
  /** Id of a trial: hovering names it, a click opens it. */
  readonly trial?: number;
  /** What a pointer that rests on it is told. */
  readonly title?: string;
  /** Place in `areas` of what it is cut off at: what a zoom leaves outside is not drawn. */
  readonly within?: number;
}

export interface LineMark {
  readonly kind: 'line';
  readonly places: readonly (Place | null)[];
  readonly color: Color;
  /** Default 1.5. */
  readonly width?: number;
  readonly dash?: 'dashed' | 'dotted';
  /** In (0, 1]. */
  readonly opacity?: number;
  /** Stairs: it keeps each value until the next place. */
  readonly stepped?: boolean;
}

/** A filled polygon, such as an interval around a line. */
export interface AreaMark {
  readonly kind: 'area';
  readonly places: readonly Place[];
  readonly color: Color;
  readonly opacity?: number;
}

export interface DotMark {
  readonly kind: 'dot';
  readonly place: Place;
  /** Default 3. */
  readonly radius?: number;
  readonly color: Color;
  /** What differs in color differs in shape, too. */
  readonly shape?: 'circle' | 'square' | 'diamond' | 'triangle' | 'cross';
  /** Of a trial that did not finish. */
  readonly hollow?: boolean;
  readonly opacity?: number;
}

export interface BarMark {
  readonly kind: 'bar';
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly color: Color;
  readonly opacity?: number;
  readonly hollow?: boolean;
}

export interface TextMark {
  readonly kind: 'text';
  readonly place: Place;
  readonly text: string;
  /** Default `start`, `baseline`, `ink`, 11 pixels. */
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly baseline?: 'top' | 'middle' | 'baseline';
  readonly color?: Color;
  readonly size?: number;
  readonly bold?: boolean;
  /** Degrees, clockwise, about its place. */
  readonly turn?: number;
}

/** Roles: a palette (`palette.ts`) says what they look like, light or dark. */
export type Color =
  | 'ink'
  | 'muted'
  | 'grid'
  | 'paper'
  | 'accent'
  | 'good'
  | 'bad'
  /** The eight of Okabe and Ito, told apart without red or green. */
  | `series-${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7}`
  /** From worst to best, a share in [0, 1] as two digits: viridis. */
  | `scale-${number}`;

export interface SceneTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}
