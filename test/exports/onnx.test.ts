import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { onnx } from '../../src/exports/formats/onnx.js';
import { describeReader, readBack } from '../readers.js';
import { logitsOf, sampleImages } from './forward.js';
import { aroundOf, HOSTILE, KERAS, type SampleChange, sampleModel } from './samples.js';

const CASES: readonly SampleChange[] = [
  { architecture: 'resnet18', classNames: HOSTILE, imageSize: 40 },
  {
    ...{ architecture: 'resnet18', stem: 'small', pooling: 'max', imageSize: 32 },
    normalization: { mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] },
  },
  {
    ...{ architecture: 'resnet18', pooling: 'avgmax', imageSize: 33 },
    head: { type: 'mlp', width: 24 },
  },
  { architecture: 'resnet50', weights: KERAS, imageSize: 48 },
];

describeReader('ONNX Runtime', ['onnx', 'onnxruntime'], () => {
  test('computes what Thaw does, of every stem, pooling, head, layout and batch size', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'thaw-onnx-'));
    const cases = [];
    for (const [index, change] of CASES.entries()) {
      const own = join(folder, String(index));
      mkdirSync(own);
      const model = await sampleModel(own, change);
      const output = join(own, 'model.onnx');
      await onnx.write(model, output, aroundOf(output));
      const { bytes, planes } = sampleImages(model.recipe.trunk.imageSize, 8);
      writeFileSync(join(own, 'images'), planes);
      const logits = await logitsOf(model, bytes, 8);
      cases.push({ output, class_names: model.classNames, images: join(own, 'images'), logits });
    }
    expect(readBack('verify_onnx.py', { cases }).match(/largest difference/g)).toHaveLength(4);
  });
});
