import type { Choice } from '../../../core/json.js';
import type { SweepSpec } from '../../../core/sweep.js';
import { isSame } from './is-same.js';
import { spell } from './spelling.js';

type Key = keyof SweepSpec;

/** Why a key, other than the space's, can't change so in a sweep that has begun; null: it can. */
type Rule = (then: SweepSpec, now: SweepSpec) => string | null;

const ANY: Rule = () => null;

/** Beside `space` and `constraints`, which are held against the trials that there are. */
const MAY_CHANGE: Readonly<Partial<Record<Key, Rule>>> = {
  description: ANY,
  method: ANY,
  order: ANY,
  constraints: ANY,
  points: ANY,
  sharing: ANY,
  runCap: ANY,
  workers: ANY,
  devices: ANY,
  exact: ANY,
  memory: ANY,
  budget: ANY,
  retries: ANY,
  keep: ANY,
  checkpoint: ANY,
  repeats: (then, now) =>
    now.repeats.n < then.repeats.n
      ? `expected ${then.repeats.n} or more, as there are runs: got ${now.repeats.n}`
      : null,
  augmentations: (then, now) => {
    const other = Object.keys(then.augmentations).filter((name) => {
      return !isSame(then.augmentations[name], now.augmentations[name]);
    });
    return other.length === 0
      ? null
      : `${other.join(', ')} would be another set than that of the trials there; a new one may be added`;
  },
  objectives: ({ metric }, now) =>
    isSame(metric, now.metric) ? null : 'the first of them ranks the trials there',
};

const WHY_NOT: Readonly<Partial<Record<Key, string>>> = {
  name: 'it is stored under that name',
  metric: 'trials there are ranked by it, and their weights are those of its best epoch',
  seed: 'which images and batches trials have, and how they begin, hang on it',
  defaults: 'trials there trained with it, and would not compare with others',
  data: 'trials there saw these images',
  model: 'trials there began with it',
  backend: 'trials there trained on it',
  earlyTerminate: 'trials there that were stopped might not have been, or others would have',
  warmStart: 'what it began with is stored',
};

/** Why the keys that differ can't change so, with their names. */
export function refusals(keys: readonly Key[], then: SweepSpec, now: SweepSpec): readonly string[] {
  return keys.flatMap((key) => {
    const rule = MAY_CHANGE[key];
    const why = rule ? rule(then, now) : (WHY_NOT[key] ?? 'its trials must compare');
    return why === null ? [] : [`${spell([key])}: ${why}`];
  });
}

/** What changes, a phrase for each key. */
export function toldOf(keys: readonly Key[], then: SweepSpec, now: SweepSpec): readonly string[] {
  return keys
    .filter((key) => key !== 'metric')
    .map((key) => `${spell([key])}: ${textOf(then[key])} -> ${textOf(now[key])}`);
}

function textOf(value: SweepSpec[Key]): string {
  if (value === null || value === undefined) return 'none';
  if (typeof value !== 'object') return String(value);
  return isChoice(value) ? value.type : JSON.stringify(value);
}

function isChoice(value: object): value is Choice {
  return 'type' in value && Object.keys(value).length === 1;
}
