import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PAUSED_ENDING } from '../../core/snapshots/snapshot.js';
import { removeFile } from '../../machine/files/remove-file.js';
import { namesIn } from '../../machine/files/tree.js';

/** Where a cohort's snapshots go: files whose names begin like this. */
export function snapshotBase(folder: string, cohort: string): string {
  return join(folder, `cohort-${cohort}`);
}

/** Where a cohort's worker writes how far it is. */
export function placeFile(folder: string, cohort: string): string {
  return `${snapshotBase(folder, cohort)}.place`;
}

/** How far a cohort was when its process died; null: not known. */
export function placeOf(folder: string, cohort: string | null): string | null {
  if (cohort === null) return null;
  try {
    return readFileSync(placeFile(folder, cohort), 'utf8').trim() || null;
  } catch {
    return null;
  }
}

/** Files that a process which died left behind, whatever their trials. */
export function isLeftOver(name: string): boolean {
  return /\.(?:part|next|place)$/.test(name);
}

/** Whether a file is of a cohort, whole or not. */
export function isOfCohort(name: string): boolean {
  return /^cohort-.+\.(?:snapshot|part|place)$/.test(name);
}

/** Whether a file holds a snapshot. */
export function isSnapshot(name: string): boolean {
  return name.endsWith('.snapshot');
}

/** Whether those that go on from a snapshot were paused there. */
export function holdsPaused(name: string): boolean {
  return name.endsWith(PAUSED_ENDING);
}

/** Removes the files of a sweep's folder with such names. Call it under the sweep's lock. */
export function removeFrom(folder: string, isUseless: (name: string) => boolean): void {
  for (const name of namesIn(folder)) {
    if (isUseless(name)) removeFile(join(folder, name));
  }
}
