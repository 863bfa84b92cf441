import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { BackendError } from '../../core/errors.js';
import { runCommand, tail } from '../../machine/children/run-command.js';
import { hasDigest } from '../../machine/files/hash-file.js';
import { namesIn } from '../../machine/files/tree.js';
import { type Pinned, requirement } from './wheels.js';

/** Where wheels are fetched, and where those that are whole are kept. */
export interface WheelFolders {
  /** On the same file system as `wheels`; whatever is cut off in it goes with it. */
  readonly work: string;
  readonly wheels: string;
}

/**
 * Downloads a wheel with pip, unless an earlier installation did, and returns its path among those
 * that are kept. Its hash is checked in either case.
 *
 * @throws {BackendError} pip failed.
 */
export async function fetchWheel(
  python: string,
  { work, wheels }: WheelFolders,
  wheel: Pinned,
  signal?: AbortSignal,
): Promise<string> {
  const kept = keptWheel(wheels, wheel);
  if (kept !== null) {
    if (hasDigest(kept, wheel.sha256)) return kept;
    await rm(kept);
  }
  const downloads = join(work, 'downloads');
  await mkdir(downloads, { recursive: true });
  const wanted = join(downloads, 'requirements.txt');
  await writeFile(wanted, `${requirement(wheel)}\n`);
  // Any Python's wheel will do, as only its C library is used: ask for one whose hash is known,
  // whichever version runs pip.
  const only = ['--no-deps', '--only-binary=:all:', '--python-version', '3.11', '--require-hashes'];
  const to = ['--dest', downloads, '-r', wanted];
  const args = ['-m', 'pip', 'download', '--quiet', '--no-cache-dir', ...only, ...to];
  // Its first copy goes beside its last: a system's own folder for such may be small. A pip that can
  // goes on where a connection broke; an older one does not know that word.
  const env = { ...process.env, TMPDIR: downloads, PIP_RESUME_RETRIES: '5' };
  const result = await runCommand(python, args, { env, signal });
  const fetched = keptWheel(downloads, wheel);
  if (result.code !== 0 || fetched === null) {
    throw new BackendError([
      `backend tensorflow: pip could not fetch ${wheel.name} ${wheel.version} for ` +
        `${process.platform} ${process.arch}. If pip is older than 20.3, update it ` +
        `(${python} -m pip install -U pip). What was fetched before it is kept. It said:`,
      ...tail(result),
    ]);
  }
  await mkdir(wheels, { recursive: true });
  const path = join(wheels, basename(fetched));
  await rename(fetched, path);
  await rm(downloads, { recursive: true });
  return path;
}

/** Where a wheel lies in a folder, whole or not; null: it does not. */
export function keptWheel(folder: string, { name, version }: Pinned): string | null {
  const start = `${name.replaceAll('-', '_')}-${version}-`;
  const found = namesIn(folder).find((each) => each.startsWith(start) && each.endsWith('.whl'));
  return found === undefined ? null : join(folder, found);
}
