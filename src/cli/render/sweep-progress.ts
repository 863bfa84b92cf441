import { numberRanges } from '../../core/words/number-ranges.js';
import type { BestTrial } from '../../results/best-trial.js';
import type { RunningTrials, SweepProgress } from '../progress/track-sweep.js';
import { bar } from '../text/bar.js';
import type { Style } from '../text/style.js';
import { truncate } from '../text/text.js';
import { duration } from '../text/units.js';

/** The block under a running sweep: how far it is, each running trial, the best so far. */
export function renderSweepProgress(
  progress: SweepProgress,
  { metric, best: title }: { readonly metric: string; readonly best: string },
  width: number,
  { bold, dim, green }: Style,
): readonly string[] {
  const { total, ended, running, best } = progress;
  const share = total === null ? '' : `${bar(total === 0 ? 1 : ended / total, 20)}  `;
  const head = `${share}${trialsDone(progress)}  ${timeText(progress)}`;
  return [
    bold(truncate(head, width)),
    ...running.map((trial) => truncate(`  ${runningText(trial, metric)}`, width)),
    best
      ? green(truncate(`  ${title}: ${bestText(best, metric)}`, width))
      : dim(`  ${title}: none yet`),
  ];
}

/** `5 of 8 trials, 1 failed`. */
export function trialsDone({ total, ended, failed }: SweepProgress): string {
  const of = total === null ? '' : ` of ${total}`;
  return `${ended}${of} trials${failed > 0 ? `, ${failed} failed` : ''}`;
}

export function bestText({ trial, value, epoch }: BestTrial, metric: string): string {
  return `trial ${trial}, ${metric} ${value.toFixed(4)} at epoch ${epoch}`;
}

export function timeText({ seconds, secondsLeft }: SweepProgress): string {
  const left =
    secondsLeft === null || secondsLeft === 0
      ? ''
      : `, about ${duration(Math.ceil(secondsLeft))} left`;
  return `${duration(Math.floor(seconds))}${left}`;
}

function runningText(
  { trials, progress, compiling, value }: RunningTrials,
  metric: string,
): string {
  const name = `${trials.length === 1 ? 'trial' : 'trials'} ${numberRanges(trials)}`;
  if (compiling !== null) return `compiling the ${compiling} ...  ${name}`;
  if (!progress) return `starting  ${name}`;
  const { epoch, epochs, step, steps } = progress;
  const best = trials.length === 1 ? 'last' : 'best';
  const last = value === null ? '' : `  ${best} ${metric} ${value.toFixed(4)}`;
  return `epoch ${epoch} of 0-${epochs - 1}  step ${step}/${steps}${last}  ${name}`;
}
