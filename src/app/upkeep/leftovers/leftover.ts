import { measureTree } from '../../../machine/files/tree.js';
import { WORK_FOLDER } from '../../../machine/files/work-folder.js';
import type { GcDocument, Leftover } from '../../../results/documents/upkeep.js';

/** What was found in one place. */
export type Look = Pick<GcDocument, 'leftovers' | 'kept'>;

/**
 * Names of what is not yet whole: work folders (`.part-UUID`: version 0.1's), `.UUID.part` of a file
 * that is written, `.next` of one that replaces another, `.tar` and
 * a digest's `.part` of what comes from a gateway.
 */
export const PART = new RegExp(
  `(?:${WORK_FOLDER.source}|\\.part-[0-9a-f-]{36}|\\.[0-9a-f-]{36}\\.part|\\.tar(?:\\.part)?|(?<=[0-9a-f]{64})\\.part|\\.schema-\\d+\\.part|\\.next)$`,
);

/** Milliseconds after which nobody can be at work on something any more. */
export const AGE = {
  /** A file that is renamed as soon as it is written. */
  write: 3_600_000,
  /** Something of which nobody knows who needs it. */
  unknown: 30 * 86_400_000,
} as const;

export function leftover(kind: Leftover['kind'], path: string, why: string): Leftover {
  return { kind, path, bytes: measureTree(path).bytes, why };
}

export function isOlderThan(path: string, age: number): boolean {
  return Date.now() - measureTree(path).changedAt > age;
}
