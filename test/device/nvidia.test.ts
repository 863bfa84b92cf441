import { describe, expect, test } from 'vitest';
import { libraryVersions } from '../../src/device/nvidia/library-versions.js';
import { parseGpus, parseParts } from '../../src/device/nvidia/parse-list.js';
import { hidesAll, visibleDevices } from '../../src/device/nvidia/visible-devices.js';

const [A, B] = [
  'GPU-5f2d1c3e-8a52-4f04-9c11-0a1b2c3d4e5f',
  'GPU-9b7e6a5d-0000-1111-2222-333344445555',
];
const TWO = `\
${A}, NVIDIA H100 80GB HBM3, 81559, 81037, 550.54.15, Disabled, 9.0
${B}, Tesla T4, 15360, 102, 550.54.15, [N/A], 7.5
`;
const PARTS = [
  'MIG-c6d4f1ef-42e4-5de3-91c7-45d71c87eb3f',
  'MIG-cba663e8-9bed-5b25-b243-5985ef7c9beb',
];
const DIVIDED = `\
${A}, NVIDIA A100-SXM4-40GB, 40960, 40338, 535.161.08, Enabled
${B}, NVIDIA A100-SXM4-40GB, 40960, 40338, 535.161.08, Disabled
`;
const LIST = `\
GPU 0: NVIDIA A100-SXM4-40GB (UUID: ${A})
  MIG 3g.20gb     Device  0: (UUID: ${PARTS[0]})
  MIG 1g.5gb      Device  1: (UUID: ${PARTS[1]})
GPU 1: NVIDIA A100-SXM4-40GB (UUID: ${B})
`;

const seen = (text: string, visible?: string, list = '') =>
  visibleDevices(parseGpus(text), parseParts(list), visible);
const ids = (...args: Parameters<typeof seen>) => seen(...args).map(({ id }) => id);

describe("nvidia-smi's list", () => {
  test('gives each GPU with its memory and driver', () => {
    expect(seen(TWO)).toEqual([
      {
        index: 0,
        id: A,
        name: 'NVIDIA H100 80GB HBM3',
        memoryBytes: 81559 * 2 ** 20,
        freeBytes: 81037 * 2 ** 20,
        driver: '550.54.15',
        computeCapability: '9.0',
      },
      {
        index: 1,
        id: B,
        name: 'Tesla T4',
        memoryBytes: 15360 * 2 ** 20,
        freeBytes: 102 * 2 ** 20,
        driver: '550.54.15',
        computeCapability: '7.5',
      },
    ]);
  });

  test('may leave out what cannot be known, under WSL or without rights', () => {
    const text = `${A}, NVIDIA GeForce RTX 4090, [N/A], [Insufficient Permissions], [N/A], [N/A]\r\n`;
    expect(seen(text)).toMatchObject([
      { name: 'NVIDIA GeForce RTX 4090', memoryBytes: null, freeBytes: null, driver: null },
    ]);
  });

  test('may be one of an older driver, which knows of no parts', () => {
    expect(seen(`${A}, Tesla K80, 11441, 11438, 418.87.01`)).toMatchObject([{ id: A, index: 0 }]);
  });

  test.each([
    'Failed to initialize NVML: Insufficient Permissions\n',
    "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure, that it runs.\n",
    'No devices were found\n',
    'Unable to determine the device handle for GPU0000:01:00.0: GPU is lost.\n',
    '',
  ])('is empty where it says instead: %s', (text) => {
    expect(parseGpus(text)).toEqual([]);
  });

  test('has the parts of a divided GPU in its stead', () => {
    expect(seen(DIVIDED, undefined, LIST)).toMatchObject([
      { index: 0, id: PARTS[0], name: 'NVIDIA A100-SXM4-40GB MIG 3g.20gb', memoryBytes: 20e9 },
      { index: 1, id: PARTS[1], name: 'NVIDIA A100-SXM4-40GB MIG 1g.5gb', memoryBytes: 5e9 },
      { index: 2, id: B, name: 'NVIDIA A100-SXM4-40GB' },
    ]);
    expect(ids(DIVIDED, undefined, '')).toEqual([B]);
  });
});

describe('CUDA_VISIBLE_DEVICES', () => {
  test.each([
    ['1,0', [B, A]],
    [' 0 ', [A]],
    [B, [B]],
    ['GPU-9b7e', [B]],
    ['0,0,1', [A, B]],
    ['0,7,1', [A]],
    ['0,-1,1', [A]],
    ['', []],
    ['-1', []],
    ['NoDevFiles', []],
  ])('of "%s" leaves these, in this order', (visible, left) => {
    expect(ids(TWO, visible)).toEqual(left);
  });

  test('names parts by their ids, and a divided GPU for its first', () => {
    expect(ids(DIVIDED, PARTS[1], LIST)).toEqual([PARTS[1]]);
    expect(ids(DIVIDED, '0,1', LIST)).toEqual([PARTS[0], B]);
  });

  test('hides all where it is empty or begins with a negative number', () => {
    expect(['', '-1', ' ', '-1,0'].map(hidesAll)).toEqual([true, true, true, true]);
    expect([undefined, '0', 'GPU-9b7e', '0,-1'].map(hidesAll)).toEqual(Array(4).fill(false));
  });
});

describe('the libraries that a process has loaded', () => {
  const line = (path: string) => `7f10a0000000-7f10a0400000 r-xp 00000000 08:01 1234    ${path}\n`;
  const heap = '55d0c0000000-55d0c0021000 rw-p 00000000 00:00 0                  [heap]\n';

  test('say their versions by the packages beside them', () => {
    const nvidia = '/cache/site-packages/nvidia';
    const maps =
      heap +
      line(`${nvidia}/cudnn/lib/libcudnn_graph.so.9`) +
      line(`${nvidia}/cudnn/lib/libcudnn.so.9`) +
      line(`${nvidia}/cuda_runtime/lib/libcudart.so.12`);
    const packages = [
      'nvidia',
      'nvidia_cudnn_cu12-9.14.0.64.dist-info',
      'nvidia_cuda_runtime_cu12-12.9.79.dist-info',
    ];
    const namesIn = (folder: string) => (folder === '/cache/site-packages' ? packages : []);
    expect(libraryVersions(maps, namesIn)).toEqual({ cuda: '12.9.79', cudnn: '9.14.0.64' });
    expect(libraryVersions(maps, () => [])).toEqual({ cuda: '12', cudnn: '9' });
  });

  test("say them by their own names, where they are the system's", () => {
    const maps = line('/usr/local/cuda-12.6/targets/x86_64-linux/lib/libcudart.so.12.6.77') + heap;
    expect(libraryVersions(maps, () => [])).toEqual({ cuda: '12.6.77', cudnn: null });
  });
});
