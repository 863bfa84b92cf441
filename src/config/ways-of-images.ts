import type { Json } from '../core/json.js';
import type { WaysOfImages } from '../core/looking/looked.js';
import type { SweepSpec } from '../core/sweep.js';
import type { parameters } from './parameters/index.js';
import { recipeFor } from './recipe-for.js';
import { someValuesOf } from './space/possible-values.js';

/** The ways in which trials of a sweep can make their input of images. */
export function waysOfImages(spec: SweepSpec): WaysOfImages {
  const trunks = (name: keyof typeof parameters) =>
    valuesOf(spec, name).map((value) => {
      const params = value === undefined ? {} : { [name]: value };
      return { value, trunk: recipeFor(spec, params).trunk };
    });
  const sizes = trunks('image_size').map(({ trunk }) => trunk.imageSize);
  return {
    augmentations: distinct(trunks('augmentation').map(({ trunk }) => trunk.augmentation)),
    imageSizes: distinct(sizes).toSorted((a, b) => a - b),
    normalizations: distinct(
      trunks('normalization').map(({ value = 'weights', trunk: { normalization } }) => {
        return { name: nameOf(value), value: normalization };
      }),
    ),
    batchSize: Math.min(...trunks('batch_size').map(({ trunk }) => trunk.batchSize)),
  };
}

/** Undefined: the default, which a parameter takes that the file leaves out or that is conditional. */
function valuesOf({ space }: SweepSpec, name: string): readonly (Json | undefined)[] {
  const values = someValuesOf(space, name);
  return values.length === 0 || space[name]?.when ? [...values, undefined] : values;
}

function nameOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The first of each that differ, at most some: options that are drawn have any number. */
function distinct<Value>(values: readonly Value[]): readonly Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()].slice(
    0,
    MOST,
  );
}

const MOST = 12;
