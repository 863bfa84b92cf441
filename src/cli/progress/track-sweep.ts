import { toLoss } from '../../core/metric.js';
import type { StepProgress } from '../../core/progress.js';
import { byStanding, type Standing } from '../../core/standing.js';
import { keepsBounds } from '../../core/study/bounds.js';
import type { Objective } from '../../core/study/objective.js';
import { isPaused, type Trial } from '../../core/trial.js';
import type { BestTrial } from '../../results/best-trial.js';
import { bestReport } from '../../results/report-fields.js';
import type { SweepObserver } from '../../sweep/observer.js';

/** Where a running sweep stands. */
export interface SweepProgress {
  /** Trials of the whole sweep; null: not known. */
  readonly total: number | null;
  /** Trials in a final state, earlier runs' included. */
  readonly ended: number;
  readonly failed: number;
  /** Trials that train together, by group. */
  readonly running: readonly RunningTrials[];
  readonly best: BestTrial | null;
  /** Seconds since this run began. */
  readonly seconds: number;
  /** Seconds to go, by the pace of this run; null: too early to say. */
  readonly secondsLeft: number | null;
}

export interface RunningTrials {
  /** Ascending. */
  readonly trials: readonly number[];
  /** Null: they have not begun their first step. */
  readonly progress: StepProgress | null;
  /** The program that they wait for, as it is compiled; null: none. */
  readonly compiling: string | null;
  /** The best of their metrics at the last epoch reported. */
  readonly value: number | null;
}

interface RunningTrial {
  readonly progress: StepProgress | null;
  readonly compiling: string | null;
  readonly value: number | null;
}

export interface SweepTracker {
  readonly observer: Required<Omit<SweepObserver, 'onRemark'>>;
  progress(): SweepProgress;
}

/**
 * Adds up what a sweep tells. `bestBefore`: of the trials that finished before this run. `now` in
 * milliseconds.
 */
export function trackSweep(
  objectives: readonly [Objective, ...Objective[]],
  bestBefore: BestTrial | null,
  now: () => number,
): SweepTracker {
  const [metric] = objectives;
  let total: number | null = null;
  let ended = 0;
  let endedBefore = 0;
  let failed = 0;
  let leaving = false; // trials go back to the queue: at an interruption none follows
  let started = now();
  let best = bestBefore;
  const running = new Map<number, RunningTrial>();
  /** Trials that wait for others, and seldom train on. */
  const paused = new Set<number>();

  function consider(trial: Trial): void {
    if (trial.state !== 'finished') return;
    const report = bestReport(trial.reports, metric);
    if (!report || !keepsBounds(report.metrics, objectives)) return;
    const value = report.metrics[metric.name];
    if (best && byStanding(standingOf(trial.id, value), standingOf(best.trial, best.value)) > 0)
      return;
    best = { trial: trial.id, value, epoch: report.epoch };
  }

  /** A finished trial in the leaderboard's order: a sweep numbers its trials as their ids rise. */
  function standingOf(id: number, value: number): Standing {
    return { state: 'finished', loss: toLoss(value, metric), number: id };
  }

  /** Trials that took their last step together have the very same progress. */
  function groups(): readonly RunningTrials[] {
    const together = new Map<StepProgress | null, Pick<RunningTrial, 'compiling'> & Group>();
    for (const [trial, { progress, compiling, value }] of running) {
      const group = together.get(progress) ?? { trials: [], compiling, value: null };
      together.set(progress, group);
      group.trials.push(trial);
      if (value === null) continue;
      if (group.value === null || toLoss(value, metric) < toLoss(group.value, metric)) {
        group.value = value;
      }
    }
    return Array.from(together, ([progress, group]) => ({ progress, ...group }));
  }

  function secondsLeft(seconds: number): number | null {
    if (total === null || leaving) return null;
    const partly = [...running.values()].reduce((sum, trial) => sum + doneShare(trial), 0);
    const done = ended - endedBefore + paused.size + partly;
    if (done < MIN_DONE) return null;
    return (Math.max(0, total - endedBefore - done) * seconds) / done;
  }

  return {
    observer: {
      onSweepStart(start) {
        total = start.total;
        ended = start.ended;
        endedBefore = start.ended;
        started = now();
      },
      onTotal(now) {
        total = now;
      },
      onTrialStart({ id }) {
        leaving = false;
        paused.delete(id);
        running.set(id, STARTING);
      },
      onStep(trialIds, progress) {
        for (const id of trialIds) {
          running.set(id, { ...STARTING, ...running.get(id), progress, compiling: null });
        }
      },
      onCompiling(trialIds, title) {
        for (const id of trialIds) {
          const trial = running.get(id);
          if (trial) running.set(id, { ...trial, compiling: title });
        }
      },
      onReport({ id }, report) {
        const value = report.metrics[metric.name];
        running.set(id, { ...STARTING, ...running.get(id), compiling: null, value });
      },
      onTrialEnd(trial, outcome) {
        running.delete(trial.id);
        if (isPaused(outcome)) paused.add(trial.id);
        else paused.delete(trial.id);
        leaving = trial.state === 'queued' && !isPaused(outcome);
        if (trial.state === 'queued') return;
        ended += 1;
        if (trial.state === 'failed') failed += 1;
        consider(trial);
      },
    },
    progress() {
      const seconds = (now() - started) / 1000;
      return {
        total,
        ended,
        failed,
        running: groups(),
        best,
        seconds,
        secondsLeft: secondsLeft(seconds),
      };
    },
  };
}

const STARTING: RunningTrial = { progress: null, compiling: null, value: null };

interface Group {
  readonly trials: number[];
  value: number | null;
}

/** Trials that must be done before their pace tells anything. */
const MIN_DONE = 0.3;

function doneShare({ progress }: RunningTrial): number {
  if (!progress) return 0;
  const { epoch, epochs, step, steps } = progress;
  return Math.min(1, (epoch + step / Math.max(1, steps)) / Math.max(1, epochs));
}
