import type { Json } from '../../../../core/json.js';
import type { ImportanceDocument } from '../../../../results/documents/insight/importance.js';
import type { ParameterEntry } from '../../../../results/documents/live/sweep.js';
import type { ChartOptions } from '../../../chart.js';
import { axisOver } from '../../../parts/axis-of.js';
import { isLog } from '../../../parts/words.js';
import type { Axis } from '../../../scene.js';
import { valueText } from '../../../value-text.js';

/** What is expected along one parameter. */
export interface Marginal {
  readonly name: string;
  readonly axis: Axis;
  readonly points: readonly MarginalPoint[];
}

export interface MarginalPoint {
  readonly value: number | string;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Empty: there is no axis for it. */
export function marginalOf(
  { parameter: name, values }: ImportanceDocument['parameters'][number],
  parameters: readonly ParameterEntry[],
  options: ChartOptions,
): readonly Marginal[] {
  const numbers = values.map(({ value }) => value).filter((value) => typeof value === 'number');
  const isNumeric = numbers.length === values.length;
  const shown = (value: Json) =>
    typeof value === 'number' && isNumeric ? value : valueText(value);
  const points = values.map(({ value, expected }) => ({ value: shown(value), ...expected }));
  if (points.length === 0) return [];
  if (!isNumeric) {
    const names = points.map(({ value }) => String(value));
    return [
      { name, points, axis: { kind: 'category', name, label: name, values: [...new Set(names)] } },
    ];
  }
  const scale = parameters.find((each) => each.name === name)?.scale;
  const canBeLog = Math.min(...numbers) > 0;
  const log = canBeLog && isLog(options, name, scale === 'log');
  const axis = axisOver(numbers, { name, log, nice: false });
  const ascending = points.toSorted((a, b) => Number(a.value) - Number(b.value));
  return axis ? [{ name, points: ascending, axis }] : [];
}
