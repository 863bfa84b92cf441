import { serializeError } from '../../core/errors.js';
import { lossOf } from '../../core/metric.js';
import type { Standing } from '../../core/standing.js';
import { byStanding } from '../../core/standing.js';
import { linkCheckpoint, saveHead } from '../checkpoint.js';
import { type Branch, disposeBranch } from './branch.js';
import type { CohortRun, End } from './cohort-run.js';
import type { Member } from './member.js';

/**
 * Takes trials out of the cohort and tells how they ended. Of those that end at once only the best
 * are written, as many as the sweep keeps: a stage of ResNet50 is 60 MB, and no other could stay.
 * One that is paused goes on some day: its weights lie in a snapshot, and it takes no other's place.
 */
export function endMembers(run: CohortRun, ends: ReadonlyMap<Member, End>): void {
  const { state, hooks } = run;
  const branchOf = new Map(
    state.branches.flatMap((branch) => branch.members.map((member) => [member, branch] as const)),
  );
  const standing = (member: Member) => standingOf(member, ends.get(member)!, branchOf.get(member)!);
  const leaving = [...ends.keys()].filter(
    (member) => ends.get(member)!.how !== 'paused' && branchOf.get(member)?.best,
  );
  const winners = leaving
    .filter(({ checkpoint }) => checkpoint !== null)
    .sort((a, b) => byStanding(standing(a), standing(b)))
    .slice(0, run.keep);
  const written = writeCheckpoints(run, winners, branchOf);

  for (const [member, end] of ends) {
    const checkpoint = written.get(member);
    if (!checkpoint && winners.includes(member)) continue; // it failed, and was told of
    hooks.end(member, { ...end, ...checkpoint });
  }
  state.branches = state.branches.filter((branch) => {
    branch.members = branch.members.filter((member) => !ends.has(member));
    if (branch.members.length === 0) disposeBranch(branch);
    return branch.members.length > 0;
  });
}

/** A trial in the leaderboard's order, in which only those that finished come first. */
function standingOf({ recipe, index }: Member, { how }: End, { best }: Branch): Standing {
  const state = how === 'finished' ? 'finished' : 'stopped';
  return { state, loss: lossOf(best!.metrics, recipe.judged.metric), number: index };
}

type Written = Pick<End, 'checkpointEpoch' | 'checkpointDigest' | 'unsaved'>;

/**
 * Writes each branch once; trials of one branch get the same file. Gives what was written, or why it
 * could not be: a full disk takes nothing from what a trial has reported.
 */
function writeCheckpoints(
  { hooks }: CohortRun,
  members: readonly Member[],
  branchOf: ReadonlyMap<Member, Branch>,
): ReadonlyMap<Member, Written> {
  const files = new Map<Branch, { readonly file: string; readonly digest: string }>();
  const written = new Map<Member, Written>();
  for (const member of members) {
    const branch = branchOf.get(member)!;
    const { epoch, weights } = branch.best!;
    const path = member.checkpoint!;
    try {
      const same = files.get(branch);
      if (same) linkCheckpoint(same.file, path);
      const digest = same?.digest ?? saveHead(path, weights ?? branch.head, epoch);
      files.set(branch, { file: path, digest });
      written.set(member, { checkpointEpoch: epoch, checkpointDigest: digest });
    } catch (error) {
      const unsaved = serializeError(error);
      if (unsaved.code === 'E_DISK') written.set(member, { unsaved });
      else hooks.fail([member], error);
    }
  }
  return written;
}
