import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkRoom, sizeText } from '../../../src/device/install/build-size.js';
import { fetchWheel } from '../../../src/device/install/fetch-wheel.js';
import type { Pinned } from '../../../src/device/install/wheels.js';

const CONTENT = 'all of the wheel';
const WHEEL: Pinned = {
  name: 'nvidia-cudnn-cu12',
  version: '9.3.0.75',
  bytes: 577e6,
  unpacked: 885e6,
  sha256: createHash('sha256').update(CONTENT).digest('hex'),
};
const FILE = 'nvidia_cudnn_cu12-9.3.0.75-py3-none-manylinux2014_x86_64.whl';

let folder: string;
let python: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'thaw-wheels-'));
  python = join(folder, 'python');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A Python whose pip does this where it is to download to, and counts how often it is called. */
function withPip(script: string): void {
  writeFileSync(
    python,
    `#!/bin/sh\necho called >> ${folder}/calls\ncd ${folder}/work/downloads\n${script}\n`,
  );
  chmodSync(python, 0o755);
}
const folders = () => ({ work: join(folder, 'work'), wheels: folder });
const calls = () => readFileSync(join(folder, 'calls'), 'utf8').split('\n').length - 1;
const fetched = `printf '${CONTENT}' > ${FILE}`;

describe('a wheel', () => {
  test('that was fetched whole is not fetched again', async () => {
    withPip(fetched);
    const path = await fetchWheel(python, folders(), WHEEL);
    expect(path).toBe(join(folder, FILE));
    expect(await fetchWheel(python, folders(), WHEEL)).toBe(path);
    expect(calls()).toBe(1);
  });

  test('that was cut off is', async () => {
    withPip(fetched);
    writeFileSync(join(folder, FILE), CONTENT.slice(0, 5));
    expect(readFileSync(await fetchWheel(python, folders(), WHEEL), 'utf8')).toBe(CONTENT);
    expect(calls()).toBe(1);
  });

  test('that pip cannot fetch is named, with what pip said', async () => {
    withPip('echo "ERROR: no route to host" >&2; exit 1');
    await expect(fetchWheel(python, folders(), WHEEL)).rejects.toThrow(
      /nvidia-cudnn-cu12 9\.3\.0\.75[\s\S]*is kept[\s\S]*no route to host/,
    );
  });
});

test('says what is to be fetched, what is here, and what it takes', () => {
  const other = { ...WHEEL, name: 'nvidia-cufft-cu12', bytes: 192e6, unpacked: 277e6 };
  expect(sizeText(folder, [WHEEL, other])).toBe(
    'To be fetched: 829.0 MB. On the disk: 1.5 GB, and until it is done 2.3 GB.',
  );
  writeFileSync(join(folder, FILE), CONTENT);
  expect(sizeText(folder, [WHEEL, other])).toBe(
    'To be fetched: 252.0 MB (577.0 MB are here already). On the disk: 1.5 GB, and until it is done 2.3 GB.',
  );
});

test('a disk without room for it is told of before anything is fetched', () => {
  expect(() => checkRoom(folder, folder, [{ ...WHEEL, bytes: 1e18 }])).toThrow(
    /at least .* TB of free disk .* THAW_CACHE/,
  );
  expect(() => checkRoom(folder, folder, [{ ...WHEEL, bytes: 1, unpacked: 1 }])).not.toThrow();
});
