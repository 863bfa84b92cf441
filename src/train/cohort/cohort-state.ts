import type { Branch } from './branch.js';
import type { Member } from './member.js';

/** What changes while a cohort trains. */
export interface CohortState {
  /** Those that train now: who breaks, diverges or ends is taken out at once. */
  branches: readonly Branch[];
  /** What frozen layers are passed for. */
  phase: 'training' | 'validation';
}

/** The branches of some of the members, and of these alone. */
export function branchesOf(
  branches: readonly Branch[],
  isOne: (member: Member) => boolean,
): readonly Branch[] {
  return branches
    .map((branch) => ({ ...branch, members: branch.members.filter(isOne) }))
    .filter(({ members }) => members.length > 0);
}

/** By place in the cohort. */
export function membersOf(branches: readonly Branch[]): readonly Member[] {
  return branches.flatMap(({ members }) => members).sort((a, b) => a.index - b.index);
}
