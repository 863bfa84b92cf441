import { drawInt, rngFor } from '../../../core/random.js';
import type { Params, SearchSpace } from '../../../core/space.js';
import { count, grouped } from '../../../core/words/numbers.js';
import { MOST_COUNTED } from '../../../search/spaces/constrained.js';
import { drawnAxes } from '../../../search/spaces/finite-points.js';
import { gridAxis } from '../../../search/spaces/grid-axis.js';
import { pointsOf } from '../../../search/spaces/points.js';
import { pointMaker } from '../../../search/spaces/ties/point-maker.js';
import type { Findings } from '../../words/findings.js';
import { refusalsOf } from '../refusals.js';

interface Counted {
  readonly space: SearchSpace;
  readonly constraints: readonly string[];
  readonly defaults: { readonly epochs: number; readonly imageSize: number };
  readonly seed: number;
}

/**
 * How many points of a space whose parameters hang together can be tried; undefined: there are too
 * many to count, or no end of them, and some were drawn instead. What is not satisfiable, refuses
 * nothing or nearly all, is noted. `makesRecipe`: whether values go together.
 */
export function countPoints(
  spec: Counted,
  method: string,
  makesRecipe: (params: Params) => boolean,
  findings: Findings,
): number | undefined {
  const { space, constraints } = spec;
  const looked = pointsToLookAt(spec, method);
  const refusals = refusalsOf(spec);
  const refused = refusals.map(() => 0);
  const met = new Set<string>();
  const faults = new Map<number, string>();
  let allowed = 0;
  let unusable = 0;
  let example: Params | undefined;
  for (const params of looked.points) {
    const by = refusals.map((refuses, i) =>
      refuses(params, (message) =>
        faults.set(i, faults.get(i) ?? `${message}${withPoint(params)}`),
      ),
    );
    for (const [i, refuses] of by.entries()) refused[i]! += refuses ? 1 : 0;
    for (const name of Object.keys(params)) met.add(name);
    if (by.includes(true)) continue;
    if (makesRecipe(params)) allowed += 1;
    else {
      unusable += 1;
      example ??= params;
    }
  }
  for (const [i, fault] of faults) findings.error(['constraints', i], fault);
  if (faults.size > 0) return undefined;
  const points = count(looked.count, 'point');
  const of = looked.isAll ? `the ${points}` : `${points} drawn`;
  if (allowed === 0) {
    const why = [
      ...refused.flatMap((n, i) => (n > 0 ? [`constraint ${i + 1} refuses ${grouped(n)}`] : [])),
      ...(unusable > 0
        ? [`${grouped(unusable)} have values that no trial takes${shown(example)}`]
        : []),
    ];
    const message = `0 of ${of} can be tried: ${why.join(', ')}`;
    findings.error([constraints.length > 0 ? 'constraints' : 'parameters'], message, 'key');
    return undefined;
  }
  for (const [i, n] of refused.entries()) {
    const share = n / looked.count;
    const path = ['constraints', i];
    if (n === 0) findings.warn(path, `refuses none of ${of}`);
    else if (share > MOST) findings.warn(path, `refuses ${percent(share)} of ${of}`);
  }
  if (unusable > 0) {
    const message = `${percent(unusable / looked.count)} of ${of} have values that no trial takes, and are left out${shown(example)}`;
    findings.warn(['parameters'], message, 'key');
  }
  for (const name of Object.keys(space)) {
    if (met.has(name)) continue;
    findings.warn(['parameters', name], `in none of ${of}: its \`when\` hardly ever holds`, 'key');
  }
  return looked.isAll ? allowed : undefined;
}

interface Looked {
  readonly points: Iterable<Params>;
  readonly count: number;
  readonly isAll: boolean;
}

/** All points where they can be gone through, else some of them. */
function pointsToLookAt({ space, seed }: Counted, method: string): Looked {
  const { size, at } = method === 'grid' ? pointsOf(space, gridAxis) : drawnAxes(space);
  if (size !== null && size <= MOST_COUNTED) {
    return { points: numbered(size, at), count: size, isAll: true };
  }
  const makePoint = pointMaker(space);
  const some = (i: number) =>
    method === 'grid' && size !== null
      ? at(drawInt(rngFor('look at space', seed, i), size))
      : makePoint((name) => rngFor('look at space', seed, i, name)());
  return { points: numbered(DRAWN, some), count: DRAWN, isAll: false };
}

function* numbered(size: number, at: (index: number) => Params): Generator<Params> {
  for (let index = 0; index < size; index += 1) yield at(index);
}

/** Points of a space without end that are looked at: with all refused, hardly one in 700 is right. */
const DRAWN = 2000;

/** A constraint that refuses more was likely meant otherwise. */
const MOST = 0.9;

/** Never 0 % or 100 % of what is neither none nor all. */
function percent(share: number): string {
  const rounded = Math.max(1, Math.round(100 * share));
  return rounded === 100 && share < 1 ? 'more than 99 %' : `${rounded} %`;
}

function shown(example: Params | undefined): string {
  return `, such as ${short(example ?? {})}`;
}

function withPoint(params: Params): string {
  return `; with ${short(params)}`;
}

function short(params: Params): string {
  const text = JSON.stringify(params, (_, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
  return text.length > 200 ? `${text.slice(0, 197)}...` : text;
}
