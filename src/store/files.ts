import { basename, dirname, extname, join } from 'node:path';

/** Where a database's sweeps keep their files: beside it, apart from those of other databases. */
export function checkpointRoot(db: string): string {
  return join(dirname(db), `${prefix(db)}checkpoints`);
}

/** Where one of its sweeps does. */
export function checkpointFolder(db: string, sweepId: number): string {
  return join(checkpointRoot(db), `sweep-${sweepId}`);
}

/** A trial's trained tensors at its best epoch. */
export function checkpointFile(db: string, sweepId: number, trialId: number): string {
  return join(checkpointFolder(db, sweepId), `trial-${trialId}.ckpt`);
}

/** A trial's whole network, for other programs. */
export function weightsFile(db: string, sweepId: number, trialId: number): string {
  return join(checkpointFolder(db, sweepId), `trial-${trialId}.safetensors`);
}

/** What names of files that hold frozen outputs begin with; they have no name for long. */
export function spillFile(db: string, sweepId: number): string {
  return join(dirname(db), `${prefix(db)}features-${process.pid}-${sweepId}`);
}

/** Where `thaw export` writes unless told otherwise. */
export function exportPlace(db: string, name: string): string {
  return join(dirname(db), `${prefix(db)}exports`, name);
}

/** What TensorFlow and what it is made of print by themselves. */
export function nativeLogFile(db: string): string {
  return join(dirname(db), `${prefix(db)}tensorflow.log`);
}

function prefix(db: string): string {
  const stem = basename(db, extname(db));
  return stem === 'thaw' ? '' : `${stem}-`;
}
