import type { Findings, Path } from '../words/findings.js';

/** A place in the file as it will be called, and as it was written. */
export interface Place {
  readonly ours: Path;
  readonly theirs: Path;
}

export function below({ ours, theirs }: Place, ...keys: Path): Place {
  return { ours: [...ours, ...keys], theirs: [...theirs, ...keys] };
}

/** A sweep file on its way to our own names. Paths are those of the file, if not said otherwise. */
export interface Rewriting {
  readonly findings: Findings;
  /** What `wrote` at a path of the file is read as. Told once for each such pair. */
  alias(path: Path, wrote: string, meant: string, more?: Said): void;
  /** What stands at `ours` (and below, if not said otherwise) was written at `theirs`. */
  moved(ours: Path, theirs: Path): void;
  /** Whether the command line set what stands there: it wins over the file. */
  isSet(path: Path): boolean;
  /** Where something of ours was written. */
  writtenAt(ours: Path): Path;
}

export interface Said {
  /** Follows the note. */
  readonly remark?: string | undefined;
  readonly at?: 'key' | 'value';
}

/** Where everything stands in the file, whatever it is called by now. */
export interface Origins {
  moved(ours: Path, theirs: Path): void;
  writtenAt(path: Path): Path;
}

export function createOrigins(): Origins {
  const origins = new Map<string, Path>();
  return {
    moved: (ours, theirs) => void origins.set(JSON.stringify(ours.map(String)), theirs),
    writtenAt(path) {
      for (let length = path.length; length > 0; length -= 1) {
        const theirs = origins.get(JSON.stringify(path.slice(0, length).map(String)));
        if (theirs) return [...theirs, ...path.slice(length)];
      }
      return path;
    },
  };
}

/** With `strict`, what would be a note is a mistake that says what to write. */
export function createRewriting(
  findings: Findings,
  origins: Origins,
  { strict, isSet }: Pick<Rewriting, 'isSet'> & { readonly strict: boolean },
): Rewriting {
  const told = new Set<string>();
  return {
    findings,
    ...origins,
    isSet,
    alias(path, wrote, meant, { remark, at = 'value' } = {}) {
      const key = JSON.stringify([wrote, meant]);
      if (told.has(key)) return;
      told.add(key);
      const more = remark === undefined ? '' : `: ${remark}`;
      if (strict)
        findings.error(path, `--strict takes no other names: write ${meant} for ${wrote}`, at);
      else findings.warn(path, `${wrote} is read as ${meant}${more}`, at);
    },
  };
}
