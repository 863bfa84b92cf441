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

/** What a sweep file says of the trials that a schedule is laid over. */
export interface Outlook {
  /** Of the longest trial, its warm-up left out. */
  readonly ticks: number;
  /** What a tick is called: epochs, or steps. */
  readonly unit: 'epochs' | 'steps';
  /** Bounds of the base rate; null: it has none. */
  readonly lowestLr: number | null;
  readonly highestLr: number | null;
}

/** Something that is allowed, but does nothing or the opposite of what a schedule is for. */
export interface ScheduleNote {
  /** The option that is to blame. */
  readonly option: string;
  readonly message: string;
}

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
  /** What of these options is likely not meant. Pure. */
  check?(options: z.infer<Options>, outlook: Outlook): readonly ScheduleNote[];
  create(options: z.infer<Options>, horizon: Horizon): Schedule;
}

export function defineSchedule<const Type extends string, Options extends z.ZodObject>(
  def: ScheduleDef<Type, Options>,
): ScheduleDef<Type, Options> {
  return def;
}
