import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it, test } from 'vitest';
import {
  type TensorToWrite,
  writeSafetensors,
} from '../../../src/assets/tensor-files/safetensors-write.js';
import { toTorch } from '../../../src/assets/tensor-files/torch-layout.js';
import { wrongValues } from '../../../src/assets/weights/check-values.js';
import { trainedWith } from '../../../src/assets/weights/export-metadata.js';
import { NAMINGS } from '../../../src/assets/weights/names/namings.js';
import { safetensors } from '../../../src/assets/weights/safetensors.js';
import { WeightsError } from '../../../src/core/errors.js';
import { resnet18 } from '../../../src/networks/resnet18.js';
import { bodyShapes } from '../../../src/networks/shapes.js';

const FOLDER = mkdtempSync(join(tmpdir(), 'thaw-unfit-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const OPTIONS = { cacheDir: FOLDER, skipBad: false, progress: () => undefined };
const model = (weights: string) => ({ architecture: 'resnet18', weights });

/** A ResNet18 whose values are all 0.5, but for those that `change` writes. */
function network(change: (data: Float32Array, name: string) => void = () => undefined) {
  return new Map(
    [...bodyShapes(resnet18)].map(([name, shape]): [string, TensorToWrite] => {
      const data = new Float32Array(shape.reduce((all, n) => all * n, 1)).fill(0.5);
      change(data, name);
      return [name, toTorch({ shape, data })];
    }),
  );
}

function fileOf(tensors: ReadonlyMap<string, TensorToWrite>, metadata = {}): string {
  const path = join(FOLDER, `${Math.random()}.safetensors`);
  writeSafetensors(path, tensors, metadata);
  return path;
}

async function whyNot(path: string): Promise<string> {
  const error = await safetensors.prepare(model(path), OPTIONS).then(
    () => null,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(WeightsError);
  return (error as WeightsError).message;
}

describe('weights that no trial could train from are refused before any does, by name', () => {
  it.each([
    ['layer3.1.conv2.weight', [0, 1, Number.NaN], 'holds values that are NaN, first at place 2'],
    ['bn1.bias', [Number.POSITIVE_INFINITY], 'holds values that are infinite as float32, first'],
    ['bn1.running_mean', [1, Number.NEGATIVE_INFINITY], 'holds values that are infinite'],
    ['layer4.1.bn2.running_var', [1, -0.5], 'holds a variance below 0: -0.5 at place 1'],
    ['layer2.0.downsample.0.weight', [0, 0], 'holds nothing but zeros'],
    ['conv1.weight', [0, -0], 'holds nothing but zeros'],
    ['conv1.weight', [0, 1e-30], null],
    ['bn1.weight', [0, 0], null],
    ['bn1.running_var', [0, 0], null],
    ['layer1.0.conv1.weight', [-3.4e38, 3.4e38], null],
  ])('%s of %j: %s', (name, values, why) => {
    const got = wrongValues(name, { shape: [values.length], data: Float32Array.from(values) });
    if (why === null) expect(got).toBeNull();
    else expect(got).toContain(why);
  });

  it('in a file, however it is read, with no more than some of them told', async () => {
    const spoil = (data: Float32Array, name: string) => {
      if (name.endsWith('.running_var')) data.fill(Number.NaN);
    };
    const path = fileOf(network(spoil));
    const message = await whyNot(path);
    expect(message).toContain('bn1.running_var holds values that are NaN, first at place 0');
    expect(message.split('\n')).toHaveLength(11);
    expect(message).toMatch(/and 12 more/);
    await expect(safetensors.load(model(path), FOLDER, 0)).rejects.toThrow('bn1.running_var holds');
  });
});

describe('metadata of an export that cannot be is refused', () => {
  const good = {
    producer: 'thaw',
    layout: 'v1.5',
    epsilon: '0.00001',
    mean: '[0.5,0.5,0.5]',
    std: '[0.2,0.2,0.2]',
    input_scale: '[1,1,1]',
  };
  test('and one that can be is taken', () => {
    expect(trainedWith(good, 'x').epsilon).toBe(1e-5);
  });

  it.each([
    ['mean', '[1e308,0.5,0.5]'],
    ['mean', '[-0.1,0.5,0.5]'],
    ['std', '[0.2,0,0.2]'],
    ['std', '[0.2,-1,0.2]'],
    ['std', '[0.2,1e-300,0.2]'],
    ['input_scale', '[0,1,1]'],
    ['input_scale', '[1e30,1,1]'],
    ['epsilon', '0'],
    ['epsilon', 'x'],
    ['epsilon', '1e9'],
  ])('%s of %s', (key, value) => {
    const read = () => trainedWith({ ...good, [key]: value }, 'x.safetensors');
    expect(read).toThrow(WeightsError);
    expect(read).toThrow(new RegExp(`its metadata gives ${key} .*expected`));
  });
});

describe('what is no .safetensors file is told for what it is', () => {
  const put = (name: string, content: string | Uint8Array) => {
    const path = join(FOLDER, name);
    writeFileSync(path, content);
    return path;
  };
  const zip = Buffer.concat([Buffer.from('504b0304000008080000', 'hex'), Buffer.alloc(600)]);
  const zipOf = (name: string) => {
    const header = Buffer.alloc(30);
    header.writeUInt32BE(0x504b0304);
    header.writeUInt16LE(name.length, 26);
    return Buffer.concat([header, Buffer.from(name), Buffer.alloc(600)]);
  };
  // Its first eight bytes, read as a header's length, are fewer than the file has.
  const gzip = Buffer.concat([gzipSync('x'), Buffer.alloc(600_000)]);
  it.each([
    ['zipped.safetensors', zip, /torch\.save.*\n.*save_file\n.*torch\.load\("zipped\.safetensors"/],
    ['old.safetensors', zipOf('archive/data.pkl'), /torch\.save.*"old-converted\.safetensors"/],
    ['scripted.pt', zipOf('net/code/net.py'), /torch\.save/],
    ['arrays.safetensors', zipOf('conv1.weight.npy'), /of NumPy/],
    ['all.zip', zipOf('net/model.safetensors'), /an archive: unpack it/],
    ['more.safetensors', zipOf('config.json'), /an archive: unpack it/],
    ['denied.safetensors', '{"error": "gated"}', /text, not weights \(.*gated.*Download it again/],
    ['net.pth', zip, /"net\.pth".*weights_only=True.*"state_dict".*"model"/],
    ['old.pt', Buffer.from('80028a0a6cfc9c46', 'hex'), /torch\.save/],
    ['run.ckpt', zip, /contiguous\(\).*"run\.safetensors"/],
    ['pytorch_model.bin', zip, /torch\.save/],
    [
      'lfs.safetensors',
      'version https://git-lfs.github.com/spec/v1\noid sha256:00\n',
      /git lfs pull/,
    ],
    ['page.safetensors', '<!DOCTYPE html><html>', /a web page.*download failed/],
    ['page.pth', '<html>', /a web page/],
    ['keras.h5', Buffer.from('894844460d0a1a0a', 'hex'), /of Keras/],
    ['keras.safetensors', Buffer.from('894844460d0a1a0a00', 'hex'), /of Keras/],
    ['net.onnx', Buffer.from('0807', 'hex'), /an ONNX model/],
    ['net.npz', zip, /of NumPy.*\n.*numpy/],
    ['flax_model.msgpack', Buffer.from('81', 'hex'), /of Flax/],
    ['packed.safetensors', gzip, /compressed by gzip/],
    ['empty.safetensors', '', /an empty file/],
    ['model.safetensors.index.json', '{"weight_map": {}}', /index of a model in several files/],
  ])('%s', async (name, content, why) => {
    const path = put(name, content);
    const message = await whyNot(path);
    expect(message).toContain(`${path} is `);
    expect(message).toMatch(new RegExp(why.source, 's'));
    expect(() => safetensors.look!(model(path))).toThrow(WeightsError);
  });

  it('a part of a model, with the lines that join them', async () => {
    const [first] = network();
    const path = join(FOLDER, 'model-00001-of-00002.safetensors');
    writeSafetensors(path, new Map([first!]), {});
    expect(await whyNot(path)).toMatch(/several parts of a model.*\n.*load_file/);
  });

  it('a folder', async () => {
    const path = join(FOLDER, 'folder.safetensors');
    mkdirSync(path);
    expect(await whyNot(path)).toBe(
      `${path} is a folder; expected a .safetensors file: name the .safetensors file in it.`,
    );
  });

  it.skipIf(process.platform === 'win32')('a named pipe, which is never waited for', async () => {
    const path = join(FOLDER, 'pipe.safetensors');
    expect(spawnSync('mkfifo', [path]).status).toBe(0);
    expect(await whyNot(path)).toContain('is a named pipe');
  });

  it('a file that is not there, and a path through a file', async () => {
    const there = put('there.txt', 'x');
    expect(await whyNot(join(FOLDER, 'none.safetensors'))).toContain('there is no such file');
    expect(await whyNot(join(there, 'x.safetensors'))).toContain('is a file, not a folder');
  });

  it('a file cut anywhere', async () => {
    const whole = fileOf(network());
    const bytes = readFileSync(whole);
    for (const length of [5, 20, 3000, 50_000, bytes.length - 1]) {
      const path = put('cut.safetensors', bytes.subarray(0, length));
      expect(await whyNot(path)).toMatch(/is not (?:a|a complete) \.safetensors file/);
    }
  });

  test('a header of a million names is refused without being parsed', async () => {
    const entry = (n: number) => `"${n}":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}`;
    const header = Buffer.from(`{${Array.from({ length: 1_000_000 }, (_, n) => entry(n)).join()}}`);
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    const path = put('million.safetensors', Buffer.concat([length, header]));
    const started = performance.now();
    expect(await whyNot(path)).toMatch(/its header has \d+ bytes; expected at most/);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test('as many names as a header may hold are counted, and refused', async () => {
    const entry = (n: number) => `"${n}":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}`;
    const header = Buffer.from(`{${Array.from({ length: 250_000 }, (_, n) => entry(n)).join()}}`);
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    const path = put('many.safetensors', Buffer.concat([length, header]));
    expect(await whyNot(path)).toContain('holds 250000 tensors; expected');
  });
});

describe("transformers' config.json beside a file", () => {
  const folder = join(FOLDER, 'hub');
  const path = join(folder, 'model.safetensors');
  const config = (text: string) => writeFileSync(join(folder, 'config.json'), text);

  it('says where strides lie, is part of what a trial was made of, and counts for no other names', async () => {
    const theirs = NAMINGS.find(({ ownConfig }) => ownConfig)!;
    const tensors = new Map([...network()].map(([name, each]) => [theirs.spell(name), each]));
    mkdirSync(folder);
    writeSafetensors(path, tensors, {});
    const layoutNow = async () => (await safetensors.load(model(path), FOLDER, 0)).layout;
    const digestNow = () => safetensors.digest?.(model(path));
    const digest = digestNow();
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(await layoutNow()).toBe('v1.5');
    config('{"model_type": "resnet", "downsample_in_bottleneck": true}');
    expect(await layoutNow()).toBe('v1');
    // The same bytes, and yet another network.
    expect(digestNow()).toMatch(/^[0-9a-f]{64}$/);
    expect(digestNow()).not.toBe(digest);
    config('{"model_type": "resnet", "downsample_in_first_stage": true}');
    expect(await whyNot(path)).toContain('downsample_in_first_stage: true');
    config('not JSON');
    expect(await layoutNow()).toBe('v1.5');
    expect(digestNow()).toBe(digest);

    config('{"model_type": "resnet", "downsample_in_bottleneck": true}');
    writeSafetensors(path, network(), {});
    expect(await layoutNow()).toBe('v1.5');
  });
});
