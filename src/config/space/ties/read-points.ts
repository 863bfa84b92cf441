import type { Json } from '../../../core/json.js';
import { rngFor } from '../../../core/random.js';
import type { Params, SearchSpace } from '../../../core/space.js';
import { coordinatesOf } from '../../../search/spaces/coordinates.js';
import { completePoint } from '../../../search/spaces/ties/complete-point.js';
import { parameterCalled } from '../../parameters/index.js';
import { type FileContext, schemaOf } from '../../parameters/parameter.js';
import { check } from '../../words/check.js';
import type { Findings, Path } from '../../words/findings.js';
import type { SpaceReading } from '../read-space.js';
import { noParameter } from './names.js';

/**
 * `points`, each with all its parameters: what one leaves out is drawn as `random` draws, keyed by the
 * seed and its place. `allows`: whether a trial can use it. Mistakes are noted.
 */
export function readPoints(
  space: SearchSpace,
  { keys, context, reading: { findings } }: SpaceReading,
  allows: (params: Params) => boolean,
): readonly Params[] {
  const { points = [], seed = 0 } = keys;
  const coordinates = coordinatesOf(space);
  return points.flatMap((point, i) => {
    const path = ['points', i];
    const named = Object.entries(point).map(([name, value]) => {
      return valueIsRight(name, value, [...path, name], space, context, findings);
    });
    if (named.includes(false)) return [];
    const own = point as Params;
    const unit = (name: string) => rngFor('points', seed, i, name)();
    const { params, unused } = completePoint(space, own, unit);
    for (const name of unused) {
      const why = space[name]?.when ? 'its `when` does not hold there' : 'it is worked out';
      findings.error([...path, name], `this point has no ${name} of its own: ${why}`, 'key');
    }
    if (unused.length > 0) return [];
    if (!allows(params)) {
      const message =
        'no trial can use this point: a constraint refuses it, or values that do not go together';
      findings.error(path, message);
      return [];
    }
    const place = coordinates.placeOf(params);
    const nearest = place && coordinates.paramsAt(place);
    const away = Object.keys(params).filter(
      (name) => nearest && rounded(nearest[name] ?? null) !== rounded(params[name]!),
    );
    if (!nearest || away.length > 0) {
      const which = away.length > 0 ? ` (${away.join(', ')})` : '';
      findings.warn(path, `outside of what parameters say${which}; it is tried all the same`);
    }
    return [params];
  });
}

/** Not every number is met to its last bit by a place in its range. */
function rounded(value: Json): string {
  return JSON.stringify(value, (_, inner: Json) =>
    typeof inner === 'number' ? Number(inner.toPrecision(12)) : inner,
  );
}

function valueIsRight(
  name: string,
  value: unknown,
  path: Path,
  space: SearchSpace,
  context: FileContext,
  findings: Findings,
): boolean {
  const def = parameterCalled(name);
  if (!def || !space[name]) {
    const message = def
      ? `${name} is not among parameters: points give values of those alone`
      : noParameter(name);
    findings.error(path, message, 'key');
    return false;
  }
  return check(schemaOf(def, context), value, path, findings) !== undefined;
}
