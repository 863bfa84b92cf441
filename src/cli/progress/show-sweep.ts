import type { Observer, SweepReady } from '../../app/observer.js';
import type { Metric } from '../../core/metric.js';
import { isPaused, type Trial, type TrialOutcome } from '../../core/trial.js';
import { count } from '../../core/words/numbers.js';
import { bestReport } from '../../results/report-fields.js';
import type { SweepStart } from '../../sweep/observer.js';
import type { CliContext } from '../context.js';
import { bestText, renderSweepProgress, timeText, trialsDone } from '../render/sweep-progress.js';
import { createStyle, withoutMarks } from '../text/style.js';
import { duration } from '../text/units.js';
import type { Screen } from './screen.js';
import { type SweepTracker, trackSweep } from './track-sweep.js';

/** Seconds between two lines about epochs where there is no terminal to paint on. */
const EPOCH_LINES = 10;

type SweepEvents = Pick<
  Observer,
  | 'onSweepReady'
  | 'onSweepStart'
  | 'onTrialStart'
  | 'onStep'
  | 'onCompiling'
  | 'onReport'
  | 'onTrialEnd'
>;

interface Shown {
  readonly tracker: SweepTracker;
  readonly metric: Metric;
  /** What its best trial is the best of, in words. */
  readonly best: string;
}

/** A sweep's progress: lines that are repainted on a terminal, plain lines elsewhere. */
export function showSweep(
  { err, now }: Pick<CliContext, 'err' | 'now'>,
  screen: Screen,
): SweepEvents {
  const style = createStyle(err.colors);
  let shown: Shown | undefined;
  let lastEpochLine = Number.NEGATIVE_INFINITY;

  return {
    onSweepReady(ready) {
      const { metric, objectives } = ready.sweep.spec;
      const tracker = trackSweep(objectives, ready.best, now);
      const best = ready.change === 0 ? 'best value so far' : 'best value since the change';
      shown = { tracker, metric, best };
      screen.print(readyText(ready));
      screen.show(() =>
        renderSweepProgress(
          tracker.progress(),
          { metric: metric.name, best },
          err.columns() - 1,
          style,
        ),
      );
    },
    onSweepStart(start) {
      shown?.tracker.observer.onSweepStart(start);
      for (const line of recoveredLines(start)) screen.print(line);
    },
    onTrialStart: (trial) => shown?.tracker.observer.onTrialStart(trial),
    onStep: (trialIds, progress) => shown?.tracker.observer.onStep(trialIds, progress),
    onCompiling(trialIds, title) {
      shown?.tracker.observer.onCompiling(trialIds, title);
      if (!err.isTerminal) screen.print(`compiling the ${title} ...`);
    },
    onReport(trial, report) {
      if (!shown) return;
      shown.tracker.observer.onReport(trial, report);
      if (err.isTerminal || (now() - lastEpochLine) / 1000 < EPOCH_LINES) return;
      lastEpochLine = now();
      const { name } = shown.metric;
      const value = report.metrics[name].toFixed(4);
      screen.print(`trial ${trial.id} epoch ${report.epoch}: ${name} ${value}`);
    },
    onTrialEnd(trial, outcome) {
      if (!shown) return;
      shown.tracker.observer.onTrialEnd(trial, outcome);
      const tail = err.isTerminal ? '' : ` [${progressText(shown)}]`;
      screen.print(`${endedText(trial, outcome, shown.metric)}${tail}`);
    },
  };
}

function readyText({ sweep, remaining, on }: SweepReady): string {
  const trials = remaining === null ? 'Trials' : count(remaining, 'trial');
  const what = `Sweep ${sweep.id} (${sweep.name}): ${trials}`;
  if ('machines' in on) return `${what} on the machines of ${on.machines}`;
  const { backend, workers } = on;
  return `${what} on ${backend.backend} (${backend.device}), ${count(workers, 'worker')}`;
}

function recoveredLines({ recovered: { requeued, failed } }: SweepStart): readonly string[] {
  return [
    ...(requeued > 0
      ? [
          `${count(requeued, 'trial')} that the last run left unfinished go on from their checkpoint, or start again.`,
        ]
      : []),
    ...(failed > 0 ? [`${count(failed, 'trial')} given up: the process died twice.`] : []),
  ];
}

function progressText({ tracker, metric, best: title }: Shown): string {
  const progress = tracker.progress();
  const best = progress.best ? `; ${title}: ${bestText(progress.best, metric.name)}` : '';
  return `${trialsDone(progress)}, ${timeText(progress)}${best}`;
}

function endedText({ id, reports }: Trial, outcome: TrialOutcome, metric: Metric): string {
  const { error, unsaved } = outcome;
  const state = isPaused(outcome) ? 'paused' : outcome.state;
  const best = bestReport(reports, metric);
  const seconds = reports.reduce((sum, report) => sum + report.seconds, 0);
  const value = best
    ? `: ${metric.name} ${best.metrics[metric.name].toFixed(4)} at epoch ${best.epoch}`
    : '';
  const why = error ? ` (${withoutMarks(error.message)})` : '';
  const lost = unsaved ? `; its weights could not be kept: ${withoutMarks(unsaved.message)}` : '';
  return `trial ${id} ${state}${value}, ${duration(seconds)}${why}${lost}`;
}
