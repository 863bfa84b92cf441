import { NO_REPEATS, type Repeats } from '../../core/study/repeats.js';
import type { Report, Trial } from '../../core/trial.js';
import type { Decision, Pruner } from '../../search/pruner.js';
import type { Roster } from '../roster.js';

/** Asks the pruner about rungs. */
export interface Judge {
  /** Of trials that are about to begin, those that need not, by id, and why. */
  beforehand(trials: readonly Trial[]): ReadonlyMap<number, string>;
  /**
   * Decisions on trials of one cohort that have just reported the same epoch, and are to go on.
   * The roster must have the reports already.
   */
  rung(
    reports: readonly { readonly trialId: number; readonly report: Report }[],
  ): ReadonlyMap<number, Decision>;
}

/**
 * A trial that was paused, and starts over or goes on from before, is not judged again before it is
 * further than it was. Further runs of the leaders (`repeats: {top, n}`) are owed, however they begin:
 * only a pruner that compares runs of points judges them.
 */
export function createJudge(
  pruner: Pruner | null,
  roster: Roster,
  { top }: Pick<Repeats, 'top'> = NO_REPEATS,
): Judge {
  /** Epochs that trials had when they were paused. */
  const granted = new Map<number, number>();

  function isOwed({ replicate }: Trial): boolean {
    return top !== null && replicate > 0 && pruner?.beforehand !== true;
  }

  return {
    beforehand(trials) {
      const fresh = trials.filter(({ number }) => roster.curves.of(number).length === 0);
      if (!pruner?.beforehand || fresh.length === 0) return new Map();
      const curves = fresh.map(({ number }) => ({ number, losses: [] }));
      const decisions = pruner.judge(curves, roster.curves);
      return new Map(
        fresh.flatMap(({ id }, place) => {
          const decision = decisions[place]!;
          return decision.action === 'stop' ? [[id, decision.reason] as const] : [];
        }),
      );
    },
    rung(reports) {
      if (!pruner) return new Map();
      const judged = reports.filter(
        ({ trialId, report }) =>
          report.epoch + 1 > (granted.get(trialId) ?? 0) && !isOwed(roster.get(trialId)),
      );
      if (judged.length === 0) return new Map();
      const curves = judged.map(({ trialId }) => {
        const { number } = roster.get(trialId);
        return { number, losses: roster.curves.of(number) };
      });
      const decisions = pruner.judge(curves, roster.curves);
      return new Map(
        judged.map(({ trialId, report }, place) => {
          const decision = decisions[place]!;
          if (decision.action === 'pause') granted.set(trialId, report.epoch + 1);
          return [trialId, decision];
        }),
      );
    },
  };
}
