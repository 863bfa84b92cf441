import { count, grouped } from '../../core/words/numbers.js';
import type { Validity } from '../../results/documents/validate.js';

/** What a sweep file without mistakes means, in two lines. `file`: as it was given. */
export function renderValid(
  file: string,
  { spec, trials }: Extract<Validity, { valid: true }>,
): string {
  const { name, method, data, model, metric } = spec;
  const often = trials === null ? 'an unlimited number of trials' : count(trials, 'trial');
  return [
    `${file} is valid: ${name}, ${often} by ${method.type}, ranked by ${metric.name} (${metric.goal})`,
    `${grouped(data.train)} images of ${data.source} to train, ${grouped(data.val)} to validate, weights ${model.weights}`,
    '',
  ].join('\n');
}
