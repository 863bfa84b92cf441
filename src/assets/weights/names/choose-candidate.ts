import type { Candidate } from './find-candidates.js';

/**
 * Which of several whole networks in one file is meant. The one that learned by gradients goes
 * before its averaged or momentum copy (MoCo's `encoder_q` before `encoder_k`, BYOL's
 * `online_encoder` before `target_encoder`, a model before its `ema`), but DINO's `teacher` before
 * its `student`: it is what each of these evaluates. Null: these names don't say.
 */
export function chooseCandidate(candidates: readonly Candidate[]): Candidate | null {
  const own = candidates.filter(({ prefix }) => !SECOND.test(prefix));
  const left = own.length > 0 ? own : candidates;
  return left.length === 1 ? left[0]! : null;
}

const SECOND = /(?:^|[._])(?:ema|momentum|encoder_k|key|target|averaged|shadow|student)(?=[._]|$)/i;

/** Whose names a prefix shows, where they are one method's own. */
export function methodOf(prefix: string): string | null {
  return METHODS.find(([pattern]) => pattern.test(prefix))?.[1] ?? null;
}

const METHODS: readonly (readonly [RegExp, string])[] = [
  [/(?:^|[._])encoder_[qk]\./, 'MoCo'],
  [/(?:^|\.)(?:base_encoder|momentum_encoder)\./, 'MoCo v3'],
  [/(?:^|[._])(?:teacher|student)[._]/, 'DINO'],
  [/(?:^|\.)(?:online_encoder|target_encoder)\./, 'BYOL'],
  [/_feature_blocks\./, 'VISSL'],
];
