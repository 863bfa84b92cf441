import type { Trial, TrialOutcome } from '../../core/trial.js';
import { isFinal } from '../../core/trial-state.js';
import type { Decision } from '../../search/pruner.js';
import type { Roster } from '../roster.js';
import { holdsPaused } from '../snapshots/cohort-files.js';
import type { Shelf } from '../snapshots/shelf.js';
import type { SweepParts } from '../sweep-parts.js';

/** Trials that the pruner paused: they are queued, and wait until it promotes or stops them. */
export interface Paused {
  readonly size: number;
  has(trialId: number): boolean;
  add(trialId: number): void;
  /**
   * Has them judged again by what others have come to meanwhile. Gives those that go on now, no longer
   * paused; those that will not go on any more have ended.
   *
   * Only those that go on from one snapshot, and train together: what they come to may decide on the
   * next. So it follows from what is stored alone, and a resumed sweep takes up where it was.
   */
  review(): Promise<readonly Trial[]>;
}

/**
 * Those of earlier runs are there: whoever is to go on from a snapshot that paused trials left. Whoever
 * lost it starts over when its turn comes. Not those `elsewhere`: they were promoted already.
 */
export function createPaused(
  { store, sweepId, pruner, observer = {} }: SweepParts,
  roster: Roster,
  shelf: Shelf,
  elsewhere: ReadonlySet<number>,
): Paused {
  const waiting = new Set(
    roster
      .all()
      .filter(({ id, state }) => {
        const from = shelf.of(id);
        if (!pruner || state !== 'queued' || elsewhere.has(id)) return false;
        return from !== undefined && holdsPaused(from.file);
      })
      .map(({ id }) => id),
  );

  function judge(trials: readonly Trial[]): readonly Decision[] {
    const curves = trials.map(({ number }) => ({ number, losses: roster.curves.of(number) }));
    return pruner!.judge(curves, roster.curves);
  }

  async function end(ended: readonly (readonly [Trial, reason: string])[]): Promise<void> {
    if (ended.length === 0) return;
    const outcomes = ended.map(([{ id, reports }, reason]): TrialOutcome & { error: object } => {
      const message = `pruned after epoch ${reports.at(-1)?.epoch}: ${reason}`;
      return { trialId: id, state: 'stopped', error: { code: 'E_PRUNED', message } };
    });
    await store.queue.endPaused(outcomes);
    await shelf.tidy(outcomes.map(({ trialId }) => trialId));
    for (const outcome of outcomes) {
      const { trialId, state, error } = outcome;
      waiting.delete(trialId);
      const trial = roster.end(trialId, 'stopped');
      await store.log.addEvent({ sweepId, trialId, kind: state, message: error.message });
      observer.onTrialEnd?.(trial, outcome);
    }
  }

  return {
    get size() {
      return waiting.size;
    },
    has: (trialId) => waiting.has(trialId),
    add: (trialId) => void waiting.add(trialId),
    async review() {
      for (;;) {
        if (waiting.size === 0) return [];
        const trials = [...waiting].map(roster.get).sort((a, b) => a.number - b.number);
        const decisions = judge(trials);
        const ended = trials.flatMap((trial, place) => {
          const decision = decisions[place]!;
          return decision.action === 'stop' ? [[trial, decision.reason] as const] : [];
        });
        const isOne = (place: number) => decisions[place]!.action === 'continue';
        const promoted = trials.filter((_, place) => isOne(place));
        await end(ended);
        // Those that ended are awaited no more, which may decide on others.
        if (promoted.length === 0 && ended.length > 0) continue;
        const others = roster.all().filter(({ id, state }) => !isFinal(state) && !waiting.has(id));
        // Whatever a pruner says, who waits for nobody goes on.
        const going = promoted.length === 0 && others.length === 0 ? trials : promoted;
        const from = going[0] && shelf.of(going[0].id)?.id;
        const together = going.filter(({ id }) => shelf.of(id)?.id === from);
        for (const { id } of together) waiting.delete(id);
        return together;
      }
    },
  };
}
