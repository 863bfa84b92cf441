import type { Json } from '../../../../core/json.js';
import { type Metric, toLoss } from '../../../../core/metric.js';
import { type Distribution, listedValues } from '../../../../core/space.js';
import { shortNumber } from '../../../param-value.js';
import type { AdviceRule, Found } from '../../advice.js';
import { type Evidence, FEWEST_GOOD, meanOf, numbersOf } from '../../evidence.js';

/** The best learning rates lie at the end of those that were tried. */
export const rateEdge: AdviceRule = {
  name: 'rate_edge',
  source: 'Li et al. 2020, Rethinking the Hyperparameters for Fine-tuning (ICLR)',
  advise: (evidence) => atEdge(evidence, RATE),
};

/** The best values of another number lie at the end of those that were tried. */
export const rangeEdge: AdviceRule = {
  name: 'range_edge',
  source: 'Bengio 2012, Practical Recommendations for Gradient-Based Training',
  advise: (evidence) =>
    OTHERS.map((parameter) => atEdge(evidence, parameter)).find((found) => found !== null) ?? null,
};

interface Edged {
  readonly name: string;
  /** What the next sweep may reach: beyond is none, or not known to help. */
  readonly least: number;
  readonly most: number;
}

const RATE: Edged = { name: 'learning_rate', least: 1e-7, most: 10 };

const OTHERS: readonly Edged[] = [
  { name: 'weight_decay', least: 1e-7, most: 1 },
  { name: 'batch_size', least: 8, most: 1024 },
  { name: 'label_smoothing', least: 0.01, most: 0.4 },
  { name: 'dropout', least: 0.05, most: 0.7 },
  { name: 'image_size', least: 32, most: 384 },
];

/** Share of the good points that must lie at one end. */
const SHARE = 0.6;

function atEdge(evidence: Evidence, parameter: Edged): Found | null {
  const { name } = parameter;
  const { good, points, sweep } = evidence;
  const distribution = sweep.spec.space[name];
  const all = numbersOf(points, name);
  if (!distribution || all.length < 3 || good.length < FEWEST_GOOD) return null;
  // By chance fewer lie there: of k values one in k, of a range one in ten.
  const width = isList(distribution) ? 0 : 0.1;
  for (const end of ['low', 'high'] as const) {
    const isAt = (value: Json | undefined) =>
      typeof value === 'number' && nearEnd(value, all, end, width);
    const there = good.filter(({ params }) => isAt(params[name]));
    if (there.length < SHARE * good.length) continue;
    const next = widened(distribution, all, end, parameter);
    if (!next) return null;
    const edge = end === 'low' ? all[0]! : all.at(-1)!;
    const where = end === 'low' ? 'lower' : 'higher';
    const ends = { low: shortNumber(all[0]!), high: shortNumber(all.at(-1)!) };
    const much =
      there.length === good.length ? `All ${good.length}` : `${there.length} of the ${good.length}`;
    return {
      title: `Try ${where} values of ${name} than ${shortNumber(edge)}`,
      sentence: `${much} best points lie at the ${end === 'low' ? 'lower' : 'upper'} end of what was tried, ${ends.low} to ${ends.high}: the best may lie beyond.`,
      figures: { parameter: name, end, value: edge, at_end: there.length, points: good.length },
      strength: there.length >= 0.8 * good.length ? 'strong' : 'moderate',
      gain: gainBeyond(evidence, name, all, end),
      changes: [{ path: ['parameters', name], value: next }],
    };
  }
  return null;
}

function isList(distribution: Distribution): boolean {
  return listedValues(distribution) !== undefined;
}

/** Whether a value is the last at an end, or lies within a share of the range from it. */
function nearEnd(value: number, all: readonly number[], end: 'low' | 'high', width: number) {
  const [low, high] = [all[0]!, all.at(-1)!];
  if (width === 0) return value === (end === 'low' ? low : high);
  const place =
    low > 0 ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return end === 'low' ? place <= width : place >= 1 - width;
}

/** The half of the range towards an end, and as much again beyond; null: there is nothing beyond. */
function widened(
  distribution: Distribution,
  all: readonly number[],
  end: 'low' | 'high',
  { least, most }: Edged,
): Json | null {
  const sign = end === 'low' ? -1 : 1;
  const edge = end === 'low' ? all[0]! : all.at(-1)!;
  if (edge <= 0) return null;
  const inner = end === 'low' ? all[1]! : all.at(-2)!;
  const ratio = Math.max(inner, edge) / Math.max(Math.min(inner, edge), edge / 10);
  const inside = (value: number) => value >= least && value <= most;
  const whole = all.every(Number.isInteger);
  const rounded = (value: number) => (whole ? Math.round(value) : Number(value.toPrecision(2)));
  const beyond = [1, 2].map((steps) => rounded(edge * ratio ** (sign * steps))).filter(inside);
  if (beyond.length === 0) return null;
  if (isList(distribution)) {
    const kept = end === 'low' ? all.slice(0, 2) : all.slice(-2);
    return { values: [...new Set([...beyond, ...kept])].sort((a, b) => a - b) };
  }
  if (distribution.kind !== 'uniform' && distribution.kind !== 'int_uniform') return null;
  const { low, high } = distribution;
  const middle = rounded(low > 0 ? Math.sqrt(low * high) : (low + high) / 2);
  const reach = low > 0 ? Math.sqrt(high / low) : 2;
  const range =
    end === 'low'
      ? { min: Math.max(least, rounded(low / reach)), max: middle }
      : { min: middle, max: Math.min(most, rounded(high * reach)) };
  if (distribution.kind === 'int_uniform') return range;
  const named = distribution.scale === 'linear' ? 'uniform' : 'log_uniform_values';
  return { distribution: named, ...range, ...gridOf(distribution) };
}

/** What a grid takes of a range stays as it is. */
export function gridOf({ count, q }: { readonly count?: number; readonly q?: number }) {
  return { ...(count === undefined ? {} : { count }), ...(q === undefined ? {} : { q }) };
}

/** How much better the last value is than the one before it, on average: half of that may be beyond. */
function gainBeyond(
  { points, sweep }: Evidence,
  name: string,
  all: readonly number[],
  end: 'low' | 'high',
): number | null {
  const { metric } = sweep.spec;
  const ordered = end === 'low' ? all : all.toReversed();
  const [edge, inner] = [0, 1].map((k) => lossAt(points, name, ordered[k]!, metric));
  return edge === undefined || inner === undefined ? null : Math.max(0, (inner - edge) / 2);
}

function lossAt(points: Evidence['points'], name: string, value: number, metric: Metric) {
  const own = points.filter(({ params }) => params[name] === value);
  return own.length < 3 ? undefined : meanOf(own.map((point) => toLoss(point.value, metric)));
}
