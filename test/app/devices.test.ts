import { expect, test } from 'vitest';
import { devicesFor, hideGpus } from '../../src/app/backends/devices.js';
import { mixedText, placesOf, togetherAs } from '../../src/app/workers/several-devices.js';
import { countWorkers, fewerWorkers, planLanes } from '../../src/app/workers/share-memory.js';
import type { BackendInfo } from '../../src/core/backend-info.js';
import type { Device } from '../../src/core/devices/device.js';
import { BackendError } from '../../src/core/errors.js';
import type { EnvironmentOptions } from '../../src/device/backend.js';
import { backends } from '../../src/device/backends/index.js';

const gpu = (index: number, id: string): Device => {
  return { index, id, name: 'NVIDIA H200', memoryBytes: 150e9, freeBytes: 149e9, driver: '570.86' };
};
const FOUR = ['GPU-aa11', 'GPU-ab22', 'GPU-cc33', 'MIG-dd44'].map((id, index) => gpu(index, id));
const tensorflow = backends.find(({ name }) => name === 'tensorflow')!;

function backendWith(devices: readonly Device[], why: string | null = null) {
  const only = tensorflow.gpus!.only;
  return { ...tensorflow, gpus: { list: () => ({ devices, why }), only } };
}

const found = (wanted: Parameters<typeof devicesFor>[1], devices = FOUR) =>
  devicesFor(backendWith(devices), wanted, { env: {} }).map(({ id }) => id);

test('auto takes all that are visible, none takes none, a list those it names, in its order', () => {
  expect(found('auto')).toEqual(FOUR.map(({ id }) => id));
  expect(found('none')).toEqual([]);
  expect(found([2, 0])).toEqual(['GPU-cc33', 'GPU-aa11']);
  expect(found(['MIG-dd44', 'gpu-ab'])).toEqual(['MIG-dd44', 'GPU-ab22']);
  expect(found([0, 'GPU-aa11'])).toEqual(['GPU-aa11']);
});

test('what is not there is told of with all that is, or with why there is nothing', () => {
  const asked = (devices: readonly Device[], why: string | null) => () =>
    devicesFor(backendWith(devices, why), [1, 4, 'GPU-zz'], { env: {} });
  expect(asked(FOUR, null)).toThrow(BackendError);
  expect(asked(FOUR, null)).toThrow(
    /^Devices 4, GPU-zz: .*There are:\n +0 .*\n.*\n.*\n +3 .*MIG-dd44$/,
  );
  expect(asked([], 'nvidia-smi says: No devices were found')).toThrow(
    /^Devices 1, 4, GPU-zz: there is no such GPU here.*: nvidia-smi says: No devices were found\.$/,
  );
});

test('where none is wanted, CUDA is shown none', () => {
  const env: Record<string, string | undefined> = { CUDA_VISIBLE_DEVICES: '0,1' };
  hideGpus('auto', { env });
  expect(env).toEqual({ CUDA_VISIBLE_DEVICES: '0,1' });
  hideGpus('none', { env });
  expect(env).toEqual({ CUDA_VISIBLE_DEVICES: '-1' });
});

test('each device has a process that sees it alone, with the settings that the user left open', () => {
  const backend = {
    gpus: tensorflow.gpus!,
    environment: (_: string, { device, exact }: EnvironmentOptions = {}) => ({
      A: `for ${device?.id}${exact ? '' : ', fast'}`,
      B: 'ours',
    }),
  };
  expect(placesOf(backend, FOUR.slice(0, 2), { B: 'mine', CUDA_VISIBLE_DEVICES: '0,1' })).toEqual([
    { name: 'GPU 0 (NVIDIA H200)', env: { A: 'for GPU-aa11', CUDA_VISIBLE_DEVICES: 'GPU-aa11' } },
    { name: 'GPU 1 (NVIDIA H200)', env: { A: 'for GPU-ab22', CUDA_VISIBLE_DEVICES: 'GPU-ab22' } },
  ]);
  expect(placesOf(backend, [FOUR[0]!], {}, false)[0]!.env.A).toBe('for GPU-aa11, fast');
});

test('there is a worker for each device, but for what the sweep, its trials and memory leave', () => {
  const machine = { cores: 16, freeBytes: 100e9, devices: 4, deviceBytes: null };
  const asked = { workers: 'auto', memory: 'auto' } as const;
  expect(countWorkers(tensorflow, asked, machine, null)).toBe(4);
  expect(countWorkers(tensorflow, { ...asked, workers: 2 }, machine, null)).toBe(2);
  expect(countWorkers(tensorflow, { ...asked, workers: 9 }, machine, null)).toBe(4);
  expect(countWorkers(tensorflow, asked, machine, 3)).toBe(3);
  expect(countWorkers(tensorflow, asked, { ...machine, freeBytes: 4e9 }, null)).toBe(2);
  expect(fewerWorkers(tensorflow, 9, machine)).toBe(
    'there are 4 GPUs to train on, with one worker each, not 9',
  );
  expect(fewerWorkers(tensorflow, 4, machine)).toBeUndefined();
});

test('memory of the program is that of each of its processes', () => {
  const spec = { workers: 'auto', memory: 10e9 } as const;
  const machine = { cores: 16, freeBytes: 100e9, devices: 4, deviceBytes: null };
  const { lanes, limits } = planLanes(tensorflow, spec, machine, 100);
  expect(lanes).toBe(4);
  expect(4 * limits.bytes).toBeLessThan(10e9 - 4 * tensorflow.processBytes);
});

test('several devices are told of as one: how many of which kind, and that kinds differ', () => {
  const info = (device: string, memoryBytes: number, deviceId: string) =>
    ({ device, processor: device, memoryBytes, deviceId }) as BackendInfo;
  const [a, b] = [info('NVIDIA H200', 150e9, 'GPU-a'), info('NVIDIA H200', 149e9, 'GPU-b')];
  const c = info('Tesla T4', 16e9, 'GPU-c');
  expect(togetherAs([a])).toEqual(a);
  expect(togetherAs([a, b])).toEqual({
    ...a,
    device: '2 x NVIDIA H200',
    memoryBytes: 149e9,
    deviceId: undefined,
  });
  expect(togetherAs([a, b, c]).device).toBe('2 x NVIDIA H200, Tesla T4');
  expect(mixedText([a, b])).toBeNull();
  expect(mixedText([a, b, c])).toContain('NVIDIA H200 and Tesla T4');
});
