import { type Distribution, listedValues, type SearchSpace } from '../../../core/space.js';
import { OPTIONS_OF } from '../../../dialects/option-names.js';
import { type Expression, parseExpression } from '../../../search/expressions/expression.js';
import { ExpressionError } from '../../../search/expressions/expression-error.js';
import { fits } from '../../../search/spaces/ties/condition.js';
import { parameterCalled } from '../../parameters/index.js';
import { describeValue } from '../../words/describe-value.js';
import type { Findings, Path } from '../../words/findings.js';
import { defaultOf, noParameter, type TieReading } from './names.js';

/** A formula that stands where a parameter's values do; its names are looked at later. */
export function readExpression(
  given: unknown,
  path: Path,
  findings: Findings,
): Distribution | undefined {
  if (typeof given !== 'string') {
    const message = `expected a formula such as "0.01 * batch_size / 256", got ${describeValue(given)}`;
    findings.error(path, message);
    return undefined;
  }
  const expression = parsed(given, path, findings);
  return expression && { kind: 'derived', expression: given };
}

/** Whether a text under `parameters` is meant for a formula, rather than for a value. */
export function looksLikeFormula(text: string): boolean {
  const names = text.match(/[A-Za-z_]\w*/g) ?? [];
  return names.some((name) => parameterCalled(name)) || /[-+*/(?<>=]/.test(text.trim().slice(1));
}

/** A formula, parsed; undefined after noting what is wrong with it. */
export function parsed(
  text: string,
  path: Path,
  findings: Pick<Findings, 'error'>,
): Expression | undefined {
  try {
    return parseExpression(text);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    findings.error(path, `no formula: ${error.message}; got ${JSON.stringify(text.slice(0, 200))}`);
    return undefined;
  }
}

/** Whether all names of a formula are parameters; notes those that are not. */
export function namesAreKnown(
  { names }: Expression,
  path: Path,
  { space, findings }: Pick<TieReading, 'space' | 'findings'>,
): boolean {
  const unknown = names.filter((name) => !parameterCalled(name));
  for (const name of unknown) {
    const isKind = OPTIONS_OF.some(({ kinds }) => kinds.has(name));
    const isValue =
      isKind ||
      Object.values(space).some((each) => listedValues(each)?.some((value) => fits(name, value)));
    findings.error(path, isValue ? `a text needs quotes: "${name}"` : noParameter(name));
  }
  if (names.length === 0) findings.error(path, 'no formula: it speaks of no parameter');
  return unknown.length === 0 && names.length > 0;
}

/** A derived parameter with what it takes for those that a point may lack. */
export function withDefaults(
  distribution: Extract<Distribution, { kind: 'derived' }>,
  { names }: Expression,
  { space, defaults }: Pick<TieReading, 'space' | 'defaults'>,
): Distribution {
  const lacking = names.filter((name) => !isAlwaysThere(space, name));
  const fallbacks = lacking.map((name) => [name, defaultOf(name, defaults)] as const);
  if (lacking.length === 0) return distribution;
  return { ...distribution, defaults: Object.fromEntries(fallbacks) };
}

function isAlwaysThere(space: SearchSpace, name: string): boolean {
  return space[name] !== undefined && space[name].when === undefined;
}

/** `constraints`: those that are formulas over parameters; notes what is wrong with the others. */
export function readConstraints(
  given: readonly string[],
  reading: Pick<TieReading, 'space' | 'findings'>,
): readonly string[] {
  return given.filter((text, i) => {
    const path = ['constraints', i];
    const expression = parsed(text, path, reading.findings);
    return expression !== undefined && namesAreKnown(expression, path, reading);
  });
}
