import type { SearchSpace } from '../../core/space.js';
import type { DataSpec } from '../../core/sweep.js';
import type { Keys } from '../file/reading.js';
import type { Findings } from '../words/findings.js';

/** Whether the file gives a parameter, whatever it says of it. */
export function declares(
  { root: { parameters } }: Pick<RuleSubject, 'root'>,
  name: string,
): boolean {
  return typeof parameters === 'object' && parameters !== null && Object.hasOwn(parameters, name);
}

/** What rules that span several keys look at. Wrong keys and parameters are left out. */
export interface RuleSubject {
  /** Where the sweep file lies: paths in it are relative to its folder. */
  readonly file: string;
  readonly root: Readonly<Record<string, unknown>>;
  readonly keys: Keys;
  readonly space: SearchSpace;
  readonly data: DataSpec | null;
  readonly findings: Findings;
}
