import type { Metric } from '../../../core/metric.js';
import { TRIAL_STATES, type TrialState } from '../../../core/trial-state.js';
import { allOf } from '../../../core/words/all-of.js';
import { count, grouped } from '../../../core/words/numbers.js';
import type { TrialEntry } from '../../../results/documents/live/trials.js';
import type { ChartOptions } from '../../chart.js';
import { trialsShown } from '../trials-shown.js';
import { whyNothing } from '../words.js';

/** A trial whose value is a number. */
export type Valued = TrialEntry & { readonly value: number };

/** What a chart of outcomes shows, and what it leaves out. */
export interface Outcomes {
  readonly shown: readonly Valued[];
  /** `24 stopped and 2 failed trials are left out.`; empty: none is. */
  readonly leftOut: string;
}

/**
 * Trials with their values: the finished ones, or those in the states that are asked for. What others
 * there are is said, as is what has no value.
 */
export function outcomesOf(
  trials: readonly TrialEntry[],
  options: Pick<ChartOptions, 'states' | 'brush'>,
  metric: Metric,
  axes: readonly string[],
): Outcomes {
  const { states = ['finished'] } = options;
  const asked = trialsShown(trials, { ...options, states }, metric.name, axes);
  const shown = asked.filter(hasValue);
  return { shown, leftOut: [othersText(trials, states), valuelessText(asked)].join(' ').trim() };
}

/** Why there is nothing to show; `otherwise`: where it is not for the trials' states. */
export function nothingText(
  trials: readonly TrialEntry[],
  { states }: Pick<ChartOptions, 'states'>,
  otherwise: string,
): string {
  return whyNothing(
    trials,
    states ? trialsShown(trials, { states }, 'val_loss') : trials,
    otherwise,
  );
}

function hasValue(trial: TrialEntry): trial is Valued {
  return trial.value !== null;
}

function othersText(trials: readonly TrialEntry[], states: readonly TrialState[]): string {
  const others = TRIAL_STATES.filter((state) => !states.includes(state)).flatMap((state) => {
    const number = trials.filter((trial) => trial.state === state).length;
    return number === 0 ? [] : [{ number, state }];
  });
  if (others.length === 0) return '';
  const total = others.reduce((sum, { number }) => sum + number, 0);
  const listed = allOf(others.map(({ number, state }) => `${grouped(number)} ${state}`));
  return `${listed} ${total === 1 ? 'trial is' : 'trials are'} left out.`;
}

function valuelessText(asked: readonly TrialEntry[]): string {
  const without = asked.filter((trial) => !hasValue(trial)).length;
  if (without === 0) return '';
  return `${count(without, 'trial')} without a value ${without === 1 ? 'is' : 'are'} left out.`;
}
