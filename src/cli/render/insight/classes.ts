import type { ClassAccuracy } from '../../../results/statistics/class-accuracies.js';
import type { Style } from '../../text/style.js';
import { renderTable } from '../../text/table.js';
import { truncate } from '../../text/text.js';

/** Classes that are listed, the worst first. */
const MOST = 20;
/** Columns of the longest class name shown. */
const WIDEST = 30;

/** Each class's accuracy with its interval: the worst classes where there are very many. */
export function renderClasses(
  names: readonly string[],
  classes: readonly ClassAccuracy[],
  width: number,
  { bold, dim }: Style,
): string {
  const known = classes.flatMap(({ images, accuracy, interval }, c) => {
    return accuracy === null || !interval
      ? []
      : [{ name: names[c] ?? String(c), images, accuracy, interval }];
  });
  const worst = known.toSorted((a, b) => a.accuracy - b.accuracy).slice(0, MOST);
  const table = renderTable(
    [
      { title: 'class' },
      { title: 'images', align: 'right' },
      { title: 'accuracy', align: 'right' },
      { title: '95 %' },
    ],
    worst.map(({ name, images, accuracy, interval: { low, high } }) => [
      truncate(name, WIDEST),
      String(images),
      accuracy.toFixed(4),
      `${low.toFixed(4)} to ${high.toFixed(4)}`,
    ]),
    width,
    bold,
  );
  const more = known.length - worst.length;
  return more > 0
    ? `${table}${dim(`The ${worst.length} worst of ${known.length} classes.`)}\n`
    : table;
}
