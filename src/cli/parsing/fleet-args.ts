import { deviceSeconds } from '../../app/fleet/device-time.js';
import { UsageError } from '../../core/errors.js';
import { isUrl } from '../../core/places/place.js';
import type { NamedPlace } from './place-of.js';

/** `FLEET_FLAGS` as they were given. */
export interface FleetArgs {
  readonly detach: boolean;
  readonly priority: number | undefined;
  readonly budget: string | undefined;
}

/** Whether other machines are to train it. @throws {UsageError} flags for that without `--store`. */
export function isShared(
  { at }: Pick<NamedPlace, 'at'>,
  { detach, priority, budget }: Partial<FleetArgs>,
): boolean {
  if (isUrl(at)) return true;
  const flags = Object.entries({ detach, priority, budget });
  const flag = flags.find(([, value]) => value !== undefined && value !== false)?.[0];
  if (flag === undefined) return false;
  throw new UsageError(
    `--${flag} is for sweeps that other machines train: say with --store which do.`,
  );
}

/** What is asked for at their desk; absent: not given. @throws {UsageError} */
export function wishIn({ priority, budget }: Omit<FleetArgs, 'detach'>): {
  readonly priority?: number;
  readonly budgetSeconds?: number;
} {
  if (priority !== undefined && !(Number.isInteger(priority) && priority >= 1 && priority <= 100)) {
    throw new UsageError(`--priority expects a whole number from 1 to 100; not ${priority}.`);
  }
  return {
    ...(priority === undefined ? {} : { priority }),
    ...(budget === undefined ? {} : { budgetSeconds: deviceSeconds(budget, '--budget') }),
  };
}

/** Flags that mean this machine, where others train. @throws {UsageError} one was given. */
export function refuseLocal(
  given: Readonly<Record<string, unknown>>,
  instead: Readonly<Record<string, string>>,
): void {
  for (const [flag, why] of Object.entries(instead)) {
    const value = given[flag.replace(/^no-/, '')];
    const isGiven = flag.startsWith('no-')
      ? value === false
      : value !== undefined && value !== false;
    if (isGiven) throw new UsageError(`--${flag} does not go with --store: ${why}.`);
  }
}
