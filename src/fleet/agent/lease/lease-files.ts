import { join } from 'node:path';

/** Where a trial's best tensors go until they are among the artifacts. */
export function checkpointFile(folder: string, trialId: number): string {
  return join(folder, `trial-${trialId}.checkpoint`);
}

/** What names of a lease's snapshots begin with. */
export function snapshotBase(folder: string): string {
  return join(folder, 'cohort');
}

/** The snapshot that training goes on from. */
export function sourceFile(folder: string): string {
  return join(folder, 'from.snapshot');
}

/** Path that names no file: frozen outputs that don't fit go to files named after it. */
export function spillFile(folder: string): string {
  return join(folder, 'features');
}
