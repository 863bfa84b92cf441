import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BEFORE_START } from '../deaths/fate-of.js';

/** Where a cohort's snapshots go: files whose names begin like this. */
export function snapshotBase(folder: string, cohort: string): string {
  return join(folder, `cohort-${cohort}`);
}

/** Where a cohort's worker writes how far it is. */
export function placeFile(folder: string, cohort: string): string {
  return `${snapshotBase(folder, cohort)}.place`;
}

/** How far a cohort was when its process died. */
export function placeOf(folder: string, cohort: string | null): string {
  if (cohort === null) return BEFORE_START;
  try {
    return readFileSync(placeFile(folder, cohort), 'utf8').trim() || BEFORE_START;
  } catch {
    return BEFORE_START;
  }
}

/** Files that a process which died left behind, whatever their trials. */
export function isLeftOver(name: string): boolean {
  return /\.(?:part|next|place)$/.test(name);
}

/** Whether a file holds a snapshot. */
export function isSnapshot(name: string): boolean {
  return name.endsWith('.snapshot');
}
