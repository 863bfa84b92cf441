import { count, grouped } from '../../core/words/numbers.js';
import { classCountsOf } from '../../results/documents/images.js';
import type { Validity } from '../../results/documents/validate.js';
import type { Style } from '../text/style.js';
import { renderImages } from './images.js';

/** What a sweep file without mistakes means, and its classes. `file`: as it was given. */
export function renderValid(
  file: string,
  validity: Extract<Validity, { valid: true }>,
  width: number,
  style: Style,
): string {
  const { spec, trials } = validity;
  const { name, method, data, model, metric } = spec;
  const often = trials === null ? 'an unlimited number of trials' : count(trials, 'trial');
  const classes = classCountsOf(validity);
  return [
    `${file} is valid: ${name}, ${often} by ${method.type}, ranked by ${metric.name} (${metric.goal})`,
    `${grouped(data.train)} images of ${data.source} to train, ${grouped(data.val)} to validate, weights ${model.weights}`,
    classes ? renderImages({ classes }, width, style) : '',
  ].join('\n');
}
