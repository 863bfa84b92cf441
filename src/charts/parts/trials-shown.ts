import type { Json, JsonObject } from '../../core/json.js';
import { type Goal, type MetricName, toLoss } from '../../core/metric.js';
import type { Params } from '../../core/space.js';
import { plain } from '../../core/words/plain.js';
import type { TrialEntry } from '../../results/documents/live/trials.js';
import type { Brush, ChartOptions } from '../chart.js';
import { numberText, shortMiddle, valueText } from '../value-text.js';

/**
 * The trials that the options ask for: in these states, and inside what is brushed, which may be a
 * parameter, the metric, or what else is known of them. `axes`: names that mean something else to the
 * chart.
 */
export function trialsShown(
  trials: readonly TrialEntry[],
  { states, brush = {} }: Pick<ChartOptions, 'states' | 'brush'>,
  metric: MetricName,
  axes: readonly string[] = [],
): readonly TrialEntry[] {
  const brushes = Object.entries(brush).filter(([name]) => !axes.includes(name));
  return trials.filter(
    (trial) =>
      (states === undefined || states.includes(trial.state)) &&
      brushes.every(([name, each]) => isInside(trial, name, each, metric)),
  );
}

/** What a brush is asked about: both ends included. */
export function isIn(value: unknown, text: string, brush: Brush): boolean {
  if ('values' in brush) return brush.values.includes(text);
  return typeof value === 'number' && value >= brush.low && value <= brush.high;
}

function isInside(trial: TrialEntry, name: string, brush: Brush, metric: MetricName): boolean {
  const param = paramAt(trial.params, name);
  if (param !== undefined) {
    // A text also stands for a choice of that type, whatever its options.
    const type = typeIn(param);
    return isIn(param, valueText(param), brush) || (type !== '' && isIn(undefined, type, brush));
  }
  const value = name === metric ? trial.value : numberOf(trial, name);
  return isIn(value, value === null ? valueText(undefined) : valueText(value), brush);
}

/** A parameter, or an option of one: `scheduler`, `scheduler.step_size`. */
function paramAt(params: Params, name: string): Json | undefined {
  if (Object.hasOwn(params, name)) return params[name];
  const dot = name.lastIndexOf('.');
  const choice = dot < 0 ? undefined : paramAt(params, name.slice(0, dot));
  const option = name.slice(dot + 1);
  return isChoice(choice) && Object.hasOwn(choice, option) ? choice[option] : undefined;
}

/** Empty: it is no choice with options. */
function typeIn(value: Json): string {
  return isChoice(value) && typeof value.type === 'string' ? value.type : '';
}

function isChoice(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function numberOf(trial: TrialEntry, name: string): number | null {
  const columns: Readonly<Record<string, number | null>> = {
    ...trial.values,
    ...{ trial: trial.number, epochs: trial.epochs, seconds: trial.seconds },
  };
  return (Object.hasOwn(columns, name) ? columns[name] : null) ?? null;
}

/** Those that have a place among others, best first; equal ones by number. */
export function bestFirst(trials: readonly TrialEntry[], goal: Goal): readonly TrialEntry[] {
  const change = latestChange(trials);
  return trials
    .filter((trial) => isRanked(trial, change))
    .toSorted(
      (a, b) => toLoss(a.value!, { goal }) - toLoss(b.value!, { goal }) || a.number - b.number,
    );
}

/** Whether its value is compared: finished, inside bounds, made of what the latest are made of. */
export function isRanked(trial: TrialEntry, change: number): boolean {
  return (
    trial.state === 'finished' && trial.feasible && trial.change === change && trial.value !== null
  );
}

export function latestChange(trials: readonly TrialEntry[]): number {
  return trials.reduce((latest, { change }) => Math.max(latest, change), 0);
}

/** What a pointer on a trial's mark is told: `trial 12, finished, val_accuracy 0.94; optimizer adamw`. */
export function trialTitle(
  trial: TrialEntry,
  metric: MetricName,
  varying: readonly string[],
): string {
  const { value, epoch } = trial;
  const where = epoch === null ? '' : ` at epoch ${epoch}`;
  const measured = value === null ? `no ${metric}` : `${metric} ${numberText(value)}${where}`;
  const params = varying
    .filter((name) => Object.hasOwn(trial.params, name))
    .map((name) => `${shortMiddle(name, 40)} ${shortMiddle(valueText(trial.params[name]), 40)}`);
  const head = `trial ${trial.trial}, ${trial.state}, ${measured}`;
  return plain(params.length === 0 ? head : `${head}; ${params.join(', ')}`);
}
