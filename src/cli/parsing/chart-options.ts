import type { ChartOptions } from '../../charts/chart.js';
import { readBrush, readZoom } from '../../charts/options/ranges.js';
import { UsageError } from '../../core/errors.js';
import type { MetricName } from '../../core/metric.js';
import type { TrialState } from '../../core/trial-state.js';
import { checkTop } from './sweep-flags.js';

/** How a chart is to look, as flags say it. */
export interface ChartArgs {
  readonly metric: MetricName | undefined;
  readonly state: readonly TrialState[] | undefined;
  readonly top: number | undefined;
  readonly chosen: readonly number[] | undefined;
  readonly smooth: number | undefined;
  readonly x: string | undefined;
  readonly y: string | undefined;
  readonly log: readonly string[] | undefined;
  readonly linear: readonly string[] | undefined;
  readonly brush: readonly string[] | undefined;
  readonly zoom: readonly string[] | undefined;
}

/** @throws {UsageError} */
export function chartOptionsOf(args: ChartArgs): ChartOptions {
  const { metric, state: states, top, chosen, smooth, x, y, log, linear } = args;
  if (top !== undefined) checkTop(top);
  if (smooth !== undefined && !(smooth >= 0 && smooth < 1)) {
    throw new UsageError(`--smooth expects a number from 0 to below 1; not ${smooth}.`);
  }
  const odd = chosen?.find((id) => !Number.isInteger(id) || id < 1);
  if (odd !== undefined) throw new UsageError(`--chosen expects ids of trials; not ${odd}.`);
  const both = log?.find((name) => linear?.includes(name));
  if (both !== undefined) {
    throw new UsageError(`--log and --linear both name "${both}": an axis is one or the other.`);
  }
  return {
    ...given({ metric, states, top, chosen, smooth, x, y, log, linear }),
    brush: Object.fromEntries((args.brush ?? []).map(brushOf)),
    zoom: Object.fromEntries((args.zoom ?? []).map(zoomOf)),
  };
}

function brushOf(text: string) {
  const brush = readBrush(text);
  if (brush) return brush;
  throw new UsageError(
    `--brush expects NAME:LOW..HIGH or NAME=VALUE,VALUE, such as learning_rate:1e-4..1e-3; not "${text}".`,
  );
}

function zoomOf(text: string) {
  const zoom = readZoom(text);
  if (zoom) return zoom;
  throw new UsageError(
    `--zoom expects NAME:LOW..HIGH, such as val_accuracy:0.5..1; not "${text}".`,
  );
}

/** Without what was not given. */
function given<Values extends object>(
  values: Values,
): { [Name in keyof Values]?: NonNullable<Values[Name]> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Name in keyof Values]?: NonNullable<Values[Name]> };
}
