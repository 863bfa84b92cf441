import { count } from '../../../core/words/numbers.js';
import type { SharedAttempt } from '../../../results/documents/live/sharing.js';
import type { TrialEntry } from '../../../results/documents/live/trials.js';
import { defineChart } from '../../chart.js';
import { axisOver } from '../../parts/axis-of.js';
import { emptyScene } from '../../parts/empty.js';
import type { LegendEntry } from '../../parts/legend.js';
import { stateLooks } from '../../parts/outcomes/state-looks.js';
import { thinned } from '../../parts/outcomes/thinned.js';
import { layOut, type Plot } from '../../parts/plot.js';
import { type BusyTime, busyTime } from '../../parts/time/busy-time.js';
import { unitOfTime } from '../../parts/time/unit-of-time.js';
import { trialsShown } from '../../parts/trials-shown.js';
import { sentences, whyNothing } from '../../parts/words.js';
import type { Color, Mark } from '../../scene.js';
import { secondsText } from '../../value-text.js';

/** Which trial ran when, attempt by attempt. */
export const timeline = defineChart({
  kind: 'timeline',
  title: 'Timeline',
  summary: 'Which trial ran when, attempt by attempt, and how each ended',
  of: 'sweep',
  needs: ['sweep', 'trials', 'sharing'],
  frame: { width: 960, height: 420 },
  draw({ sweep, trials, sharing }, options, frame) {
    const title = `${sweep.name}: which trial ran when`;
    const asked = trialsShown(trials.trials, options, sweep.metric, ['time', 'trial']);
    const byId = new Map(asked.map((trial) => [trial.trial, trial]));
    const last = Math.max(0, ...sharing.attempts.flatMap(({ from, to }) => [from, to ?? 0]));
    const attempts = sharing.attempts.flatMap((attempt): Ran[] => {
      const trial = byId.get(attempt.trial);
      return trial ? [{ attempt, trial, to: attempt.to ?? last }] : [];
    });
    const y = axisOver(
      attempts.map(({ trial }) => trial.number),
      {
        name: 'trial',
        label: 'trial, by number',
        nice: false,
        reversed: true,
        zoom: options.zoom?.trial,
      },
    );
    if (!y)
      return emptyScene(
        frame,
        title,
        whyNothing(trials.trials, asked, 'Nothing has run yet.'),
        COLUMNS,
      );
    const time = busyTime(attempts.map(({ attempt, to }) => ({ from: attempt.from, to })));
    const unit = unitOfTime(time.total);
    const x = axisOver([0, Math.max(time.total, 1e-3) / unit.seconds], {
      ...{ name: 'time', nice: false, zoom: options.zoom?.time },
      label: `${unit.name} of running${time.paused > 0 ? ', pauses left out' : ''}`,
    });
    if (!x) return emptyScene(frame, title, 'Nothing has run yet.', COLUMNS);
    const drawn = thinned(attempts, MOST);
    const plot = layOut(frame, { title, x, y, legend: legendOf(attempts) });
    const scale = { time, seconds: unit.seconds };
    return {
      ...{ width: frame.width, height: frame.height, title },
      summary: sentences(
        `${count(attempts.length, 'attempt')} at ${count(new Set(attempts.map(({ trial }) => trial)).size, 'trial')} in ${secondsText(time.total)}.`,
        againText(attempts),
        time.paused > 0 ? `Pauses of ${secondsText(time.paused)} are left out.` : '',
        drawn.length < attempts.length
          ? `${count(MOST, 'attempt')}, evenly chosen, are drawn.`
          : '',
      ),
      areas: [plot.area],
      marks: [...plot.marks, ...drawn.flatMap((ran) => barOf(ran, plot, scale))],
      table: {
        columns: COLUMNS,
        rows: drawn.map(({ attempt, trial }) => {
          const { cohort, state, from, to } = attempt;
          return [trial.trial, trial.number, cohort, state, from, to];
        }),
      },
    };
  },
});

const COLUMNS = ['trial', 'number', 'cohort', 'state', 'from', 'to'];
const MOST = 2000;

interface Ran {
  readonly attempt: SharedAttempt;
  readonly trial: TrialEntry;
  /** Seconds; of one that runs still, the latest that is known. */
  readonly to: number;
}

interface Scale {
  readonly time: BusyTime;
  readonly seconds: number;
}

function barOf(
  { attempt, trial, to }: Ran,
  { x, y }: Plot,
  { time, seconds }: Scale,
): readonly Mark[] {
  const [left, right] = [attempt.from, to].map((at) => x.clamped(time.at(at) / seconds));
  const middle = y.place(trial.number);
  if (left == null || right == null || middle === null) return [];
  const next = y.clamped(trial.number + 1) ?? middle;
  const height = Math.min(12, Math.max(1.5, Math.abs(next - middle) * 0.8));
  const title = `trial ${trial.trial}, ${attempt.state} after ${secondsText(to - attempt.from)}, cohort ${attempt.cohort}`;
  const place = { left, top: middle - height / 2, width: Math.max(1, right - left), height };
  return [
    { kind: 'bar', ...place, ...lookOf(attempt.state), title, trial: trial.trial, within: 0 },
  ];
}

function lookOf(state: SharedAttempt['state']): { readonly color: Color; readonly hollow?: true } {
  if (state === 'interrupted') return { color: 'muted', hollow: true };
  return state === 'crashed' ? { color: 'bad', hollow: true } : stateLooks[state];
}

function legendOf(attempts: readonly Ran[]): readonly LegendEntry[] {
  const states = [...new Set(attempts.map(({ attempt }) => attempt.state))];
  return states.map((state) => {
    const label = state === 'interrupted' ? 'paused or interrupted' : state;
    return { label, as: 'bar', ...lookOf(state) };
  });
}

function againText(attempts: readonly Ran[]): string {
  const tries = new Map<TrialEntry, number>();
  for (const { trial } of attempts) tries.set(trial, (tries.get(trial) ?? 0) + 1);
  const again = [...tries.values()].filter((each) => each > 1).length;
  if (again === 0) return '';
  return `${count(again, 'trial')} ran more than once, as ${again === 1 ? 'it was' : 'they were'} paused or interrupted.`;
}
