import type { Distribution, SearchSpace } from '../../core/space.js';
import type { FileReading, Keys } from '../file/reading.js';
import { parameterCalled } from '../parameters/index.js';
import { type Defaults, type FileContext, schemaOf } from '../parameters/parameter.js';
import { describeValue } from '../words/describe-value.js';
import { readParameter } from './read-parameter.js';
import { tieSpace } from './ties/tie-space.js';

/** What a space is read with. */
export interface SpaceReading {
  readonly keys: Keys;
  readonly context: FileContext;
  readonly defaults: Defaults;
  readonly reading: FileReading;
}

/** The search space: every parameter of the file that is right, in its order, and what ties them. */
export function readSpace(
  root: Readonly<Record<string, unknown>>,
  { keys, context, defaults, reading }: SpaceReading,
): SearchSpace {
  const { parameters } = root;
  const plain = readAlone(parameters, context, reading);
  return tieSpace(plain, { parameters, zip: keys.zip ?? [], defaults }, reading.findings);
}

/** Each parameter by itself. */
function readAlone(
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
