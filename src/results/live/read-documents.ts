import { type MetricName, metricOf, type Rule } from '../../core/metric.js';
import { TRIAL_STATES } from '../../core/trial-state.js';
import { prunerRungs } from '../../search/pruner-rungs.js';
import type { LeaderboardQuery, SweepRow } from '../../store/port.js';
import { advise } from '../advice/advise.js';
import { readEvidence } from '../advice/read-evidence.js';
import type { Database } from '../database.js';
import type { Documents } from '../documents/documents.js';
import { adviseDocument } from '../documents/insight/advise.js';
import { compareDocument } from '../documents/insight/compare.js';
import { importanceDocument } from '../documents/insight/importance.js';
import { paretoDocument } from '../documents/insight/pareto.js';
import { leaderboardDocument } from '../documents/leaderboard.js';
import { sweepDocument } from '../documents/live/sweep.js';
import { trialsDocument } from '../documents/live/trials.js';
import { trialDocument } from '../documents/trial.js';
import { readComparison } from '../insight/comparison.js';
import { viewImportance } from '../insight/importance.js';
import { readTried } from '../insight/tried-points.js';
import { readLeaderboard } from '../leaderboard.js';
import { readPareto } from '../pareto/pareto.js';
import { judgeBoard } from '../statistics/judge-board.js';
import { readTrial } from '../trial-view.js';
import { readCurves } from './read-curves.js';
import { readSharing } from './read-sharing.js';
import { readSweepTime } from './sweep-time.js';

/** Of what documents are read. */
export interface Asked {
  readonly sweep: SweepRow;
  /**
   * Ids, as a person writes them: one for `trial`, two for `compare`; for `curves` and `trials` those
   * that are wanted, absent: all.
   */
  readonly trials?: readonly string[];
  readonly metric?: MetricName | undefined;
  readonly rule?: Rule;
}

type Readers = {
  readonly [Name in Exclude<keyof Documents, 'look' | 'images'>]: (
    database: Database,
    asked: Asked,
  ) => Promise<Documents[Name]>;
};

/**
 * How each document is read, for pages, pictures and the report alike.
 *
 * Each throws a `UsageError` where there is no such trial.
 */
export const readDocument: Readers = {
  async sweep({ store }, { sweep }) {
    const { earlyTerminate, defaults } = sweep.spec;
    const rungs = earlyTerminate ? prunerRungs(earlyTerminate, defaults.epochs) : [];
    return sweepDocument(sweep, rungs, await readSweepTime(store.readings, sweep));
  },
  async trials({ store }, { sweep, metric, trials }) {
    const ranked = metricOf(sweep.spec.metric, metric);
    const query: LeaderboardQuery = {
      ...{ metric: ranked.name, goal: ranked.goal, rule: 'best', states: TRIAL_STATES },
      objectives: sweep.spec.objectives,
      ...(trials && { trials: trials.map(Number) }),
    };
    const rows = await store.readings.leaderboard(sweep.id, query);
    return trialsDocument(sweep.id, ranked.name, rows);
  },
  curves: ({ store }, { sweep, metric, trials }) =>
    readCurves(store.readings, sweep, metric ?? sweep.spec.metric.name, trials?.map(Number)),
  async leaderboard({ store }, { sweep, metric, rule = 'best' }) {
    const board = await readLeaderboard(store, { sweep: String(sweep.id), metric, rule });
    return leaderboardDocument(await judgeBoard(store, board));
  },
  importance: async ({ store }, { sweep }) =>
    importanceDocument(viewImportance(await readTried(store.readings, sweep))),
  pareto: async ({ store }, { sweep }) =>
    paretoDocument(await readPareto(store, { sweep: String(sweep.id) })),
  sharing: ({ store }, { sweep }) => readSharing(store.readings, sweep),
  async advise({ store }, { sweep }) {
    const evidence = await readEvidence(store.readings, sweep);
    return adviseDocument({ evidence, advice: advise(evidence), written: null, next: null });
  },
  trial: async (database, { trials = [] }) =>
    trialDocument(await readTrial(database, trials[0] ?? '')),
  compare: async ({ store }, { trials = [] }) =>
    compareDocument(await readComparison(store, [trials[0] ?? '', trials[1] ?? ''])),
};
