import type { DevicesWanted } from '../../core/devices/device.js';
import { UsageError } from '../../core/errors.js';

/** Flags of the commands that read a sweep file: what they change in it. */
export const SWEEP_FLAGS = {
  set: {
    type: 'array',
    string: true,
    describe: 'Change a key of the file: key=value; repeatable',
  },
  backend: { type: 'string', describe: 'Tensor library; default: the file, else auto' },
  workers: { type: 'string', describe: 'Worker threads, or auto' },
  devices: { type: 'string', describe: 'GPUs: auto, none, or a list such as 0,1' },
  trials: { type: 'number', describe: 'Total number of points (run_cap)' },
  seed: { type: 'number', describe: 'Seed of every random draw' },
  name: { type: 'string', describe: "The sweep's name" },
  strict: {
    type: 'boolean',
    default: false,
    describe: "Take no other tool's names for keys, parameters and values",
  },
} as const;

/** yargs reads `--no-sharing` as false. */
export const SHARING_FLAG = {
  type: 'boolean',
  default: true,
  describe: 'Compute once what trials share; --no-sharing trains each alone',
} as const;

export const DASHBOARD_FLAG = {
  type: 'boolean',
  default: false,
  describe: 'Show it in a browser meanwhile; prints the address',
} as const;

export const DB_TIMEOUT_FLAG = {
  type: 'string',
  default: '5m',
  describe: 'How long to wait where another program has the database locked',
} as const;

export const SKIP_BAD_FLAG = {
  type: 'boolean',
  default: false,
  describe: 'Leave out images that cannot be read',
} as const;

/** Flags of the commands that compare what is there now with what a trial was made of. */
export const DATA_FLAG = {
  type: 'string',
  describe: 'Where its images are now, if they have moved',
} as const;

export const WEIGHTS_FLAG = {
  type: 'string',
  describe: 'Where the weights it started from are now, if they have moved',
} as const;

export const ACCEPT_DATA_FLAG = {
  type: 'boolean',
  default: false,
  describe: 'Go on though the images have changed',
} as const;

/** What these flags change in a sweep file; undefined: nothing. */
export interface SweepChanges {
  readonly set?: readonly string[] | undefined;
  readonly backend?: string | undefined;
  readonly workers?: string | undefined;
  readonly devices?: string | undefined;
  readonly trials?: number | undefined;
  readonly seed?: number | undefined;
  readonly name?: string | undefined;
  readonly strict?: boolean | undefined;
}

/** @throws {UsageError} one of them has a value that it cannot have. */
export function changesOf({ set, workers, devices, ...changes }: SweepChanges) {
  const { backend, trials, seed, name, strict } = changes;
  const machine = { workers: workersOf(workers), devices: devicesOf(devices) };
  return { set: set ?? [], ...machine, backend, trials, seed, name, strict };
}

/** @throws {UsageError} neither of the words nor a list of places and ids. */
function devicesOf(text: string | undefined): DevicesWanted | undefined {
  if (text === undefined || text === 'auto' || text === 'none') return text;
  return text.split(',').map((part) => {
    const name = part.trim();
    if (/^\d+$/.test(name)) return Number(name);
    if (/^(GPU|MIG)-/.test(name)) return name;
    throw new UsageError(
      `--devices expects auto, none, or a list of places and ids such as 0,1 or GPU-5f2d1c3e; not "${text}".`,
    );
  });
}

/** @throws {UsageError} neither a count nor `auto`. */
function workersOf(text: string | undefined): number | 'auto' | undefined {
  if (text === undefined || text === 'auto') return text;
  const workers = Number(text);
  if (Number.isInteger(workers) && workers >= 1) return workers;
  throw new UsageError(`--workers expects a whole number from 1, or auto; not "${text}".`);
}

/** @throws {UsageError} not a count from 1. */
export function checkTop(top: number): void {
  if (Number.isInteger(top) && top >= 1) return;
  throw new UsageError(`--top expects a whole number from 1, not ${top}.`);
}

/** Those of commands that train on a sweep which has begun. */
export const GO_ON_FLAGS = {
  set: SWEEP_FLAGS.set,
  trials: SWEEP_FLAGS.trials,
  workers: SWEEP_FLAGS.workers,
  devices: SWEEP_FLAGS.devices,
  'skip-bad': SKIP_BAD_FLAG,
  sharing: SHARING_FLAG,
  'db-timeout': DB_TIMEOUT_FLAG,
  dashboard: DASHBOARD_FLAG,
} as const;
