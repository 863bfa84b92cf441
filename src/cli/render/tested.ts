import { grouped } from '../../core/words/numbers.js';
import { type Tested, testDocument } from '../../results/documents/test.js';
import type { Style } from '../text/style.js';
import { wrap } from '../text/text.js';
import { renderConfusion } from './confusion.js';
import { renderClasses } from './insight/classes.js';

/** How a trial did on the test split, how sure that is, and how often it was looked at. */
export function renderTested(tested: Tested, width: number, style: Style): string {
  const { trained, evaluation, timesRead } = tested;
  const { trial, sweep, value, epoch, classNames } = trained;
  const { images, confusion } = evaluation;
  const { metric } = sweep.spec;
  const found = testDocument(tested);
  const val = value === null ? '' : ` (${metric.name} was ${value.toFixed(4)} at epoch ${epoch})`;
  const read =
    timesRead === 1
      ? 'The test split was read for this trial for the first time.'
      : `The test split has now been read ${timesRead} times for this trial: the more often, the less honest the number.`;
  const macro =
    found.macro_accuracy === null ? '' : `, mean of classes ${fixed(found.macro_accuracy)}`;
  const lines = [
    `Trial ${trial.id} on the test split: accuracy ${fixed(found.accuracy)}, loss ${fixed(found.loss)} on ${grouped(images)} images${val}`,
    `On new images, with 95 %: accuracy ${between(found.accuracy_interval)}, loss ${between(found.loss_interval)}`,
    `Expected calibration error ${fixed(found.calibration_error)} (15 bins)${macro}`,
    read,
  ];
  return `\
${lines.flatMap((line) => wrap(line, width)).join('\n')}

${renderConfusion(classNames, confusion, width, style)}
${renderClasses(classNames, found.class_accuracies, width, style)}`;
}

function between({ low, high }: { readonly low: number; readonly high: number }): string {
  return `${fixed(low)} to ${fixed(high)}`;
}

function fixed(value: number): string {
  return value.toFixed(4);
}
