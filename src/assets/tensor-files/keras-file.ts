import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { WeightsError } from '../../core/errors.js';
import type { WeightTensor } from '../weights/weights.js';
import { isSizes } from './safetensors-header.js';

/**
 * Tensors of a Keras model converted for the browser (`model.json` and its shards), by Keras' own
 * names: `conv1/kernel` [k, k, in, out], `bn_conv1/moving_mean`. Views into one buffer.
 *
 * @throws {WeightsError} a file is missing, or the sizes don't add up.
 */
export async function readKerasFile(folder: string): Promise<ReadonlyMap<string, WeightTensor>> {
  const groups = await readManifest(folder);
  const tensors = new Map<string, WeightTensor>();
  for (const { paths, weights } of groups) {
    const bytes = await readShards(folder, paths);
    let offset = 0;
    for (const { name, shape, dtype } of weights) {
      const length = shape.reduce((product, n) => product * n, 1);
      if (dtype !== 'float32' || offset + 4 * length > bytes.byteLength) {
        throw new WeightsError(`${folder}: ${name} (${dtype}, ${shape}) is not in its shards.`);
      }
      tensors.set(name, { shape, data: new Float32Array(bytes, offset, length) });
      offset += 4 * length;
    }
  }
  return tensors;
}

interface Group {
  readonly paths: readonly string[];
  readonly weights: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly dtype: string;
  }[];
}

async function readManifest(folder: string): Promise<readonly Group[]> {
  const path = join(folder, 'model.json');
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new WeightsError(`${path} cannot be read: ${error.message}. Run \`thaw fetch\`.`);
  });
  const groups = groupsOf(text);
  if (groups) return groups;
  throw new WeightsError(`${path} is damaged: delete its folder, then run \`thaw fetch\`.`);
}

/** Undefined: the text is no manifest. */
function groupsOf(text: string): readonly Group[] | undefined {
  try {
    const { weightsManifest: groups } = JSON.parse(text) as { readonly weightsManifest: unknown };
    return Array.isArray(groups) && groups.every(isGroup) ? groups : undefined;
  } catch {
    return undefined;
  }
}

function isGroup(value: Partial<Group> | null): value is Group {
  const { paths, weights } = value ?? {};
  // Shards lie beside the manifest: a path of several parts could name any file.
  const isShard = (path: unknown) => typeof path === 'string' && path === basename(path);
  return (
    Array.isArray(paths) &&
    paths.every(isShard) &&
    Array.isArray(weights) &&
    weights.every(isWeight)
  );
}

function isWeight(value: Partial<Group['weights'][number]> | null): boolean {
  const { name, shape, dtype } = value ?? {};
  return typeof name === 'string' && typeof dtype === 'string' && isSizes(shape);
}

async function readShards(folder: string, paths: readonly string[]): Promise<ArrayBuffer> {
  const shards = await Promise.all(
    paths.map((path) =>
      readFile(join(folder, path)).catch((error: Error) => {
        throw new WeightsError(`${join(folder, path)} cannot be read: ${error.message}.`);
      }),
    ),
  );
  const all = new Uint8Array(shards.reduce((sum, shard) => sum + shard.byteLength, 0));
  let offset = 0;
  for (const shard of shards) {
    all.set(shard, offset);
    offset += shard.byteLength;
  }
  return all.buffer;
}
