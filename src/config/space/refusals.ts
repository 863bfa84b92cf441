import type { Params } from '../../core/space.js';
import type { SweepSpec } from '../../core/sweep.js';
import { parseExpression } from '../../search/expressions/expression.js';
import { ExpressionError } from '../../search/expressions/expression-error.js';
import { type Scalar, scalarOf } from '../../search/expressions/scalar.js';
import { parameterCalled } from '../parameters/index.js';
import { type Defaults, fallbackOf } from '../parameters/parameter.js';

/**
 * For each constraint, whether it refuses a point. It does where it is false or has no meaning for the
 * point's values; where it can't be decided, for a number that is not there, it refuses none.
 */
export function refusalsOf({
  constraints,
  defaults,
}: Pick<SweepSpec, 'constraints' | 'defaults'>): readonly ((params: Params) => boolean)[] {
  return constraints.map((text) => {
    const { valueFor } = parseExpression(text);
    return (params) => {
      try {
        const value = valueFor((name) => scalarIn(params, name, defaults));
        return value !== null && value !== true;
      } catch (error) {
        if (error instanceof ExpressionError) return true;
        throw error;
      }
    };
  });
}

/** What a name stands for in a trial of these params: what they leave out takes its default. */
function scalarIn(params: Params, name: string, defaults: Defaults): Scalar {
  const own = params[name];
  if (own !== undefined) return scalarOf(own);
  const def = parameterCalled(name);
  return def ? scalarOf(fallbackOf(def, defaults)) : null;
}
