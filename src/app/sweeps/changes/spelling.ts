import type { Overrides } from '../../../config/yaml/overrides.js';
import type { SweepSpec } from '../../../core/sweep.js';

/** Keys of a spec in a sweep file's words. */
export function spell(keys: readonly (keyof SweepSpec)[]): string {
  return keys.map((key) => SPELLED[key] ?? key).join(', ');
}

/** Keys of a spec that the command line gives a value. */
export function namedBy({ set, trials }: Overrides): readonly (keyof SweepSpec)[] {
  const names = new Set(set.map((setting) => /^[^.=]*/.exec(setting)![0].trim()));
  if (trials !== undefined) names.add('run_cap');
  return KEYS.filter((key) => names.has(SPELLED[key] ?? key));
}

/** Those that may be given anew, however often. */
const KEYS = [
  ...(['runCap', 'repeats', 'budget', 'retries', 'keep', 'checkpoint', 'memory'] as const),
  ...(['constraints', 'objectives', 'sharing'] as const),
] as const satisfies readonly (keyof SweepSpec)[];

const SPELLED: Readonly<Partial<Record<keyof SweepSpec, string>>> = {
  runCap: 'run_cap',
  warmStart: 'warm_start',
  space: 'parameters',
  objectives: 'metrics',
  earlyTerminate: 'early_terminate',
  defaults: 'epochs (or image_size)',
};
