import type { Issue } from '../../core/errors.js';

/** Keys and list places from the file's top. */
export type Path = readonly (string | number)[];

/** What was found wrong or worth a note, in the order it was found. */
export interface Findings {
  /** `at`: whether the key or its value is what is wrong; decides only the column. */
  error(path: Path, message: string, at?: 'key' | 'value'): void;
  warn(path: Path, message: string, at?: 'key' | 'value'): void;
  /** By line. */
  readonly errors: readonly Issue[];
  readonly warnings: readonly Issue[];
}

/** Where a path stands in the file, or which flag set it. */
export interface Place {
  readonly line?: number;
  readonly column?: number;
  readonly flag?: string;
}

export function createFindings(locate: (path: Path, at: 'key' | 'value') => Place): Findings {
  const errors: Issue[] = [];
  const warnings: Issue[] = [];
  const issue = (path: Path, message: string, at: 'key' | 'value' = 'value'): Issue => {
    const { line, column, flag } = locate(path, at);
    return {
      ...(line === undefined ? {} : { line }),
      ...(column === undefined ? {} : { column }),
      path: path.join('.'),
      message: flag === undefined ? message : `${message} (from ${flag})`,
    };
  };
  return {
    error: (path, message, at) => void errors.push(issue(path, message, at)),
    warn: (path, message, at) => void warnings.push(issue(path, message, at)),
    get errors() {
      return errors.toSorted(byPlace);
    },
    get warnings() {
      return warnings.toSorted(byPlace);
    },
  };
}

function byPlace(a: Issue, b: Issue): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
