import type { Distribution, SearchSpace } from '../../core/space.js';
import type { FileReading } from '../file/reading.js';
import { parameterCalled } from '../parameters/index.js';
import { type FileContext, schemaOf } from '../parameters/parameter.js';
import { describeValue } from '../words/describe-value.js';
import { readParameter } from './read-parameter.js';

/** The search space: every parameter of the file that is right, in its order. */
export function readSpace(
  given: unknown,
  context: FileContext,
  { findings, spelling }: Pick<FileReading, 'findings' | 'spelling'>,
): SearchSpace {
  const path = ['parameters'];
  if (given === undefined || given === null || isEmptyMap(given)) {
    findings.error(
      path,
      'missing: expected at least one parameter, such as parameters: { learning_rate: { values: [0.001, 0.01] } }',
      'key',
    );
    return {};
  }
  if (typeof given !== 'object' || Array.isArray(given)) {
    findings.error(path, `expected a map of parameters, got ${describeValue(given)}`);
    return {};
  }
  const space: [string, Distribution][] = [];
  for (const [name, entry] of Object.entries(given)) {
    const at = [...path, name];
    const def = parameterCalled(name);
    // Noted already, under the name that it was given.
    if (!def) continue;
    const schema = schemaOf(def, context);
    const distribution = readParameter(entry, { name, def, schema, path: at, findings, spelling });
    if (distribution) space.push([name, distribution]);
  }
  return Object.fromEntries(space);
}

function isEmptyMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
