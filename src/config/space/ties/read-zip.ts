import type { Distribution, SearchSpace } from '../../../core/space.js';
import { nearestName } from '../../../core/words/nearest-name.js';
import { parameterCalled } from '../../parameters/index.js';
import { noParameter, type TieReading } from './names.js';

/** The space with the parameters of each group zipped; what keeps some from it is noted. */
export function zipped(
  groups: readonly (readonly string[])[],
  { space, findings }: TieReading,
): SearchSpace {
  const taken = new Map<string, Distribution>();
  for (const [g, names] of groups.entries()) {
    const path = ['zip', g];
    let good = true;
    const refuse = (place: number | undefined, message: string) => {
      good = false;
      findings.error(place === undefined ? path : [...path, place], message);
    };
    for (const [i, name] of names.entries()) {
      const distribution = space[name];
      if (!distribution) refuse(i, notThere(name, space));
      else if (taken.has(name) || names.indexOf(name) < i) refuse(i, `${name} is zipped twice`);
      else if (distribution.kind !== 'categorical') {
        refuse(i, `zipped parameters list their values: expected values for ${name}`);
      } else if (distribution.options) {
        refuse(i, `options of ${name} are drawn, which has no place in a zip: list them`);
      }
    }
    if (!good) continue;
    const members = names.map((name) => space[name]!);
    const fault = faultIn(names, members);
    if (fault !== undefined) refuse(undefined, fault);
    for (const [i, name] of names.entries()) {
      if (good) taken.set(name, { ...members[i]!, zip: names.join('+') });
    }
  }
  return Object.fromEntries(
    Object.entries(space).map(([name, each]) => [name, taken.get(name) ?? each]),
  );
}

function faultIn(names: readonly string[], members: readonly Distribution[]): string | undefined {
  const lists = members.flatMap((each) => (each.kind === 'categorical' ? [each] : []));
  const counts = lists.map(({ values }, i) => `${names[i]} has ${values.length}`);
  if (new Set(lists.map(({ values }) => values.length)).size > 1) {
    return `expected as many values of each, but ${counts.join(', ')}`;
  }
  if (lists.filter(({ probabilities }) => probabilities).length > 1) {
    return 'expected probabilities at one of them at most: they are those of all';
  }
  if (new Set(lists.map(({ when }) => JSON.stringify(when ?? null))).size > 1) {
    return 'expected the same `when` at each of them, or none';
  }
  return undefined;
}

function notThere(name: string, space: SearchSpace): string {
  const near = nearestName(name, Object.keys(space));
  if (near !== undefined) {
    return `${JSON.stringify(name.slice(0, 60))} is none of the parameters; did you mean ${JSON.stringify(near)}?`;
  }
  return parameterCalled(name) ? `${name} is not among parameters` : noParameter(name);
}
