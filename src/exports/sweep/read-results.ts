import { isFinal, TRIAL_STATES } from '../../core/trial-state.js';
import type { LeaderboardRow, Store, SweepRow } from '../../store/port.js';
import type { ExportedTrial, SweepResults } from './sweep-results.js';

/**
 * A sweep that runs is passed on as it was at the call. `version`: of Thaw. `onTrials`: so many of all
 * have been read, each time that they are.
 */
export async function readResults(
  store: Pick<Store, 'readings'>,
  sweep: SweepRow,
  version: string,
  onTrials: (done: number, total: number) => void = () => undefined,
): Promise<SweepResults> {
  const { metric, objectives } = sweep.spec;
  const rows = await store.readings.leaderboard(sweep.id, {
    ...{ metric: metric.name, goal: metric.goal, rule: 'best' },
    ...{ states: TRIAL_STATES, objectives },
  });
  const byNumber = rows.toSorted((a, b) => a.number - b.number);
  return {
    ...{ sweep, version, rows: byNumber },
    async *trials() {
      let rested = Date.now();
      for (const [place, row] of byNumber.entries()) {
        // The store answers at once: without a pause nothing else would be heard, Ctrl-C neither.
        if (Date.now() - rested > MOST_AT_A_TIME) {
          await new Promise((resolve) => setImmediate(resolve));
          onTrials(place, byNumber.length);
          rested = Date.now();
        }
        yield await readTrial(store, row);
      }
    },
  };
}

/** Milliseconds. */
const MOST_AT_A_TIME = 50;

async function readTrial(
  { readings }: Pick<Store, 'readings'>,
  row: LeaderboardRow,
): Promise<ExportedTrial> {
  const trial = await readings.trial(row.trial);
  const attempts = await readings.attempts(row.trial);
  const [first, last] = [attempts[0], attempts.at(-1)];
  const ended = isFinal(row.state) ? last : undefined;
  return {
    row,
    recipe: trial?.recipe ?? null,
    reports: trial?.reports.slice(0, row.epochs) ?? [],
    startedAt: first ? new Date(first.startedAt) : null,
    endedAt: ended?.endedAt ? new Date(ended.endedAt) : null,
    error: ended?.error ?? null,
  };
}
