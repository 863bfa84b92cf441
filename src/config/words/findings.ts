import type { Issue } from '../../core/errors.js';

/** Keys and list places from the file's top. */
export type Path = readonly (string | number)[];

/** What was found wrong or worth a note. */
export interface Findings {
  /** `at`: whether the key or its value is what is wrong; decides only the column. */
  error(path: Path, message: string, at?: 'key' | 'value', lines?: readonly string[]): void;
  warn(path: Path, message: string, at?: 'key' | 'value'): void;
  /** In the order in which they were found, without their places. */
  readonly errors: readonly Issue[];
  /** All of them, each where it stands in the file, by line. */
  placed(): { readonly errors: readonly Issue[]; readonly warnings: readonly Issue[] };
  /** Where a path stands; undefined: a flag set it. */
  lineOf(path: Path): number | undefined;
}

/** Where a path stands in the file, or which flag set it. */
export interface Place {
  readonly line?: number;
  readonly column?: number;
  readonly flag?: string;
}

interface Finding {
  readonly path: Path;
  readonly message: string;
  readonly at: 'key' | 'value';
  readonly lines?: readonly string[] | undefined;
}

/** `writtenAt`: the path in the file of what is called by another one here. */
export function createFindings(
  locate: (path: Path, at: 'key' | 'value') => Place,
  writtenAt: (path: Path) => Path = (path) => path,
): Findings {
  const errors: Finding[] = [];
  const warnings: Finding[] = [];
  const place = ({ path, message, at, lines }: Finding): Issue => {
    const written = writtenAt(path);
    const { line, column, flag } = locate(written, at);
    return {
      ...(line === undefined ? {} : { line }),
      ...(column === undefined ? {} : { column }),
      path: written.join('.'),
      message: flag === undefined ? message : `${message} (from ${flag})`,
      ...(lines ? { lines } : {}),
    };
  };
  return {
    error: (path, message, at = 'value', lines) => void errors.push({ path, message, at, lines }),
    warn: (path, message, at = 'value') => void warnings.push({ path, message, at }),
    get errors() {
      return errors.map(({ path, message }) => ({ path: path.join('.'), message }));
    },
    placed: () => ({
      errors: errors.map(place).sort(byPlace),
      warnings: warnings.map(place).sort(byPlace),
    }),
    lineOf: (path) => locate(writtenAt(path), 'key').line,
  };
}

export function byPlace(a: Issue, b: Issue): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
