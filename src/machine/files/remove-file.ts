import { rmSync } from 'node:fs';

/**
 * Removes a file that nothing needs any more. One that cannot be removed (its folder is read-only, or
 * something else has its place by now) stays: no reason to end what runs.
 */
export function removeFile(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // `thaw gc` finds it.
  }
}
