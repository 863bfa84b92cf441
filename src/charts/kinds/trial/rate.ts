import { finiteOrNull } from '../../../core/metrics/finite-or-null.js';
import { count } from '../../../core/words/numbers.js';
import { defineChart } from '../../chart.js';
import { axisOver } from '../../parts/axis-of.js';
import { emptyScene } from '../../parts/empty.js';
import { layOut } from '../../parts/plot.js';
import { isLog, leftOutText, sentences } from '../../parts/words.js';
import type { Mark, Place } from '../../scene.js';
import { numberText, shortMiddle, valueText } from '../../value-text.js';

/** A trial's learning rate, epoch by epoch. */
export const rate = defineChart({
  kind: 'rate',
  title: 'Learning rate',
  summary: "A trial's learning rate at the first step of each epoch",
  of: 'trial',
  needs: ['trial'],
  frame: { width: 760, height: 260 },
  draw({ trial }, options, frame) {
    const title = `${trial.name}, trial ${trial.trial}: learning rate by epoch`;
    const rates = trial.reports.map(({ epoch, learning_rate }) => {
      return { epoch, rate: finiteOrNull(learning_rate) };
    });
    const known = rates.flatMap(({ rate }) => rate ?? []);
    const x = axisOver(
      rates.map(({ epoch }) => epoch),
      { name: 'epoch', nice: false, zoom: options.zoom?.epoch },
    );
    const log = isLog(options, NAME) && known.every((each) => each > 0);
    const y = axisOver(log ? known : [0, ...known], {
      name: NAME,
      log,
      zoom: options.zoom?.[NAME],
    });
    if (!x || !y || known.length === 0) {
      return emptyScene(frame, title, 'No epoch has been reported yet.', COLUMNS);
    }
    const plot = layOut(frame, { title, x, y });
    const places = rates.map(({ epoch, rate }): Place | null => {
      const [left, top] = [plot.x.place(epoch), plot.y.place(rate)];
      return left === null || top === null ? null : [left, top];
    });
    const { params } = trial;
    const scheduler = Object.hasOwn(params, 'scheduler')
      ? `, scheduler ${shortMiddle(valueText(params.scheduler), 60)}`
      : '';
    return {
      ...{ width: frame.width, height: frame.height, title },
      summary: sentences(
        `From ${numberText(known[0]!)} to ${numberText(known.at(-1)!)} over ${count(rates.length, 'epoch')}${scheduler}.`,
        `At most ${numberText(Math.max(...known))}, at the first step of each epoch.`,
        leftOutText(rates.length - known.length),
      ),
      areas: [plot.area],
      marks: [
        ...plot.marks,
        { kind: 'line', places, color: 'accent', width: 2, within: 0 },
        ...rates.flatMap(({ epoch, rate }, k): Mark[] => {
          const place = places[k];
          if (!place || rates.length > MOST_DOTS) return [];
          const title = `epoch ${epoch}: ${numberText(rate)}`;
          return [{ kind: 'dot', place, color: 'accent', radius: 2.5, title, within: 0 }];
        }),
      ],
      table: { columns: COLUMNS, rows: rates.map(({ epoch, rate }) => [epoch, rate]) },
    };
  },
});

const NAME = 'learning_rate';
const COLUMNS = ['epoch', NAME];
const MOST_DOTS = 60;
