import type { Choice } from '../../core/json.js';
import type { Distribution, SearchSpace } from '../../core/space.js';
import { drawnAxis } from '../../search/spaces/finite-points.js';
import { gridAxis } from '../../search/spaces/grid-points.js';
import type { Findings } from '../words/findings.js';

/**
 * The total number of trials, or null for as many as the sampler has: a random search without
 * `run_cap` takes every point of its space once, if there is an end of them.
 */
export function resolveRunCap(
  method: Choice,
  runCap: number | null,
  space: SearchSpace,
  findings: Findings,
): number | null {
  if (method.type === 'grid') {
    checkAxes(space, runCap, findings);
    return runCap;
  }
  if (method.type !== 'random') return runCap;
  const axes = Object.entries(space).map(([name, each]) => ({ name, size: drawnAxis(each)?.size }));
  const endless = axes.filter(({ size }) => size === undefined).map(({ name }) => name);
  const points = axes.reduce((product, { size }) => product * (size ?? Infinity), 1);
  if (runCap !== null) {
    if (runCap > points && findings.errors.length === 0) {
      findings.warn(
        ['run_cap'],
        `more than the space has points (${points}), which random takes once each`,
      );
    }
    return runCap;
  }
  if (endless.length > 0) {
    findings.error(
      ['method'],
      `random over a continuous range (${endless.join(', ')}) never ends: expected run_cap, the total number of trials`,
    );
    return null;
  }
  if (points > 100) {
    findings.warn(['method'], `random without run_cap runs ${points} trials, one for each point`);
  }
  return points;
}

/** Beyond this, not every point has a number of its own. */
const MAX_POINTS = Number.MAX_SAFE_INTEGER;

function checkAxes(space: SearchSpace, runCap: number | null, findings: Findings): void {
  const endless = Object.keys(space).filter((name) => gridAxis(space[name]!) === undefined);
  for (const name of endless) {
    const canCount = space[name]!.kind === 'uniform';
    const add = canCount ? 'add count: 5 for five points of it, or list' : 'list';
    findings.error(
      ['parameters', name],
      `a grid needs a finite number of points: ${add} values, or use method: random`,
      'key',
    );
  }
  if (endless.length > 0) return;
  for (const [name, distribution] of Object.entries(space)) {
    if (distribution.kind !== 'categorical' || !distribution.probabilities) continue;
    const message = 'probabilities mean nothing to a grid, which takes every value once';
    findings.warn(['parameters', name, 'probabilities'], message, 'key');
  }
  const points = sizeOf(Object.values(space));
  if (points > MAX_POINTS) {
    findings.error(['parameters'], `a grid of ${points} points is too large to number`, 'key');
  } else if (points > 10_000 && runCap === null) {
    findings.warn(['parameters'], `this grid has ${points} points; run_cap limits them`, 'key');
  }
}

function sizeOf(distributions: readonly Distribution[]): number {
  return distributions.reduce((product, each) => product * (gridAxis(each)?.size ?? 1), 1);
}
