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
}: Pick<SweepSpec, 'constraints' | 'defaults'>): readonly Refusal[] {
  return constraints.map((text) => {
    const { valueFor } = parseExpression(text);
    return (params, onFault) => {
      try {
        const value = valueFor((name) => scalarIn(params, name, defaults));
        if (value !== null && typeof value !== 'boolean') {
          onFault?.(`expected a comparison, but it gives ${JSON.stringify(value)}`);
        }
        return value !== null && value !== true;
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error;
        onFault?.(error.message);
        return true;
      }
    };
  });
}

/** Whether a point is refused. `onFault`: told why the constraint has no meaning for its values. */
type Refusal = (params: Params, onFault?: (message: string) => void) => boolean;

/** What a name stands for in a trial of these params: what they leave out takes its default. */
function scalarIn(params: Params, name: string, defaults: Defaults): Scalar {
  const own = params[name];
  if (own !== undefined) return scalarOf(own);
  const def = parameterCalled(name);
  return def ? scalarOf(fallbackOf(def, defaults)) : null;
}
