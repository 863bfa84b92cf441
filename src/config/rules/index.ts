import { checkName } from './name.js';
import { checkOptimizerOptions } from './optimizer-options.js';
import { checkPrecision } from './precision.js';
import { checkRandomCrop } from './random-crop.js';
import { checkRepeats } from './repeats.js';
import type { RuleSubject } from './rule.js';
import { checkScheduler } from './scheduler.js';
import { checkSeveralMetrics } from './several-metrics.js';
import { checkSingleValue } from './single-value.js';
import { checkTwoPlaces } from './two-places.js';
import { checkUselessKeys } from './useless-keys.js';

/** Notes what each key allows by itself, but not together with others. */
export function checkRules(subject: RuleSubject): void {
  for (const rule of RULES) rule(subject);
}

const RULES = [
  checkOptimizerOptions,
  checkName,
  checkPrecision,
  checkRandomCrop,
  checkRepeats,
  checkScheduler,
  checkSeveralMetrics,
  checkSingleValue,
  checkTwoPlaces,
  checkUselessKeys,
] as const;
