import type { Choice } from '../core/json.js';
import { schedules } from './kinds/index.js';
import type { Rates, Schedule } from './schedule.js';
import { type CommonOptions, scheduleSchema } from './schedule-options.js';

/** What a schedule is laid over: one trial's training. */
export interface Span {
  readonly baseLr: number;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
}

/**
 * The rates used during `step` of `epoch` (both from 0), given the validation losses of the epochs
 * before it. Pure.
 */
export type RatesAt = (epoch: number, step: number, valLosses: readonly number[]) => Rates;

/** Lays the schedule that `choice` names over `span`, its warm-up in front. */
export function createSchedule(choice: Choice, span: Span): RatesAt {
  const { type, ...options } = choice;
  const def = schedules[type]!;
  const { interval, warmup_epochs, warmup_factor, ...own } = scheduleSchema(def).parse(
    options,
  ) as CommonOptions & Record<string, unknown>;

  const ticksPerEpoch = interval === 'step' ? span.stepsPerEpoch : 1;
  const warmupTicks = Math.round(warmup_epochs * ticksPerEpoch);
  const ticks = Math.max(1, span.epochs * ticksPerEpoch - warmupTicks);
  const schedule = def.create(own, { baseLr: span.baseLr, ticks, ticksPerEpoch });
  const warm = withWarmup(schedule, warmupTicks, warmup_factor, Math.ceil(warmup_epochs));

  return (epoch, step, valLosses) =>
    warm(interval === 'step' ? epoch * ticksPerEpoch + step : epoch, valLosses);
}

/**
 * PyTorch's LinearLR, then `schedule` from its own tick 0 with the losses since then. The ramp ends
 * at the rate of that tick, so that the two join for a schedule that doesn't start at the base rate.
 */
function withWarmup(schedule: Schedule, ticks: number, factor: number, epochs: number): Schedule {
  if (ticks === 0) return schedule;
  const start = schedule(0, []);
  return (tick, valLosses) => {
    if (tick >= ticks) return schedule(tick - ticks, valLosses.slice(epochs));
    return { ...start, lr: start.lr * (factor + ((1 - factor) * tick) / ticks) };
  };
}
