import { DataError } from '../../../core/errors.js';
import type { Recipe } from '../../../core/recipe.js';
import type { DataSpec, ModelSpec } from '../../../core/sweep.js';
import type { Order } from '../../protocol/order.js';
import { evictInputs, noteUse } from './evict-inputs.js';
import { type FetchParts, fillPlace } from './fill-place.js';
import { type PlacedInput, placeOfImages, placeOfWeights } from './places.js';

/** Images and weights as they are called on this machine, or where they lie on it. */
export interface InputsHere {
  readonly data: DataSpec;
  readonly model: ModelSpec;
}

/**
 * Fetches what an order is made of, unless it is in the cache, and compares all of it: processes of a
 * machine fetch it once for all of them. What goes by a name and is not among the artifacts is left
 * for this machine to fetch by that name.
 *
 * @throws {DataError} they are not to be had, or others.
 * @throws {ArtifactError | FetchError} @throws the signal's reason.
 */
export async function fetchInputs(
  order: Pick<Order, 'data' | 'model' | 'dataDigest' | 'weights'>,
  parts: FetchParts,
): Promise<InputsHere> {
  const { data, model, dataDigest, weights } = order;
  const { cacheDir } = parts;
  const images = placeOfImages(data, dataDigest, cacheDir);
  const trained = placeOfWeights(model, weights ?? '', cacheDir);
  for (const input of [images, trained]) await bring(input, parts);
  return {
    data: { ...data, source: images.here },
    model: { ...model, weights: trained.here },
  };
}

async function bring({ place, isNamed }: PlacedInput, parts: FetchParts): Promise<void> {
  if (!place) return;
  const state = await fillPlace(place, parts);
  if (!isNamed) await noteUse(place.folder);
  if (state === 'fetched') await evictInputs(parts.cacheDir, parts.mostBytes);
  if (state !== 'unknown' || isNamed) return;
  throw new DataError(
    `This machine has no way to have ${place.title}: they are not among the artifacts. Submit the sweep again from where they are: \`thaw run FILE --store\` sends them.`,
  );
}

/** A recipe with what it is made of as it is called here. The trial's own stays as it is. */
export function withInputs(recipe: Recipe, { data, model }: InputsHere): Recipe {
  const { trunk } = recipe;
  return {
    ...recipe,
    trunk: {
      ...trunk,
      data: { ...trunk.data, source: data.source },
      model: { ...trunk.model, weights: model.weights },
    },
  };
}
