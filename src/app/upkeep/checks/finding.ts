import type { Check } from '../../../results/documents/upkeep.js';

/** A check, and how it can be mended where that loses nothing. */
export interface Finding extends Omit<Check, 'repaired'> {
  /** Returns what was done, in words. */
  repair?(): string | Promise<string>;
}

export function ok(part: Check['part'], message: string, todo: string | null = null): Finding {
  return { part, state: 'ok', message, todo };
}

export function warning(part: Check['part'], message: string, todo: string): Finding {
  return { part, state: 'warning', message, todo };
}

export function wrong(part: Check['part'], message: string, todo: string): Finding {
  return { part, state: 'wrong', message, todo };
}
