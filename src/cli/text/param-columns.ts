import type { Json } from '../../core/json.js';
import type { Params } from '../../core/space.js';

/** A sweep's parameters, parted into those that differ between trials and those that do not. */
export interface ParamColumns {
  readonly varying: readonly string[];
  readonly constant: readonly (readonly [name: string, value: Json])[];
}

export function paramColumns(trials: readonly Params[]): ParamColumns {
  const names = [...new Set(trials.flatMap((params) => Object.keys(params)))];
  const text = (params: Params | undefined, name: string) => JSON.stringify(params?.[name]);
  const varies = (name: string) => {
    const first = text(trials[0], name);
    return trials.some((params) => text(params, name) !== first);
  };
  const varying = trials.length < 2 ? names : names.filter(varies);
  return {
    varying,
    constant: names
      .filter((name) => !varying.includes(name))
      .map((name) => [name, trials[0]?.[name] ?? null] as const),
  };
}

/** A parameter's name as a column's title. JSON and CSV keep the full names. */
export function shortName(name: string): string {
  return (Object.hasOwn(SHORT, name) ? SHORT[name] : undefined) ?? name;
}

const SHORT: Readonly<Record<string, string>> = {
  learning_rate: 'lr',
  augmentation: 'augment',
  unfrozen_layers: 'unfrozen',
  weight_decay: 'decay',
  label_smoothing: 'smoothing',
  batch_size: 'batch',
  image_size: 'size',
  gradient_clip: 'clip',
  layer_lr_decay: 'lr_decay',
};
