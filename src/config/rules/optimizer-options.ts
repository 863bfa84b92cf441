import { ZodError } from 'zod';
import { type Json, type JsonObject, typeOf } from '../../core/json.js';
import { listedValues } from '../../core/space.js';
import { OPTIMIZER_OPTIONS, resolveOptimizer, takesOption } from '../parameters/optimizer.js';
import { oneOf } from '../words/describe-value.js';
import { declares, type RuleSubject } from './rule.js';

/**
 * `momentum`, `nesterov` and `weight_decay` are options of the optimizer: some optimizer must take
 * them, none may spell them itself, and listed values must go together.
 */
export function checkOptimizerOptions(subject: RuleSubject): void {
  const { space, keys, findings } = subject;
  // A wrong `optimizer` is noted already, and says nothing about its options.
  if (declares(subject, 'optimizer') && !space.optimizer) return;
  // What a formula gives is not known before there are points.
  if (space.optimizer?.kind === 'derived') return;
  const chosen = (space.optimizer && listedValues(space.optimizer)) ?? ['sgd'];
  const own = OPTIMIZER_OPTIONS.filter((name) => space[name] !== undefined);

  for (const name of own) {
    const takers = chosen.filter((value) => takesOption(typeOf(value) ?? '', name));
    if (takers.length === 0) {
      const types = oneOf([...new Set(chosen.map(typeOf))]);
      findings.error(
        ['parameters', name],
        `${types} takes no ${name}: remove one of the two`,
        'key',
      );
    }
    if (takers.some((value) => typeof value === 'object' && Object.hasOwn(value as object, name))) {
      const message = `set twice: here and as an option of optimizer; remove one`;
      findings.error(['parameters', name], message, 'key');
    }
  }
  if (findings.errors.some(({ path }) => own.some((name) => path === `parameters.${name}`))) return;
  // Where some points are left out, what is left is looked at point by point.
  const isTied = own.some((name) => space[name]?.when ?? space[name]?.zip);
  if (isTied || (keys.constraints ?? []).length > 0) return;
  checkTogether(chosen, own, { space, findings });
}

function checkTogether(
  chosen: readonly Json[],
  own: readonly (typeof OPTIMIZER_OPTIONS)[number][],
  { space, findings }: Pick<RuleSubject, 'space' | 'findings'>,
): void {
  let points: JsonObject[] = [{}];
  for (const name of own) {
    const values = listedValues(space[name]!)?.slice(0, MAX_VALUES);
    if (values) points = points.flatMap((point) => values.map((v) => ({ ...point, [name]: v })));
  }
  for (const value of chosen) {
    for (const point of points) {
      const problem = problemOf(value, point);
      if (problem === undefined) continue;
      const guilty = own.find((name) => name === problem.option) ?? 'optimizer';
      const at = JSON.stringify({ optimizer: typeOf(value), ...point });
      findings.error(['parameters', guilty], `${problem.message}; got ${at}`, 'key');
      return;
    }
  }
}

/** Of each parameter: enough to find what never goes together, and no more work than that. */
const MAX_VALUES = 12;

function problemOf(
  value: Json,
  point: JsonObject,
): { message: string; option: string } | undefined {
  try {
    resolveOptimizer(value, point);
    return undefined;
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    const issue = error.issues[0]!;
    return { message: issue.message, option: String(issue.path[0] ?? '') };
  }
}
