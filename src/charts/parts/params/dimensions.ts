import type { Json, JsonObject } from '../../../core/json.js';
import type { ParameterEntry } from '../../../results/documents/live/sweep.js';
import type { TrialEntry } from '../../../results/documents/live/trials.js';
import type { ChartOptions } from '../../chart.js';
import { valueText } from '../../value-text.js';
import { isLog } from '../words.js';

/** A parameter that varies, or an option of one that does, as an axis. */
export interface Dimension {
  /** `learning_rate`, `scheduler.step_size`. */
  readonly name: string;
  readonly scale: 'linear' | 'log' | 'category';
  /** Bounds that the sweep file sets; null: none, or no numbers. */
  readonly low: number | null;
  readonly high: number | null;
  /** Of a category, in the file's order, then as they come. */
  readonly values: readonly string[];
  /** Numbers that the file lists; empty: it lists none. */
  readonly listed: readonly number[];
  /** Null: the point does not have it, or it is no number on an axis of numbers. */
  read(trial: Pick<TrialEntry, 'params'>): number | string | null;
}

/**
 * What varies in a sweep, in the sweep file's order. Options of a choice that vary themselves have
 * axes after it, and the choice then shows its types.
 */
export function dimensionsOf(
  parameters: readonly ParameterEntry[],
  trials: readonly TrialEntry[],
  options: Pick<ChartOptions, 'log' | 'linear'>,
): readonly Dimension[] {
  return parameters
    .filter(({ varies }) => varies)
    .flatMap((entry) => {
      const read: Read = ({ params }) =>
        Object.hasOwn(params, entry.name) ? params[entry.name] : undefined;
      const inner = optionsIn(entry, trials, read);
      const shown: Read =
        inner.length === 0
          ? read
          : (trial) => {
              const value = read(trial);
              return isObject(value) && typeof value.type === 'string' ? value.type : value;
            };
      const listed = inner.length === 0 ? (entry.values ?? []) : (entry.values ?? []).map(typeOf);
      return [
        dimensionOf({ ...entry, values: listed }, trials, shown, options),
        ...inner.map(({ name, read }) => {
          const plain = { name, scale: 'linear', low: null, high: null } as const;
          const taken = trials.map(read).filter(isNumber);
          return dimensionOf({ ...plain, values: fewOf(taken) }, trials, read, options);
        }),
      ];
    });
}

type Read = (trial: Pick<TrialEntry, 'params'>) => Json | undefined;

type Entry = Pick<ParameterEntry, 'name' | 'scale' | 'low' | 'high'> & {
  readonly values: readonly Json[];
};

function dimensionOf(
  { name, scale, low, high, values: listed }: Entry,
  trials: readonly TrialEntry[],
  read: Read,
  options: Pick<ChartOptions, 'log' | 'linear'>,
): Dimension {
  const there = trials.map(read).filter((value) => value !== undefined);
  const numbers = there.filter(isNumber);
  if (scale === 'category' || numbers.length < there.length) {
    const texts = [...listed, ...there].map((value) => valueText(value));
    return {
      ...{
        name,
        scale: 'category',
        low: null,
        high: null,
        values: [...new Set(texts)],
        listed: [],
      },
      read: (trial) => {
        const value = read(trial);
        return value === undefined ? null : valueText(value);
      },
    };
  }
  const least = Math.min(low ?? Number.POSITIVE_INFINITY, ...numbers);
  const canBeLog = least > 0 && Number.isFinite(least);
  const log = canBeLog && isLog(options, name, scale === 'log');
  return {
    ...{ name, scale: log ? 'log' : 'linear', low, high, values: [] },
    listed: [...new Set(listed.filter(isNumber))].sort((a, b) => a - b),
    read: (trial) => {
      const value = read(trial);
      return isNumber(value) ? value : null;
    },
  };
}

/** Options of a choice's objects that take several values. */
function optionsIn(
  { name }: ParameterEntry,
  trials: readonly TrialEntry[],
  read: Read,
): readonly { readonly name: string; readonly read: Read }[] {
  const taken = new Map<string, Map<string, Set<string>>>();
  for (const trial of trials) {
    const value = read(trial);
    if (!isObject(value) || typeof value.type !== 'string') continue;
    for (const [option, each] of Object.entries(value)) {
      if (option === 'type' || (typeof each === 'object' && each !== null)) continue;
      const byType = taken.get(option) ?? new Map<string, Set<string>>();
      taken.set(option, byType);
      byType.set(value.type, (byType.get(value.type) ?? new Set<string>()).add(valueText(each)));
    }
  }
  const varied = [...taken].filter(([, byType]) =>
    [...byType.values()].some(({ size }) => size > 1),
  );
  return varied.map(([option]) => ({
    name: `${name}.${option}`,
    read: (trial) => {
      const value = read(trial);
      return isObject(value) && Object.hasOwn(value, option) ? value[option] : undefined;
    },
  }));
}

/** What an option takes is listed nowhere: where that is little, it is as good as a list. */
function fewOf(taken: readonly number[]): readonly number[] {
  const values = [...new Set(taken)];
  return values.length > MOST_LISTED ? [] : values;
}

const MOST_LISTED = 8;

function typeOf(value: Json): Json {
  return isObject(value) && typeof value.type === 'string' ? value.type : value;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNumber(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
