import type { MetricName } from '../core/metric.js';
import type { TrialState } from '../core/trial-state.js';
import type { DocumentName, Documents } from '../results/documents/documents.js';
import type { Scene } from './scene.js';

/**
 * What can be said of how a chart is to look, the same for all kinds, and the same in flags of `thaw
 * plot`, in a page's address and in a picture's. Absent: the chart's own choice.
 */
export interface ChartOptions {
  /** The metric that is drawn; absent: the sweep's own. */
  readonly metric?: MetricName;
  /** Only trials in these states. */
  readonly states?: readonly TrialState[];
  /** So many of the best in color, the others gray. */
  readonly top?: number;
  /** Of an exponential average, in [0, 1): 0 is none. */
  readonly smooth?: number;
  /** What runs along x, where there is a choice: `trial`, `epoch`, `seconds`, a parameter. */
  readonly x?: string;
  readonly y?: string;
  /** Axes that are logarithmic, or are not, though the sweep file says otherwise. */
  readonly log?: readonly string[];
  readonly linear?: readonly string[];
  /** Only what lies in these, by axis; both ends included. */
  readonly brush?: Readonly<Record<string, Brush>>;
  /** What stretch of an axis is shown, by the axis' name; absent: all of it. Marks outside are cut off. */
  readonly zoom?: Readonly<Record<string, Stretch>>;
  /** Ids of trials to stand out. */
  readonly chosen?: readonly number[];
}

export interface Stretch {
  readonly low: number;
  readonly high: number;
}

export type Brush = Stretch | { readonly values: readonly string[] };

export interface Frame {
  readonly width: number;
  readonly height: number;
}

/**
 * A chart that people can ask for by its name. A new one is a file in `kinds/` and a line in
 * `kinds/index.ts`: `thaw plot`, the report and pictures by address follow.
 */
export interface ChartDef<Needs extends DocumentName = DocumentName> {
  /** `thaw plot KIND`. */
  readonly kind: string;
  readonly title: string;
  /** One line for `--help`. */
  readonly summary: string;
  /** Of a sweep, of a trial, of two trials, or of images. */
  readonly of: 'sweep' | 'trial' | 'trials' | 'images';
  readonly needs: readonly Needs[];
  /** Pixels where nobody says. */
  readonly frame: Frame;
  /**
   * Pure: the same documents and options give the same scene to the last digit. With nothing to show
   * it is a scene that says so. What is no number is left out and counted in the summary, never 0.
   */
  draw(documents: Pick<Documents, Needs>, options: ChartOptions, frame: Frame): Scene;
}

export function defineChart<const Needs extends DocumentName>(
  def: ChartDef<Needs>,
): ChartDef<Needs> {
  return def;
}
