import { expect, test } from 'vitest';
import { usableBackends } from '../../src/app/backends/choose-backend.js';
import { backendOf } from '../../src/app/trials/backend-of.js';
import { BackendError } from '../../src/core/errors.js';
import { backends } from '../../src/device/backends/index.js';
import { freshFolder } from '../cli/fake-context.js';

test('auto takes every backend that could run, wasm among them', () => {
  const names = usableBackends('auto', freshFolder()).map(({ name }) => name);
  expect(names).toContain('wasm');
  expect(backends.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
});

test('a named backend is that one alone, or an error that says why not', () => {
  expect(usableBackends('wasm', freshFolder()).map(({ name }) => name)).toEqual(['wasm']);
  expect(() => usableBackends('cuda', freshFolder())).toThrow(BackendError);
  expect(() => usableBackends('cuda', freshFolder())).toThrow(/There are: auto, /);
});

test('a trial is put to use on its own backend, and where that is not here, it says the way out', () => {
  const world = { env: { THAW_CACHE: freshFolder() } };
  expect(backendOf(world, { backend: 'wasm' }, undefined)).toBe('wasm');
  expect(backendOf(world, { backend: 'cuda' }, 'wasm')).toBe('wasm');
  expect(() => backendOf(world, { backend: 'tensorflow' }, undefined)).toThrow(
    /not installed[\s\S]*`--backend auto` takes what works here/,
  );
});
