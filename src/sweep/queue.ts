import type { Trial } from '../core/trial.js';

/** Trials that wait, grouped by the trunk they share. */
export interface Queue {
  readonly size: number;
  /**
   * The next trial for a lane: of the group the lane was on if it has more, else of the first group
   * that no other lane is on, else of the first.
   */
  take(last: string | undefined, busy: ReadonlySet<string | undefined>): QueuedTrial | undefined;
}

export interface QueuedTrial {
  readonly trial: Trial;
  /** Its trunk key. */
  readonly group: string;
}

/**
 * Orders trials so that those with equal trunk keys run one after another. Groups come in the order
 * of their first trial among all of `trials`, run already or not, so that a resumed sweep takes up
 * the very order that it left. (Real planning, several trials a cohort, has its own place later.)
 */
export function createQueue(trials: readonly Trial[], keyOf: (trial: Trial) => string): Queue {
  const groups = new Map<string, Trial[]>();
  for (const trial of trials) {
    const key = keyOf(trial);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    if (trial.state === 'queued') group.push(trial);
  }
  for (const [key, group] of groups) if (group.length === 0) groups.delete(key);

  return {
    get size() {
      let size = 0;
      for (const group of groups.values()) size += group.length;
      return size;
    },
    take(last, busy) {
      const group = chooseGroup(groups, last, busy);
      if (group === undefined) return undefined;
      const waiting = groups.get(group)!;
      const trial = waiting.shift()!;
      if (waiting.length === 0) groups.delete(group);
      return { trial, group };
    },
  };
}

function chooseGroup(
  groups: ReadonlyMap<string, readonly Trial[]>,
  last: string | undefined,
  busy: ReadonlySet<string | undefined>,
): string | undefined {
  if (last !== undefined && groups.has(last)) return last;
  for (const key of groups.keys()) if (!busy.has(key)) return key;
  return groups.keys().next().value;
}
