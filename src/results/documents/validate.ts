import type { Contents } from '../../core/data/contents.js';
import type { ConfigError, Issue } from '../../core/errors.js';
import type { SweepSpec } from '../../core/sweep.js';
import { type ImagesDocument, imagesDocument } from './images.js';

/** What is to be said of a sweep file: what it means, or every mistake in it. */
export type Validity =
  | {
      readonly valid: true;
      readonly spec: SweepSpec;
      /** Of the source of images; null: unknown yet. */
      readonly contents: Contents | null;
      /** Null: without end. */
      readonly trials: number | null;
      readonly warnings: readonly Issue[];
    }
  | { readonly valid: false; readonly error: ConfigError };

/** `thaw validate FILE --format json`. */
export interface ValidateDocument {
  /** As it was given. */
  readonly file: string;
  readonly valid: boolean;
  /** Name; null for a file with mistakes. */
  readonly sweep: string | null;
  /** Null for a file with mistakes, and for a sweep without end. */
  readonly trials: number | null;
  /** Null for a file with mistakes, and where it is not known before they are fetched. */
  readonly images: ImagesDocument | null;
  readonly issues: readonly IssueEntry[];
  readonly warnings: readonly IssueEntry[];
}

export interface IssueEntry {
  /** From 1; null where no place can be named. */
  readonly line: number | null;
  readonly column: number | null;
  /** Dotted: `parameters.learning_rate.min`. */
  readonly path: string;
  readonly message: string;
}

export function validateDocument(file: string, validity: Validity): ValidateDocument {
  if (!validity.valid) {
    const nothing = { sweep: null, trials: null, images: null };
    const { issues, warnings } = validity.error;
    const entries = { issues: issues.map(issueEntry), warnings: warnings.map(issueEntry) };
    return { file, valid: false, ...nothing, ...entries };
  }
  const { spec, trials } = validity;
  const warnings = validity.warnings.map(issueEntry);
  const images = imagesDocument(validity);
  return { file, valid: true, sweep: spec.name, trials, images, issues: [], warnings };
}

export function issueEntry({ line, column, path, message, lines = [] }: Issue): IssueEntry {
  const text = [message, ...lines].join('\n');
  return { line: line ?? null, column: column ?? null, path, message: text };
}
