import type { Copied } from '../../../store/copying/copy-sweeps.js';
import type { FileLeft, FilesPlaced } from '../../../store/copying/file-place.js';

/** `thaw store copy FROM TO --format json`. */
export interface CopyDocument {
  /** Paths, or URLs without what is secret in them. */
  readonly from: string;
  readonly to: string;
  /** By id, there and here. */
  readonly sweeps: readonly { readonly name: string; readonly from: number; readonly to: number }[];
  /** What both sides hold of them: rows, and SHA-256 (hex) of what they say. */
  readonly tables: readonly {
    readonly table: string;
    readonly rows: number;
    readonly digest: string;
  }[];
  /** SHA-256 of all that: the same wherever a copy lies, whatever its ids. */
  readonly digest: string;
  /** Weights and checkpoints. */
  readonly files: {
    readonly copied: number;
    readonly bytes: number;
    readonly left: readonly FileLeftDocument[];
  };
}

/** A file that did not come along; ids as they are at `from`. */
export interface FileLeftDocument {
  readonly kind: 'checkpoint' | 'network' | 'snapshot';
  readonly sweep: number;
  /** Null: of a cohort. */
  readonly trial: number | null;
  readonly why: FileLeft['why'];
}

export function copyDocument(
  places: Pick<CopyDocument, 'from' | 'to'>,
  { sweeps, tables, digest }: Copied,
  { placed, bytes, left }: FilesPlaced,
): CopyDocument {
  return {
    ...places,
    ...{ sweeps, tables, digest },
    files: {
      copied: placed,
      bytes,
      left: left.map(({ file, why }) => ({
        kind: file.kind,
        sweep: file.sweep.from,
        trial: file.kind === 'snapshot' ? null : file.trial.from,
        why,
      })),
    },
  };
}
