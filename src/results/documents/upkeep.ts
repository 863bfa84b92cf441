/** What `thaw doctor` looked at, and how it stands. */
export interface Check {
  readonly part:
    | 'node'
    | 'memory'
    | 'disk'
    | 'backend'
    | 'database'
    | 'weights'
    | 'artifacts'
    | 'cache';
  readonly state: 'ok' | 'warning' | 'wrong';
  readonly message: string;
  /** What to do; null: nothing. */
  readonly todo: string | null;
  /** What `--repair` did about it; null: nothing. */
  readonly repaired: string | null;
}

/** `thaw doctor --format json`. */
export interface DoctorDocument {
  /** The worst state of those below. */
  readonly state: Check['state'];
  readonly checks: readonly Check[];
}

/** Something that nothing needs any more. */
export interface Leftover {
  readonly kind:
    | 'part' // cut off while it was written
    | 'lock' // of a process that is gone
    | 'spill' // frozen outputs of a process that is gone
    | 'work' // of an installation cut off
    | 'images' // decoded, of a folder that is gone or has changed
    | 'backend' // of another version
    | 'programs' // compiled by TensorFlow: of another version, or all where they are asked for
    | 'backup' // of a database that has all of it
    | 'checkpoint' // of a sweep or trial that is gone
    | 'snapshot' // of a sweep that has ended
    | 'artifact' // that machines share, and no row names
    | 'input' // images or weights of another machine, fetched and not used for long
    | 'mark'; // of a process that left in order, read by no sweep
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
  readonly why: string;
}

/** `thaw gc --format json`. */
export interface GcDocument {
  readonly leftovers: readonly Leftover[];
  /** Of all of them. */
  readonly bytes: number;
  /** They are gone. */
  readonly removed: boolean;
  /** What looks like one and stays, and why. */
  readonly kept: readonly { readonly path: string; readonly why: string }[];
}

export function doctorDocument(checks: readonly Check[]): DoctorDocument {
  const worst = (['wrong', 'warning'] as const).find((each) =>
    checks.some(({ state }) => state === each),
  );
  return { state: worst ?? 'ok', checks };
}
