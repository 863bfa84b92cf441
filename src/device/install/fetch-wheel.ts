import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BackendError } from '../../core/errors.js';
import { runCommand, tail } from '../../machine/children/run-command.js';
import { hasDigest } from '../../machine/files/hash-file.js';
import { namesIn } from '../../machine/files/tree.js';
import { type Pinned, requirement } from './wheels.js';

/**
 * Downloads a wheel with pip into a folder, unless it lies there whole, and returns its path. pip
 * checks its hash, and so does this where an earlier installation left it.
 *
 * @throws {BackendError} pip failed.
 */
export async function fetchWheel(
  python: string,
  folder: string,
  wheel: Pinned,
  signal?: AbortSignal,
): Promise<string> {
  const kept = keptWheel(folder, wheel);
  if (kept !== null) {
    if (hasDigest(kept, wheel.sha256)) return kept;
    await rm(kept);
  }
  await mkdir(folder, { recursive: true });
  const wanted = join(folder, 'requirements.txt');
  await writeFile(wanted, `${requirement(wheel)}\n`);
  // Any Python's wheel will do, as only its C library is used: ask for one whose hash is known,
  // whichever version runs pip.
  const only = ['--no-deps', '--only-binary=:all:', '--python-version', '3.11', '--require-hashes'];
  const args = ['-m', 'pip', 'download', '--quiet', '--no-cache-dir', ...only, '--dest', folder];
  // Its first copy goes beside its last: a system's own folder for such may be small. A pip that can
  // goes on where a connection broke; an older one does not know that word.
  const env = { ...process.env, TMPDIR: folder, PIP_RESUME_RETRIES: '5' };
  const result = await runCommand(python, [...args, '-r', wanted], { env, signal });
  const fetched = keptWheel(folder, wheel);
  if (result.code === 0 && fetched !== null) return fetched;
  throw new BackendError([
    `backend tensorflow: pip could not fetch ${wheel.name} ${wheel.version} for ${process.platform} ` +
      `${process.arch}. If pip is older than 20.3, update it (${python} -m pip install -U pip). ` +
      'What was fetched before it is kept. It said:',
    ...tail(result),
  ]);
}

/** Where an earlier installation left a wheel, whole or not. */
export function keptWheel(folder: string, { name, version }: Pinned): string | null {
  const start = `${name.replaceAll('-', '_')}-${version}-`;
  const found = namesIn(folder).find((each) => each.startsWith(start) && each.endsWith('.whl'));
  return found === undefined ? null : join(folder, found);
}
