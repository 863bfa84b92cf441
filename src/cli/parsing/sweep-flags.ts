import { resolve } from 'node:path';
import { loadSweep } from '../../config/file/load-sweep.js';
import type { LoadedSweep } from '../../config/file/parse-sweep.js';
import { formatIssue, UsageError } from '../../core/errors.js';
import { cacheDir } from '../../machine/cache-dir.js';
import type { CliContext } from '../context.js';
import { createStyle } from '../render/style.js';

/** Flags of the commands that read a sweep file: what they change in it. */
export const SWEEP_FLAGS = {
  set: {
    type: 'array',
    string: true,
    describe: 'Change a key of the file: key=value; repeatable',
  },
  backend: { type: 'string', describe: 'Tensor library; default: the file, else auto' },
  workers: { type: 'string', describe: 'Worker threads, or auto' },
  trials: { type: 'number', describe: 'Number of trials in all (run_cap)' },
  seed: { type: 'number', describe: 'Seed of every random draw' },
  name: { type: 'string', describe: "The sweep's name" },
} as const;

/** yargs reads `--no-sharing` as false. */
export const SHARING_FLAG = {
  type: 'boolean',
  default: true,
  describe: 'Compute once what trials share; --no-sharing trains each alone',
} as const;

interface SweepFlags {
  readonly file: string;
  readonly set?: readonly string[] | undefined;
  readonly backend?: string | undefined;
  readonly workers?: string | undefined;
  readonly trials?: number | undefined;
  readonly seed?: number | undefined;
  readonly name?: string | undefined;
}

/**
 * The sweep file with what the flags change, warnings told on stderr.
 *
 * @throws {UsageError | ConfigError}
 */
export function loadWithFlags(
  context: Pick<CliContext, 'cwd' | 'env' | 'err'>,
  flags: SweepFlags,
): LoadedSweep & { readonly path: string } {
  const path = resolve(context.cwd, flags.file);
  const { backend, trials, seed, name } = flags;
  const loaded = loadSweep(
    path,
    { set: flags.set ?? [], workers: workersOf(flags.workers), backend, trials, seed, name },
    cacheDir(context.env),
  );
  const { yellow } = createStyle(context.err.colors);
  for (const warning of loaded.warnings) {
    context.err.write(`${yellow('Note:')} ${formatIssue(warning)}\n`);
  }
  return { ...loaded, path };
}

/** @throws {UsageError} neither a count nor `auto`. */
export function workersOf(text: string | undefined): number | 'auto' | undefined {
  if (text === undefined || text === 'auto') return text;
  const workers = Number(text);
  if (Number.isInteger(workers) && workers >= 1) return workers;
  throw new UsageError(`--workers expects a whole number from 1, or auto; not "${text}".`);
}
