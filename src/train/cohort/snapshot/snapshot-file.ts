import { withSafetensors } from '../../../assets/tensor-files/safetensors-read.js';
import { streamSafetensors } from '../../../assets/tensor-files/safetensors-stream.js';
import type { Written } from '../../../assets/tensor-files/safetensors-write.js';
import type { WeightTensor } from '../../../assets/weights/weights.js';
import { messageOf } from '../../../core/errors.js';
import type { SnapshotSource } from '../../../core/snapshots/snapshot.js';
import { hashFile } from '../../../machine/files/hash-file.js';
import { type CohortRecord, type CohortSnapshot, FORMAT } from './cohort-snapshot.js';

/** A snapshot that was read; a branch's tensors are read when their turn comes. */
export interface ReadSnapshot {
  readonly record: CohortRecord;
  /** By name, without what `prefix` they share. */
  tensors(prefix: string): ReadonlyMap<string, WeightTensor>;
}

/** A snapshot that nobody can go on from: missing, damaged, or of something else. */
export class SnapshotError extends Error {}

/** @throws {Error} the file system's, as it is. */
export function writeSnapshot(path: string, { record, tensors }: CohortSnapshot): Written {
  return streamSafetensors(path, tensors, { cohort: JSON.stringify(record) });
}

/** Lets `use` go on from a file, once its digest is what it was. @throws {SnapshotError} */
export function withSnapshot<Result>(
  { path, sha256 }: SnapshotSource,
  use: (snapshot: ReadSnapshot) => Result,
): Result {
  let found: string;
  try {
    found = hashFile(path);
  } catch (error) {
    throw new SnapshotError(`it cannot be read (${messageOf(error)})`);
  }
  if (found !== sha256) throw new SnapshotError(`${path} is damaged`);
  return withSafetensors(path, ({ tensors, metadata, read }) => {
    const record = JSON.parse(metadata.cohort ?? '{}') as CohortRecord;
    if (record.format !== FORMAT) throw new SnapshotError('it is of another version');
    return use({
      record,
      tensors: (prefix) =>
        new Map(
          [...tensors.keys()]
            .filter((name) => name.startsWith(prefix))
            .map((name) => [name.slice(prefix.length), read(name)]),
        ),
    });
  });
}
