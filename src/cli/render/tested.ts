import { grouped } from '../../core/words/numbers.js';
import type { Tested } from '../../results/documents/test.js';
import type { Style } from '../text/style.js';
import { wrap } from '../text/text.js';
import { renderConfusion } from './confusion.js';

/** How a trial did on the test split, and how often that was looked at. */
export function renderTested(
  { trained, evaluation, timesRead }: Tested,
  width: number,
  style: Style,
): string {
  const { trial, sweep, value, epoch, classNames } = trained;
  const { images, loss, accuracy, confusion } = evaluation;
  const { metric } = sweep.spec;
  const val = value === null ? '' : ` (${metric.name} was ${value.toFixed(4)} at epoch ${epoch})`;
  const read =
    timesRead === 1
      ? 'The test split was read for this trial for the first time.'
      : `The test split has now been read ${timesRead} times for this trial: the more often, the less honest the number.`;
  const found = `Trial ${trial.id} on the test split: accuracy ${accuracy.toFixed(4)}, loss ${loss.toFixed(4)} on ${grouped(images)} images${val}`;
  return `\
${[found, read].flatMap((line) => wrap(line, width)).join('\n')}

${renderConfusion(classNames, confusion, width, style)}`;
}
