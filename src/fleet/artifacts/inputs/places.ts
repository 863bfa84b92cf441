import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { datasets } from '../../../assets/datasets/index.js';
import { unpackImages } from '../../../assets/packs/data-pack.js';
import type { KeptAsset } from '../../../assets/packs/kept-asset.js';
import { unpackNamed } from '../../../assets/packs/named-pack.js';
import { weightsFor, weightsSources } from '../../../assets/weights/index.js';
import { DataError } from '../../../core/errors.js';
import type { DataSpec, ModelSpec } from '../../../core/sweep.js';
import type { KeyKind } from '../store/artifact-store.js';
import type { InputPlace } from './input.js';

/** Where images and weights of other machines lie in a cache folder: `inputs/data/DIGEST`. */
export function inputsFolder(cacheDir: string, kind: KeyKind): string {
  return join(cacheDir, 'inputs', kind);
}

/** What an agent needs of them. `by`: what they are called or where they are, elsewhere. */
export interface PlacedInput {
  /** Null: the name says all, and nothing is kept. */
  readonly place: InputPlace | null;
  /** They have a name that this machine knows, too: without an artifact it can fetch them. */
  readonly isNamed: boolean;
  /** What they are called or where they are, here. */
  readonly here: string;
}

export function placeOfImages({ source }: DataSpec, key: string, cacheDir: string): PlacedInput {
  // A path of another machine is never looked at on this one.
  const named = datasets.find((def) => def.kept && def.matches(source));
  const what = { kind: 'data', key, title: `the images of ${source}` } as const;
  if (named?.kept) {
    return {
      place: { ...what, ...placeOfKept(named.kept, cacheDir) },
      isNamed: true,
      here: source,
    };
  }
  const folder = join(inputsFolder(cacheDir, 'data'), key);
  const place: InputPlace = {
    ...{ ...what, folder },
    isWhole: async (path) => existsSync(path),
    unpack: (pack, path) => unpackImages(pack, path, key),
  };
  return { place, isNamed: false, here: folder };
}

export function placeOfWeights(model: ModelSpec, key: string, cacheDir: string): PlacedInput {
  const { weights } = model;
  const what = { kind: 'weights', key, title: `the weights ${weights}` } as const;
  const named = weightsSources.find((def) => !def.files && def.matches(weights));
  if (named) {
    const place = named.kept ? { ...what, ...placeOfKept(named.kept, cacheDir) } : null;
    return { place, isNamed: true, here: weights };
  }
  const folder = join(inputsFolder(cacheDir, 'weights'), key);
  const here = join(folder, WEIGHTS);
  const digestIn = (path: string) => {
    const found = { ...model, weights: join(path, WEIGHTS) };
    return weightsFor(found.weights).digest?.(found) ?? null;
  };
  const place: InputPlace = {
    ...{ ...what, folder },
    isWhole: async (path) => digestIn(path) === key,
    async unpack(pack, path) {
      await unpackNamed(pack, path, [WEIGHTS, CONFIG]);
      if (digestIn(path) !== key) throw new DataError(`${pack} holds other weights than ${key}.`);
    },
  };
  return { place, isNamed: false, here };
}

/** Names of weights in their pack, and of what beside them says how they are read. */
export const WEIGHTS = 'weights.safetensors';
export const CONFIG = 'config.json';

function placeOfKept(kept: KeptAsset, cacheDir: string) {
  return {
    folder: kept.folder(cacheDir),
    isWhole: kept.isWhole,
    async unpack(pack: string, folder: string) {
      await unpackNamed(pack, folder, kept.names);
      if (!(await kept.isWhole(folder))) {
        throw new DataError(`${pack} does not hold what everybody has by that name.`);
      }
    },
  };
}
