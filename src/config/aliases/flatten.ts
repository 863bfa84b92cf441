import type { Findings, Path } from '../words/findings.js';
import { type Fields, type Given, isFields } from './given.js';

/** W&B's nested `parameters`, laid side by side under dotted names. */
export function flatten(
  parameters: Fields,
  findings: Findings,
  above: Path = ['parameters'],
  prefix = '',
): readonly Given[] {
  return Object.entries(parameters).flatMap(([key, entry]): readonly Given[] => {
    const path = [...above, key];
    const name = `${prefix}${key}`;
    if (!isFields(entry) || !isFields(entry.parameters)) return [{ name, path, entry }];
    for (const other of Object.keys(entry)) {
      if (other === 'parameters') continue;
      findings.error([...path, other], 'expected nested parameters to stand alone', 'key');
    }
    return flatten(entry.parameters, findings, [...path, 'parameters'], `${name}.`);
  });
}
