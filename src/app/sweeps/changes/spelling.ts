import type { SweepSpec } from '../../../core/sweep.js';

/** Keys of a spec in a sweep file's words. */
export function spell(keys: readonly (keyof SweepSpec)[]): string {
  return keys.map((key) => SPELLED[key] ?? key).join(', ');
}

const SPELLED: Readonly<Partial<Record<keyof SweepSpec, string>>> = {
  runCap: 'run_cap',
  warmStart: 'warm_start',
  space: 'parameters',
  objectives: 'metrics',
  earlyTerminate: 'early_terminate',
  defaults: 'epochs (or image_size)',
};
