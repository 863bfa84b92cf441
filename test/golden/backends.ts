import { describe, expect, test } from 'vitest';
import type { Backend, Engine } from '../../src/device/backend.js';
import { backends } from '../../src/device/backends/index.js';
import { cacheDir } from '../../src/machine/cache-dir.js';

/** Folder of fetched weights and backends, as the program itself would use it. */
export const CACHE = cacheDir(process.env);

/** Backends that must not be skipped: `THAW_REQUIRE_BACKENDS=wasm,tensorflow`. */
const REQUIRED = (process.env.THAW_REQUIRE_BACKENDS ?? 'wasm').split(',').filter(Boolean);

/**
 * Runs a suite once on every backend that works here. One that doesn't is skipped, unless it is
 * required: then it is a failure that says why.
 */
export function describeBackends(name: string, suite: (load: () => Promise<Engine>) => void): void {
  for (const required of REQUIRED) {
    if (backends.some((backend) => backend.name === required)) continue;
    test(`${name}: ${required} is a backend`, () => expect.fail('no such backend'));
  }
  for (const backend of backends) describeOn(backend, name, suite);
}

/** Likewise on one backend. */
export function describeBackend(backend: string, name: string, suite: () => void): void {
  describeOn(backends.find((each) => each.name === backend)!, name, suite);
}

function describeOn(
  backend: Backend,
  name: string,
  suite: (load: () => Promise<Engine>) => void,
): void {
  const { usable, why } = backend.check(CACHE);
  const title = `${name} on ${backend.name}`;
  if (usable) {
    describe(title, () => suite(() => backend.load(CACHE)));
  } else if (REQUIRED.includes(backend.name)) {
    test(title, () => expect.fail(`THAW_REQUIRE_BACKENDS names ${backend.name}, but: ${why}`));
  } else {
    test.skip(`${title} (${why})`, () => {});
  }
}
