import type { Provenance } from '../../core/provenance.js';
import type { StoredSnapshot } from '../../core/snapshots/snapshot.js';
import { readOr, SHAPES } from './documents.js';

/** What of a row of `snapshots` is read. */
export interface SnapshotColumns {
  readonly id: number;
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly epoch: number;
  readonly step: number;
  /** JSON. */
  readonly provenance: string;
}

/** Of what cannot be read `onDamage` is told; nothing goes on from it then. */
export function toSnapshot(
  { id, file, sha256, bytes, epoch, step, provenance }: SnapshotColumns,
  trialIds: readonly number[],
  onDamage: (message: string) => void,
): StoredSnapshot {
  return {
    ...{ id, file, sha256, bytes, epoch, step, trialIds },
    provenance: readOr<Provenance>(
      UNKNOWN,
      onDamage,
      provenance,
      SHAPES.provenance,
      `what the checkpoint ${file} was made by`,
    ),
  };
}

/** Of no program that there is. */
const UNKNOWN: Provenance = {
  version: 'unknown',
  backend: 'unknown',
  backendVersion: '',
  device: '',
  threads: 0,
  exactness: '',
};
