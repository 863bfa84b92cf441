import { METRIC_NAMES, type MetricName } from '../../core/metric.js';
import { TRIAL_STATES, type TrialState } from '../../core/trial-state.js';
import type { Brush, ChartOptions, Stretch } from '../chart.js';
import { type Fields, listOf, optional, pairs, readFields, readId } from './fields.js';
import { readBrush, readZoom, writeBrush, writeStretch } from './ranges.js';

/** What an address says of how a chart is to look, of a page and of a picture alike. */
export interface OptionState {
  /** Only trials in these; empty: all. */
  readonly states: readonly TrialState[];
  /** Null: the sweep's own. */
  readonly metric: MetricName | null;
  readonly top: number | null;
  /** In [0, 1). */
  readonly smooth: number;
  readonly x: string | null;
  readonly y: string | null;
  readonly log: readonly string[];
  readonly linear: readonly string[];
  readonly brush: Readonly<Record<string, Brush>>;
  readonly zoom: Readonly<Record<string, Stretch>>;
  /** Ids of trials that are selected. */
  readonly chosen: readonly number[];
}

export const optionFields: Fields<OptionState> = {
  states: listOf((text) => TRIAL_STATES.find((state) => state === text)),
  metric: optional((text) => METRIC_NAMES.find((name) => name === text) ?? null, String),
  top: optional((text) => (/^\d{1,6}$/.test(text) ? Number(text) : null), String),
  smooth: {
    read: ([text]) => (/^0?\.\d{1,4}$/.test(text ?? '') ? Number(text) : 0),
    write: (share) => (share > 0 ? [String(Number(share.toFixed(4)))] : []),
  },
  x: optional((text) => text, String),
  y: optional((text) => text, String),
  log: listOf((text) => text),
  linear: listOf((text) => text),
  brush: pairs(readBrush, writeBrush),
  zoom: pairs(readZoom, writeStretch),
  chosen: listOf(readId),
};

/** What the query of an address says. */
export function readOptions(query: URLSearchParams): ChartOptions {
  return chartOptions(readFields(optionFields, query));
}

/** The same as charts take it. */
export function chartOptions(state: OptionState): ChartOptions {
  const { metric, states, top, smooth, x, y, log, linear, brush, zoom, chosen } = state;
  return {
    ...(metric !== null && { metric }),
    ...(states.length > 0 && { states }),
    ...(top !== null && { top }),
    ...(smooth > 0 && { smooth }),
    ...(x !== null && { x }),
    ...(y !== null && { y }),
    ...{ log, linear, brush, zoom, chosen },
  };
}
