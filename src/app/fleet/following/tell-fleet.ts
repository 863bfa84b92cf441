import type { FleetDocument } from '../../../fleet/protocol/fleet-document.js';
import type { Observer } from '../../observer.js';

/** Tells of a sweep what only its machines know: how far they are, and what it waits for. */
export function tellFleet(
  sweepId: number,
  observer: Pick<Observer, 'onStep' | 'onNote'>,
): { tell(fleet: FleetDocument, isRunning: (trialId: number) => boolean): void } {
  let waitedFor: string | null = null;
  return {
    tell({ agents, sweeps }, isRunning) {
      for (const { lease } of agents) {
        if (lease?.sweepId !== sweepId || !lease.progress) continue;
        // What ended since its machine was heard of stays ended.
        const trials = lease.trials.filter(isRunning);
        if (trials.length > 0) observer.onStep?.(trials, lease.progress);
      }
      const waitsFor = sweeps.find(({ id }) => id === sweepId)?.waitsFor ?? null;
      if (waitsFor !== null && waitsFor !== waitedFor) {
        observer.onNote?.({ kind: 'message', message: `the sweep waits: ${waitsFor}` });
      }
      waitedFor = waitsFor;
    },
  };
}
