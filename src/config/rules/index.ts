import type { SearchSpace } from '../../core/space.js';
import type { DataSpec } from '../../core/sweep.js';
import type { Findings } from '../findings.js';
import type { Keys } from '../resolve-sweep.js';
import { checkOptimizerOptions } from './optimizer-options.js';
import { checkPrecision } from './precision.js';
import { checkRandomCrop } from './random-crop.js';
import { checkScheduler } from './scheduler.js';
import { checkTwoPlaces } from './two-places.js';
import { checkUselessKeys } from './useless-keys.js';

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

/** Notes what each key allows by itself, but not together with others. */
export function checkRules(subject: RuleSubject): void {
  for (const rule of RULES) rule(subject);
}

const RULES = [
  checkOptimizerOptions,
  checkPrecision,
  checkRandomCrop,
  checkScheduler,
  checkTwoPlaces,
  checkUselessKeys,
] as const;
