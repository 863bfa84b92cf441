import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { BackendError } from '../../src/core/errors.js';
import { tensorflow } from '../../src/device/backends/tensorflow.js';
import { findTools } from '../../src/device/install/find-tools.js';
import { installTensorflow } from '../../src/device/install/install-tensorflow.js';
import { withListAttributes } from '../../src/device/install/list-attributes.js';
import { isCutOff, otherInstalls, wheelFolder } from '../../src/device/install/other-installs.js';
import { CUDA_WHEELS, requirement, tensorflowWheel } from '../../src/device/install/wheels.js';
import {
  BINDING_REVISION,
  BUILD,
  buildFolder,
  TFJS_VERSION,
} from '../../src/device/tensorflow/layout.js';

let cacheDir: string;
beforeEach(() => {
  cacheDir = mkdtempSync(join(tmpdir(), 'thaw-install-'));
});
afterEach(() => {
  rmSync(cacheDir, { recursive: true });
  vi.unstubAllEnvs();
});

describe('installing the native backend', () => {
  test('says everything that is missing at once, and how to get it', async () => {
    vi.stubEnv('PATH', cacheDir);
    vi.stubEnv('CXX', undefined);
    vi.stubEnv('PYTHON', undefined);
    const failure = await installTensorflow({ cacheDir, gpu: false, log: () => {} }).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(BackendError);
    expect((failure as Error).message).toMatch(
      /Python 3 with pip .*apt.* and a C\+\+ compiler .*apt/,
    );
  });

  test('names the way out where TensorFlow publishes no library to link', async () => {
    await expect(findTools('cpu', 'win32')).rejects.toThrow(/win32.*wasm.*WSL 2/);
    await expect(findTools('gpu', 'darwin', 'arm64')).rejects.toThrow(/CUDA.*darwin/);
    await expect(findTools('gpu', 'linux', 'arm64')).rejects.toThrow(/CUDA.*linux arm64/);
  });

  test('knows an installation that was cut off from one under way', () => {
    const [now, then] = ['now', 'then'].map((name) => {
      const work = join(cacheDir, 'backends', 'tensorflow', `.tfjs-4-${name}`);
      mkdirSync(work, { recursive: true });
      writeFileSync(join(work, 'wheel'), 'x');
      return work;
    });
    const hours = new Date(Date.now() - 2 * 3_600_000);
    for (const path of [join(then!, 'wheel'), then!]) utimesSync(path, hours, hours);
    const cut = otherInstalls(cacheDir).filter(isCutOff);
    expect(cut.map(({ path }) => path)).toEqual([then]);
    expect(dirname(wheelFolder(cacheDir))).toBe(dirname(then!));
    expect(otherInstalls(cacheDir).map(({ path }) => path)).toContain(now);
  });

  test('is over at once where the build is complete', async () => {
    const folder = buildFolder(cacheDir, 'cpu');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, BUILD.manifest), JSON.stringify({ binding: BINDING_REVISION }));
    const lines: string[] = [];
    const log = (line: string) => lines.push(line);
    expect(await installTensorflow({ cacheDir, gpu: false, log })).toBe(folder);
    expect(lines).toEqual([expect.stringContaining('already installed')]);
  });

  test('compiles the binding of an older build anew', async () => {
    const folder = buildFolder(cacheDir, 'cpu');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, BUILD.manifest), '{}');
    vi.stubEnv('PATH', cacheDir);
    vi.stubEnv('CXX', undefined);
    const again = installTensorflow({ cacheDir, gpu: false, log: () => {} });
    await expect(again).rejects.toThrow(/a C\+\+ compiler/);
  });

  test('teaches the binding lists of strings and types, once', () => {
    const source = [
      '#include <vector>',
      'void AssignOpAttr(napi_env env, TFE_Op *tfe_op, napi_value attr_value) {',
      '  switch (tf_attr_type) {',
      '    case TF_ATTR_STRING: {',
    ].join('\n');
    const taught = withListAttributes(source);
    expect(taught).toMatch(
      /vector>\n.*TFE_OpSetAttrTypeList.*void AssignOpAttr.*AssignListAttr\(.*\) return;\s+switch/s,
    );
    expect(withListAttributes(taught)).toBe(taught);
    expect(() => withListAttributes('int main() {}')).toThrow(BackendError);
  });
});

describe('looking for the native backend', () => {
  test('does not count a build that was cut off', () => {
    mkdirSync(buildFolder(cacheDir, 'cpu'), { recursive: true });
    expect(tensorflow.check(cacheDir)).toMatchObject({
      usable: false,
      why: expect.stringContaining('thaw backends install tensorflow'),
    });
  });

  test('refuses to load what is not there, and says what to do', async () => {
    await expect(tensorflow.load(cacheDir)).rejects.toThrow(/thaw backends install tensorflow/);
  });
});

test('every wheel that pip fetches is of a known version and hash', () => {
  const wheels = [
    tensorflowWheel('cpu', 'linux', 'x64'),
    tensorflowWheel('cpu', 'linux', 'arm64'),
    tensorflowWheel('gpu', 'linux', 'x64'),
    ...CUDA_WHEELS,
  ];
  expect(wheels.map(({ name }) => name).slice(0, 3)).toEqual([
    'tensorflow-cpu',
    'tensorflow',
    'tensorflow',
  ]);
  for (const wheel of wheels) {
    expect(requirement(wheel)).toMatch(/^[a-z0-9-]+==[\d.]+ --hash=sha256:[0-9a-f]{64}$/);
    expect(wheel.bytes).toBeGreaterThan(500_000);
    expect(wheel.unpacked).toBeGreaterThan(500_000);
  }
});

test('every package that npm installs is of a known version and hash', () => {
  const file = new URL('../../bin/tensorflow-lock.json', import.meta.url);
  const { packages } = JSON.parse(readFileSync(file, 'utf8'));
  const { '': root, ...others } = packages;
  expect(root.dependencies['@tensorflow/tfjs-node']).toBe(TFJS_VERSION);
  expect(Object.keys(others).length).toBeGreaterThan(100);
  for (const [name, { version, integrity }] of Object.entries<Record<string, string>>(others)) {
    expect(version, name).toMatch(/^\d/);
    expect(integrity, name).toMatch(/^sha512-/);
  }
});
