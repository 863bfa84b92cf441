import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { timm } from '../../src/exports/formats/timm.js';
import { describeReader, readBack } from '../readers.js';
import { logitsOf, sampleImages } from './forward.js';
import { aroundOf, HOSTILE, KERAS, type SampleChange, sampleModel } from './samples.js';

const folder = mkdtempSync(join(tmpdir(), 'thaw-timm-'));
let count = 0;

async function exported(change: SampleChange) {
  count += 1;
  const own = join(folder, String(count));
  mkdirSync(own);
  const model = await sampleModel(own, change);
  const output = join(own, 'for timm');
  const notes = await timm.write(model, output, aroundOf(output));
  const text = (name: string) => readFileSync(join(output, name), 'utf8');
  const config = JSON.parse(text('config.json'));
  return { own, model, output, notes, text, config, files: readdirSync(output).toSorted() };
}

test('a network that timm knows needs nothing but its files', async () => {
  const { config, files, notes } = await exported({ pooling: 'avgmax', imageSize: 64 });
  expect(files).toEqual(['README.md', 'config.json', 'model.safetensors', 'thaw.json']);
  expect(notes).toEqual([]);
  expect(config).toMatchObject({
    architecture: 'resnet18',
    num_classes: 2,
    num_features: 512,
    global_pool: 'avgmax',
    label_names: ['cat', 'dog'],
    model_args: { global_pool: 'avgmax' },
    pretrained_cfg: { input_size: [3, 64, 64], pool_size: [2, 2], classifier: 'fc' },
  });
});

test('one that timm cannot build is under no name of its own, so that none computes another', async () => {
  const { config, files, notes } = await exported({
    stem: 'small',
    head: { type: 'mlp', width: 9 },
  });
  expect(files).toContain('thaw_resnet.py');
  expect(notes).toEqual([expect.stringMatching(/import thaw_resnet\.py/)]);
  expect(config).toMatchObject({
    architecture: 'thaw_resnet',
    model_args: { block: 'basic', layers: [2, 2, 2, 2], small_stem: true, head_width: 9 },
    pretrained_cfg: { classifier: 'fc.2' },
  });
});

test('says where it comes from, but no path of this machine', async () => {
  const { text, files, own, output } = await exported({});
  expect(JSON.parse(text('thaw.json'))).toMatchObject({
    producer: 'thaw',
    sweep: { name: 'fake', metric: 'val_accuracy' },
    trial: { recipe: { data: { source: 'cifar10' } } },
  });
  for (const file of files) {
    const told = readFileSync(join(output, file)).subarray(0, 100_000).toString('utf8');
    expect(told, file).not.toContain('/home/user');
    expect(told, file).not.toContain(own);
  }
});

describeReader('timm', ['timm', 'torchvision', 'safetensors', 'PIL'], () => {
  test('computes what Thaw does, of every stem, pooling, head and layout', async () => {
    const cases = [];
    for (const change of [
      { classNames: HOSTILE, imageSize: 40 },
      { stem: 'small', pooling: 'max', imageSize: 32 },
      { pooling: 'avgmax', imageSize: 33, head: { type: 'mlp', width: 24 } },
      { architecture: 'resnet50', weights: KERAS, imageSize: 48 },
    ] satisfies readonly SampleChange[]) {
      const { own, model, output } = await exported(change);
      const { bytes, planes } = sampleImages(model.recipe.trunk.imageSize, 3);
      writeFileSync(join(own, 'images'), planes);
      const logits = await logitsOf(model, bytes, 3);
      cases.push({ output, class_names: model.classNames, images: join(own, 'images'), logits });
    }
    expect(readBack('verify_timm.py', { cases }).match(/largest difference/g)).toHaveLength(4);
  });
});
