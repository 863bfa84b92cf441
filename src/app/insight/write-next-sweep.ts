import { existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute } from 'node:path';
import { loadText } from '../../config/file/load-sweep.js';
import { type Change, withChanges } from '../../config/yaml/with-changes.js';
import { ConfigError, ThawError, UsageError } from '../../core/errors.js';
import type { SweepSpec } from '../../core/sweep.js';
import { cacheDir } from '../../machine/cache-dir.js';
import { makeFolder } from '../../machine/files/make-folder.js';
import type { Advice } from '../../results/advice/advice.js';
import type { SweepRow } from '../../store/port.js';
import type { World } from '../world.js';

/** A sweep file, changed as advised. */
export interface NextSweep {
  readonly text: string;
  /** Rules whose changes are in it. */
  readonly applied: readonly string[];
  /** Rules whose changes are not, and why. */
  readonly leftOut: readonly { readonly rule: string; readonly why: string }[];
}

/**
 * Writes the sweep file again, as it was stored, with what the advice changes in it. Gives the file's
 * absolute path, too.
 *
 * @throws {UsageError} there is such a file and it is not to be overwritten, or nothing to change.
 * @throws {ConfigError} the stored file is not valid any more.
 */
export function writeNextSweep(
  world: Pick<World, 'env'>,
  sweep: SweepRow,
  advice: readonly Advice[],
  file: string,
  force: boolean,
): NextSweep & { readonly file: string } {
  if (existsSync(file)) {
    if (statSync(file).isDirectory()) throw new UsageError(`${file} is a folder: name a file.`);
    if (!force) throw new UsageError(`${file} exists already; --force overwrites it.`);
  }
  const next = nextSweep(world, sweep, advice, file);
  if (!next) {
    throw new UsageError('There is no advice that changes the sweep file: nothing was written.');
  }
  makeFolder(dirname(file));
  writeFileSync(file, next.text);
  return { ...next, file };
}

/**
 * The sweep file, as it was stored, with what the advice changes in it; null: no advice is for a file.
 * Each change is in it only if the file is valid with it; a key is changed once, by the first advice.
 * `file`: where it is to lie, which says what its paths are relative to.
 *
 * @throws {ConfigError} the stored file is not valid any more.
 */
export function nextSweep(
  { env }: Pick<World, 'env'>,
  sweep: SweepRow,
  advice: readonly Advice[],
  file: string,
): NextSweep | null {
  const wanted = advice.filter(({ changes }) => changes.length > 0);
  if (wanted.length === 0) return null;
  const read = (text: string) => loadText(text, file, { set: [] }, cacheDir(env), env).spec;
  const rename = { path: ['name'], value: `${sweep.name}-next` };
  const base = [rename, ...asItRan(sweep, read)];
  let taken: readonly Change[] = base;
  const applied: Advice[] = [];
  const leftOut: { rule: string; why: string }[] = [];
  for (const each of wanted) {
    const changed = new Set(taken.map(({ path }) => path.join('.')));
    const own = each.changes.filter(({ path }) => !changed.has(path.join('.')));
    const why =
      own.length === 0 ? 'other advice changes the same' : fault(sweep, [...taken, ...own], read);
    if (why === null) {
      taken = [...taken, ...own];
      applied.push(each);
    } else {
      leftOut.push({ rule: each.rule, why });
    }
  }
  const heading = [
    `What \`thaw advise\` made of sweep ${sweep.id} (${sweep.name}):`,
    ...applied.map(({ title }) => `- ${title}`),
  ];
  const text = withChanges(sweep.source, taken, heading);
  read(text);
  return { text, applied: applied.map(({ rule }) => rule), leftOut };
}

/** The same as text alone; null also where the stored file is not valid any more. */
export function nextSweepText(...asked: Parameters<typeof nextSweep>): string | null {
  try {
    return nextSweep(...asked)?.text ?? null;
  } catch (error) {
    if (error instanceof ThawError) return null;
    throw error;
  }
}

/** Why the file is not valid with these changes; null: it is. */
function fault(
  sweep: SweepRow,
  changes: readonly Change[],
  read: (text: string) => SweepSpec,
): string | null {
  try {
    read(withChanges(sweep.source, changes, []));
    return null;
  } catch (error) {
    if (error instanceof ConfigError) return error.issues[0]?.message ?? error.message;
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

/**
 * What flags changed in the file when the sweep was run, and paths that were relative to where the
 * file lay.
 */
function asItRan({ spec, source }: SweepRow, read: (text: string) => SweepSpec): readonly Change[] {
  const paths = [
    { path: ['data', 'source'], of: ({ data }: SweepSpec) => data.source },
    { path: ['model', 'weights'], of: ({ model }: SweepSpec) => model.weights },
  ];
  const others = [
    { path: ['data', 'train'], of: ({ data }: SweepSpec) => data.train },
    { path: ['data', 'val'], of: ({ data }: SweepSpec) => data.valFrom ?? data.val },
    { path: ['seed'], of: ({ seed }: SweepSpec) => seed },
    { path: ['epochs'], of: ({ defaults }: SweepSpec) => defaults.epochs },
    { path: ['run_cap'], of: ({ runCap }: SweepSpec) => runCap },
  ];
  // Where the images are not found from here, the file cannot be read before that is mended.
  const moved = paths
    .filter(({ path, of }) => isGivenPath(source, path[1]!) && isAbsolute(of(spec)))
    .map(({ path, of }) => ({ path, value: of(spec) }));
  const now = read(withChanges(source, moved, []));
  return [
    ...moved,
    ...others
      .filter(({ of }) => of(now) !== of(spec))
      .map(({ path, of }) => ({ path, value: of(spec) })),
  ];
}

/** Whether a file names something itself, and not by its default. */
function isGivenPath(source: string, key: string): boolean {
  return new RegExp(`\\b${key}\\b`).test(source);
}
