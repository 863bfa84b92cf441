import type { SerializedError } from '../../core/trial.js';

/** What becomes of a trial that broke, by what broke it. */
export interface ErrorClass {
  /** Its next attempt: with all that broke beside it, with half as many, or not at all. */
  readonly next: 'together' | 'half' | 'none';
  /** Attempts in the same company before `half` begins to mean half; absent: none. */
  readonly wholes?: number;
  /**
   * Attempts after the first, once it cannot run in less company: `retries` of the sweep file, or so
   * many.
   */
  readonly again: 'retries' | number;
  /** Whether there is a pause before them, longer each time. */
  readonly pauses: boolean;
  /**
   * Whether what broke it is likely to break every trial. Then it does not fail before others were
   * seen to go on: the sweep stops instead, and the trial waits for a `resume`.
   */
  readonly common: boolean;
}

/**
 * Every class of errors. The user's mistakes and divergence are final: the same again would come of
 * them. The machine's are not, and what went wrong in company may be another trial's doing.
 */
export const errorClasses = {
  /** Too much was asked for, by all of the cohort together or by this trial. */
  memory: { next: 'half', again: 0, pauses: false, common: false },
  /** The worker ended, or had to be ended, and nothing more is known. */
  lost: { next: 'half', again: 'retries', pauses: true, common: false },
  /**
   * The worker's process was ended, most often by somebody outside: its trials stay together, as they
   * would be judged otherwise apart, until it looks as if they themselves were the cause.
   */
  killed: { next: 'half', wholes: 3, again: 10, pauses: true, common: false },
  /** Disk, device. */
  machine: { next: 'together', again: 'retries', pauses: true, common: true },
  /** Images and weights: the same files for all trials of a sweep. */
  inputs: { next: 'together', again: 1, pauses: false, common: true },
  /** The sweep file, or flags. */
  user: { next: 'none', again: 0, pauses: false, common: false },
  /** Anything else; it may be a bug of ours. */
  unknown: { next: 'half', again: 0, pauses: false, common: false },
} as const satisfies Readonly<Record<string, ErrorClass>>;

export type ErrorClassName = keyof typeof errorClasses;

export function classOf({ code }: Pick<SerializedError, 'code'>): ErrorClassName {
  return CLASS_OF.get(code) ?? 'unknown';
}

const CLASS_OF: ReadonlyMap<string, ErrorClassName> = new Map([
  ['E_MEMORY', 'memory'],
  ['E_WORKER', 'lost'],
  ['E_STALLED', 'lost'],
  ['E_KILLED', 'killed'],
  ['E_DISK', 'machine'],
  ['E_BACKEND', 'machine'],
  ['E_DATA', 'inputs'],
  ['E_WEIGHTS', 'inputs'],
  ['E_FETCH', 'inputs'],
  ['E_CONFIG', 'user'],
  ['E_USAGE', 'user'],
]);
