import type { Metric } from '../../core/metric.js';
import type { Trial, TrialOutcome } from '../../core/trial.js';
import { plain } from '../../core/words/plain.js';
import { bestReport } from '../../results/metric.js';
import type { SweepObserver } from '../../sweep/observer.js';
import type { CliContext } from '../context.js';
import { createStyle } from '../render/style.js';
import { bestText, renderSweepProgress, timeText, trialsDone } from '../render/sweep-progress.js';
import { duration } from '../render/units.js';
import type { Screen } from './screen.js';
import { trackSweep } from './track-sweep.js';

/** Seconds between two lines about epochs where there is no terminal to paint on. */
const EPOCH_LINES = 10;

/** A sweep's progress on stderr: a block that is repainted on a terminal, plain lines elsewhere. */
export interface SweepDisplay {
  readonly observer: SweepObserver;
  close(): void;
}

export function showSweep(
  { err, now }: Pick<CliContext, 'err' | 'now'>,
  screen: Screen,
  metric: Metric,
  ranked: readonly Trial[],
): SweepDisplay {
  const style = createStyle(err.colors);
  const tracker = trackSweep(metric, ranked, now);
  screen.show(() => renderSweepProgress(tracker.progress(), metric.name, err.columns() - 1, style));
  let lastEpochLine = Number.NEGATIVE_INFINITY;

  function trialEnded(trial: Trial, outcome: TrialOutcome): void {
    const progress = tracker.progress();
    const best = progress.best ? `; best: ${bestText(progress.best, metric.name)}` : '';
    const tail = err.isTerminal ? '' : ` [${trialsDone(progress)}, ${timeText(progress)}${best}]`;
    screen.print(`${endedText(trial, outcome, metric)}${tail}`);
  }

  return {
    observer: {
      ...tracker.observer,
      onSweepStart(start) {
        tracker.observer.onSweepStart(start);
        const { requeued, failed } = start.recovered;
        if (requeued > 0)
          screen.print(`Trials that the last run left in the middle start again: ${requeued}`);
        if (failed > 0) screen.print(`Trials given up, as they ended the process twice: ${failed}`);
      },
      onReport(trial, report) {
        tracker.observer.onReport(trial, report);
        if (err.isTerminal || (now() - lastEpochLine) / 1000 < EPOCH_LINES) return;
        lastEpochLine = now();
        const value = report.metrics[metric.name].toFixed(4);
        screen.print(`trial ${trial.id} epoch ${report.epoch}: ${metric.name} ${value}`);
      },
      onTrialEnd(trial, outcome) {
        tracker.observer.onTrialEnd(trial, outcome);
        trialEnded(trial, outcome);
      },
    },
    close: () => screen.show(null),
  };
}

function endedText({ id, reports }: Trial, { state, error }: TrialOutcome, metric: Metric): string {
  const best = bestReport(reports, metric);
  const seconds = reports.reduce((sum, report) => sum + report.seconds, 0);
  const value = best
    ? `: ${metric.name} ${best.metrics[metric.name].toFixed(4)} at epoch ${best.epoch}`
    : '';
  const why = error ? ` (${plain(error.message)})` : '';
  return `trial ${id} ${state}${value}, ${duration(seconds)}${why}`;
}
