import { defineChart } from '../../src/charts/chart.js';
import { axisOver } from '../../src/charts/parts/axis-of.js';
import { emptyScene } from '../../src/charts/parts/empty.js';
import { layOut } from '../../src/charts/parts/plot.js';

/** A chart as small as they come: how many trials are in each state. */
export const tally = defineChart({
  kind: 'tally',
  title: 'Tally',
  summary: 'Trials by state, as plain bars',
  of: 'sweep',
  needs: ['sweep'],
  frame: { width: 400, height: 200 },
  draw({ sweep }, _, frame) {
    const counts = Object.entries(sweep.trials).filter(([, count]) => count > 0);
    const y = axisOver([0, ...counts.map(([, count]) => count)], { name: 'trials' });
    if (!y || counts.length === 0) return emptyScene(frame, sweep.name, 'There are no trials yet.');
    const values = counts.map(([state]) => state);
    const x = { kind: 'category', name: 'state', label: '', values } as const;
    const plot = layOut(frame, { title: sweep.name, x, y });
    const { area } = plot;
    const bars = counts.map(([state, count]) => {
      const top = plot.y.place(count)!;
      const [left, height] = [plot.x.place(state)! - 10, area.top + area.height - top];
      return { kind: 'bar', left, top, width: 20, height, color: 'accent' } as const;
    });
    return {
      ...{ width: frame.width, height: frame.height, title: sweep.name },
      summary: `Trials in ${counts.length} states.`,
      ...{ areas: [area], marks: [...plot.marks, ...bars] },
      table: { columns: ['state', 'trials'], rows: counts },
    };
  },
});
