import { finder } from '../../dialects/squash.js';
import { TRANSFORM_MEANINGS, TRANSFORM_NAMES } from '../../dialects/transform-names.js';
import { augmentations } from '../../images/augmentations/index.js';
import { unknownKey } from '../words/explain.js';
import { isFields } from './given.js';
import { below, type Place, type Rewriting } from './rewriting.js';

const ours = finder([
  ...TRANSFORM_NAMES,
  ...Object.keys(augmentations).map((type) => [[type], type] as const),
]);
const instead = finder(TRANSFORM_MEANINGS);

/** A list of transforms under our own names; what is unknown is noted and left out. */
export function readTransforms(list: unknown, place: Place, rewriting: Rewriting): unknown {
  if (!Array.isArray(list)) return list;
  const read: unknown[] = [];
  for (const [i, item] of list.entries()) {
    const at = { ours: below(place, read.length).ours, theirs: below(place, i).theirs };
    rewriting.moved(at.ours, at.theirs);
    const one = readTransform(item, at, rewriting);
    if (one !== undefined) read.push(one);
  }
  return read;
}

/** One of them; undefined after noting that there is none of its name. */
export function readTransform(item: unknown, place: Place, rewriting: Rewriting): unknown {
  if (typeof item === 'string') return nameOf(item, place, rewriting);
  if (!isFields(item)) return item;
  const entries = Object.entries(item).flatMap(([name, options]) => {
    const at = below(place, name);
    const meant = nameOf(name, at, rewriting, 'key');
    if (meant === undefined) return [];
    rewriting.moved(below(place, meant).ours, at.theirs);
    return [[meant, options] as const];
  });
  const isEmpty = entries.length === 0 && Object.keys(item).length > 0;
  return isEmpty ? undefined : Object.fromEntries(entries);
}

function nameOf(
  name: string,
  { theirs }: Place,
  { alias, findings }: Rewriting,
  at: 'key' | 'value' = 'value',
): string | undefined {
  if (Object.hasOwn(augmentations, name)) return name;
  const meant = ours(name);
  if (meant !== undefined) {
    alias(theirs, name, meant, { at });
    return meant;
  }
  const why = instead(name);
  const message =
    why === undefined
      ? unknownKey(name, Object.keys(augmentations)).replace('key', 'transform')
      : `${name}: ${why}`;
  findings.error(theirs, message, at);
  return undefined;
}
