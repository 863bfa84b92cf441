import { createRequire } from 'node:module';

/**
 * Sends what native libraries write to standard error by themselves to a file, which is added to;
 * when it is full it is renamed to end in `.1`, and begun anew. What this program writes is not
 * touched. Holds for the whole process, until its end.
 *
 * @param module path of the module that does it (bin/tensorflow/log).
 * @param file absolute path, in a folder that is there.
 * @returns false: it cannot be done here, and nothing has changed.
 */
export function divertNativeLog(module: string, file: string): boolean {
  try {
    const { divert } = createRequire(import.meta.url)(module) as Diverting;
    if (!divert(file, MOST_BYTES)) return false;
  } catch {
    return false; // an older build, which has no such module
  }
  diverted = file;
  return true;
}

/** Where it goes; null: to standard error. */
export function nativeLog(): string | null {
  return diverted;
}

/** The environment in which a process diverts its own to the same file (`divertAsParent`). */
export function divertedFrom(module: string, file: string): Readonly<Record<string, string>> {
  return { THAW_LOG_MODULE: module, THAW_LOG: file };
}

/** Does in a process that this program started what that did for itself. */
export function divertAsParent({ THAW_LOG_MODULE, THAW_LOG }: NodeJS.ProcessEnv): void {
  if (THAW_LOG_MODULE && THAW_LOG) divertNativeLog(THAW_LOG_MODULE, THAW_LOG);
}

interface Diverting {
  divert(file: string, mostBytes: number): boolean;
}

/** Of the process, as standard error is. */
let diverted: string | null = null;

/** Of one file; there are two at most. */
const MOST_BYTES = 5_000_000;
