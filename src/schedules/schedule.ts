import type { z } from 'zod';

/** What one step of an optimizer uses. `momentum` only where the schedule cycles it. */
export interface Rates {
  readonly lr: number;
  readonly momentum?: number;
}

/** The span a schedule is laid over. A tick is an epoch, or a step where `interval: step`. */
export interface Horizon {
  /** Rate from which the schedule departs. */
  readonly baseLr: number;
  readonly ticks: number;
  readonly ticksPerEpoch: number;
}

/**
 * The rates used during `tick` (from 0). `valLosses` holds the validation losses of the epochs
 * before it; only `plateau` looks. Pure: no state between calls, so resuming needs none.
 */
export type Schedule = (tick: number, valLosses: readonly number[]) => Rates;

export interface ScheduleDef<
  Type extends string = string,
  Options extends z.ZodObject = z.ZodObject,
> {
  readonly type: Type;
  /** PyTorch's option names and defaults; the options all have come from schedule-options.ts. */
  readonly options: Options;
  readonly defaultInterval: 'epoch' | 'step';
  /** False where only epochs make sense (`plateau`). */
  readonly stepwise: boolean;
  create(options: z.infer<Options>, horizon: Horizon): Schedule;
}

export function defineSchedule<const Type extends string, Options extends z.ZodObject>(
  def: ScheduleDef<Type, Options>,
): ScheduleDef<Type, Options> {
  return def;
}
