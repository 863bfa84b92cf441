import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { BackendError } from '../../src/core/errors.js';
import { tensorflow } from '../../src/device/backends/tensorflow.js';
import { findTools } from '../../src/device/install/find-tools.js';
import { installTensorflow } from '../../src/device/install/install-tensorflow.js';
import { withListAttributes } from '../../src/device/install/list-attributes.js';
import { isCutOff, otherInstalls } from '../../src/device/install/other-installs.js';
import { cudaRequirements } from '../../src/device/install/unpack-wheels.js';
import { BINDING_REVISION, BUILD, buildFolder } from '../../src/device/tensorflow/layout.js';

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
    await expect(findTools('gpu', 'darwin')).rejects.toThrow(/CUDA.*darwin/);
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

test("takes the CUDA libraries that the wheel's own metadata names", () => {
  const metadata = [
    'Requires-Dist: numpy>=1.26.0',
    "Requires-Dist: nvidia-cublas-cu12<13.0,>=12.5.3.2; extra == 'and-cuda'",
    'Requires-Dist: nvidia-nccl-cu12 (<3.0,>=2.25.1) ; extra == "and-cuda"',
    "Requires-Dist: tensorflow-io; extra == 'gcs-filesystem'",
  ].join('\n');
  expect(cudaRequirements(metadata)).toEqual([
    'nvidia-cublas-cu12<13.0,>=12.5.3.2',
    'nvidia-nccl-cu12<3.0,>=2.25.1',
  ]);
});
