import { TRIAL_STATES } from '../../../core/trial-state.js';
import { allOf } from '../../../core/words/all-of.js';
import { count, grouped } from '../../../core/words/numbers.js';
import { rulerOf } from '../../axis.js';
import { defineChart } from '../../chart.js';
import { axisRoom, xAxisMarks } from '../../parts/axis-marks.js';
import { emptyScene } from '../../parts/empty.js';
import { heading } from '../../parts/heading.js';
import { stateLooks } from '../../parts/outcomes/state-looks.js';
import { textWidth } from '../../parts/text-width.js';
import type { Axis, Mark } from '../../scene.js';

/** How many trials are in each state, as one bar. */
export const states = defineChart({
  kind: 'states',
  title: 'States',
  summary: 'How many trials are in each state',
  of: 'sweep',
  needs: ['sweep'],
  frame: { width: 760, height: 140 },
  draw({ sweep }, options, frame) {
    const title = `${sweep.name}: states of its trials`;
    const asked = TRIAL_STATES.filter((state) => options.states?.includes(state) ?? true);
    const counts = asked.flatMap((state) => {
      const trials = sweep.trials[state];
      return trials === 0 ? [] : [{ state, trials }];
    });
    const total = counts.reduce((sum, { trials }) => sum + trials, 0);
    if (total === 0) {
      const all = Object.values(sweep.trials).reduce((sum, each) => sum + each);
      const why =
        all === 0
          ? 'The sweep has no trials yet.'
          : `None of the ${count(all, 'trial')} is in these states.`;
      return emptyScene(frame, title, why, COLUMNS);
    }
    const head = heading(
      frame,
      title,
      counts.map(({ state, trials }) => {
        return { label: `${state} ${grouped(trials)}`, as: 'bar', ...stateLooks[state] } as const;
      }),
    );
    const x: Axis = { kind: 'linear', name: 'trials', label: 'trials', low: 0, high: total };
    const [left, top, width] = [14, head.height + 8, frame.width - 34];
    const ruler = rulerOf(
      x,
      left,
      left + width,
      Math.min(total, Math.max(2, Math.round(width / 90))),
    );
    const height = Math.min(48, Math.max(8, frame.height - top - axisRoom(x, ruler)));
    let before = 0;
    const bars = counts.flatMap(({ state, trials }): Mark[] => {
      const place = left + (before / total) * width;
      before += trials;
      const own = (trials / total) * width;
      const title = `${state}: ${count(trials, 'trial')}`;
      const bar = { left: place + 0.5, top, width: Math.max(0.5, own - 1), height };
      const middle = [place + own / 2, top + height / 2] as const;
      const text = grouped(trials);
      const isFilled = !stateLooks[state].hollow;
      const looks = {
        anchor: 'middle',
        baseline: 'middle',
        color: isFilled ? 'paper' : 'ink',
      } as const;
      return [
        { kind: 'bar', ...bar, ...stateLooks[state], title },
        ...(textWidth(text, 11) < own - 6
          ? [{ kind: 'text', text, place: middle, ...looks } as const]
          : []),
      ];
    });
    const area = { left, top, width, height, x, y: null };
    return {
      ...{ width: frame.width, height: frame.height, title },
      summary: `${count(total, 'trial')}: ${allOf(counts.map(({ state, trials }) => `${grouped(trials)} ${state}`))}.`,
      areas: [area],
      marks: [...head.marks, ...xAxisMarks(area, x, ruler), ...bars],
      table: { columns: COLUMNS, rows: counts.map(({ state, trials }) => [state, trials]) },
    };
  },
});

const COLUMNS = ['state', 'trials'];
