import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readCheckpoint } from '../../../src/assets/tensor-files/checkpoint-file.js';
import { readKerasFile } from '../../../src/assets/tensor-files/keras-file.js';
import { withSafetensors } from '../../../src/assets/tensor-files/safetensors-read.js';
import { safetensors } from '../../../src/assets/weights/safetensors.js';
import type { WeightTensor } from '../../../src/assets/weights/weights.js';
import { defineTarget } from '../fuzz.js';
import { mutatedBytes } from '../mutate/bytes.js';
import { mutatedJson } from '../mutate/json.js';

/** A user's weights: every tensor read, and the file offered as a network's. */
export const safetensorsFile = defineTarget<Buffer>({
  name: '.safetensors',
  async open(folder) {
    const path = join(folder, 'weights.safetensors');
    return {
      inputs: files([
        { 'conv1.weight': { dtype: 'F32', shape: [2, 3, 2], data_offsets: [0, 48] } },
        {
          __metadata__: { producer: 'thaw', layout: 'v1', epsilon: '1e-5', mean: '[0,0,0]' },
          a: { dtype: 'F16', shape: [4], data_offsets: [0, 8] },
          b: { dtype: 'BF16', shape: [2, 2], data_offsets: [8, 16] },
          c: { dtype: 'F64', shape: [], data_offsets: [16, 24] },
          d: { dtype: 'I64', shape: [0, 7], data_offsets: [24, 24] },
        },
      ]),
      async parse(bytes) {
        writeFileSync(path, bytes);
        withSafetensors(path, ({ tensors, read }) => {
          for (const [name, { dtype }] of tensors) {
            if (/^(?:B?F16|F32|F64)$/.test(dtype)) check(name, read(name));
          }
        });
        await safetensors
          .prepare(
            { architecture: 'resnet50', weights: path },
            { cacheDir: folder, skipBad: false, progress: () => undefined },
          )
          .catch((error: Error) => {
            if (error.name !== 'WeightsError') throw error;
          });
        return true;
      },
    };
  },
});

/** A trial's checkpoint, as `predict` and `export` read it. */
export const checkpoint = defineTarget<Buffer>({
  name: 'checkpoint',
  async open(folder) {
    const path = join(folder, 'trial-1.ckpt');
    return {
      inputs: files([
        {
          __metadata__: { format: 'thaw-checkpoint', epoch: '3' },
          'fc.weight': { dtype: 'F32', shape: [3, 4], data_offsets: [0, 48] },
          'fc.bias': { dtype: 'F32', shape: [4], data_offsets: [48, 64] },
          'layer4.2.bn3.running_mean': { dtype: 'F32', shape: [2], data_offsets: [64, 72] },
        },
      ]),
      parse(bytes) {
        writeFileSync(path, bytes);
        for (const [name, tensor] of readCheckpoint(path).tensors) check(name, tensor);
        return true;
      },
    };
  },
});

/** The ImageNet weights in the cache: a manifest and its shards. */
export const kerasFile = defineTarget<string>({
  name: 'model.json of the cached weights',
  async open(folder) {
    mkdirSync(join(folder, 'sub'));
    for (const shard of ['s1.bin', 's2.bin'])
      writeFileSync(join(folder, shard), Buffer.alloc(32, 1));
    const manifest = {
      format: 'layers-model',
      weightsManifest: [
        {
          paths: ['s1.bin', 's2.bin'],
          weights: [
            { name: 'conv1/kernel', shape: [2, 2, 1, 2], dtype: 'float32' },
            { name: 'conv1/bias', shape: [8], dtype: 'float32' },
          ],
        },
      ],
    };
    return {
      inputs: jsonText([manifest]),
      async parse(text) {
        writeFileSync(join(folder, 'model.json'), text);
        for (const [name, tensor] of await readKerasFile(folder)) check(name, tensor);
        return true;
      },
    };
  },
});

/** JSON that is nearly right: as a tree, and as text. */
export function jsonText(seeds: readonly unknown[]): fc.Arbitrary<string> {
  const texts = seeds.map((seed) => Buffer.from(JSON.stringify(seed)));
  return fc.oneof(
    mutatedJson(seeds).map((tree) => JSON.stringify(tree)),
    mutatedBytes(texts, { words: ['null', '[', '{', '"', ',', ':', '1e999', '-'] }).map((bytes) =>
      bytes.toString('utf8'),
    ),
  );
}

/** Files of the format: changed as bytes, and as a header whose length is right. */
function files(headers: readonly object[]): fc.Arbitrary<Buffer> {
  const whole = headers.map((header) => file(JSON.stringify(header)));
  return fc.oneof(mutatedBytes(whole), jsonText(headers).map(file));
}

const DATA = Buffer.from(Array.from({ length: 96 }, (_, i) => (i * 37) % 256));

function file(header: string): Buffer {
  const text = Buffer.from(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const ends = [...header.matchAll(/"data_offsets":\[\d+,(\d+)\]/g)].map(([, end]) => Number(end));
  return Buffer.concat([length, text, DATA.subarray(0, Math.max(0, ...ends))]);
}

function check(name: string, { shape, data }: WeightTensor): void {
  const length = shape.reduce((product, n) => product * n, 1);
  if (!(data instanceof Float32Array) || data.length !== length) {
    throw new Error(`${name} of ${shape} has ${data.length} numbers`);
  }
}
