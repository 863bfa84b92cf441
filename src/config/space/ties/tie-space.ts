import type { Distribution, SearchSpace } from '../../../core/space.js';
import type { Defaults } from '../../parameters/parameter.js';
import type { Findings } from '../../words/findings.js';
import type { TieReading } from './names.js';
import { namesAreKnown, parsed, withDefaults } from './read-formula.js';
import { readWhen } from './read-when.js';
import { zipped } from './read-zip.js';

interface Given {
  /** The file's `parameters`. */
  readonly parameters: unknown;
  readonly zip: readonly (readonly string[])[];
  readonly defaults: Defaults;
}

/**
 * The space with what hangs parameters on each other: conditions, zips, formulas over parameters. What
 * is wrong is noted, and left out.
 */
export function tieSpace(
  plain: SearchSpace,
  { parameters, zip, defaults }: Given,
  findings: Findings,
): SearchSpace {
  const given = isMap(parameters) ? parameters : {};
  const declares = (name: string) => Object.hasOwn(given, name);
  const reading: TieReading = { space: plain, declares, defaults, findings };
  const conditioned = mapped(plain, (each, name) => {
    const entry = given[name];
    if (!isMap(entry) || entry.when === undefined) return each;
    const when = readWhen(entry.when, name, ['parameters', name, 'when'], reading);
    return when ? { ...each, when } : each;
  });
  const space = zipped(zip, { ...reading, space: conditioned });
  const whole = mapped(space, (each, name) => {
    if (each.kind !== 'derived') return each;
    const path = pathOf(given, name);
    const expression = parsed(each.expression, path, findings);
    if (!expression || !namesAreKnown(expression, path, reading)) return undefined;
    if (expression.names.includes(name)) {
      findings.error(path, `${name} hangs on itself`);
      return undefined;
    }
    return withDefaults(each, expression, { space, defaults });
  });
  return withoutCircles(whole, findings);
}

/** Where a formula stands. */
function pathOf(given: Readonly<Record<string, unknown>>, name: string): readonly string[] {
  return ['parameters', name, ...(isMap(given[name]) ? ['expression'] : [])];
}

/** Leaves out the ties of parameters that hang on themselves by way of others, and notes them. */
function withoutCircles(space: SearchSpace, findings: Findings): SearchSpace {
  const needs = new Map(Object.entries(space).map(([name, each]) => [name, needsOf(each, space)]));
  const inCircle = new Set<string>();
  for (const start of needs.keys()) {
    if (inCircle.has(start)) continue;
    const circle = wayBack(start, needs);
    if (!circle) continue;
    for (const name of circle) inCircle.add(name);
    const way = [...circle, start].join(', ');
    const message = `each of these hangs on the next, so that none comes first: ${way}`;
    findings.error(['parameters', start], message, 'key');
  }
  return mapped(space, (each, name) => {
    if (!inCircle.has(name)) return each;
    if (each.kind === 'derived') return undefined;
    const { when, zip, ...alone } = each;
    return alone as Distribution;
  });
}

/** What a parameter hangs on; zipped ones hang on what each of them does. */
function needsOf(distribution: Distribution, space: SearchSpace): readonly string[] {
  const { zip, when } = distribution;
  const formula = distribution.kind === 'derived' ? parsedNames(distribution.expression) : [];
  const along = zip === undefined ? [] : Object.values(space).filter((each) => each.zip === zip);
  const conditions = [when, ...along.map((each) => each.when)];
  const names = [...conditions.flatMap((each) => Object.keys(each ?? {})), ...formula];
  return names.filter((name) => space[name] !== undefined);
}

function parsedNames(expression: string): readonly string[] {
  return parsed(expression, [], { error: () => undefined })?.names ?? [];
}

/** The shortest way from a parameter back to itself; undefined: there is none. */
function wayBack(
  start: string,
  needs: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  const ways: (readonly string[])[] = [[start]];
  const seen = new Set<string>();
  for (let way = ways.shift(); way; way = ways.shift()) {
    for (const next of needs.get(way.at(-1)!) ?? []) {
      if (next === start) return way;
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return undefined;
}

function mapped(
  space: SearchSpace,
  change: (distribution: Distribution, name: string) => Distribution | undefined,
): SearchSpace {
  return Object.fromEntries(
    Object.entries(space).flatMap(([name, each]) => {
      const changed = change(each, name);
      return changed ? [[name, changed] as const] : [];
    }),
  );
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
