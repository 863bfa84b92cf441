#!/usr/bin/env node
// What of two folders node_modules a program needs on a machine for measurements, as paths for tar.
//
//   node bench/gpu/list-modules.js clone             the clone's packages for running and testing
//   node bench/gpu/list-modules.js backend FOLDER    what tfjs-node under FOLDER reads to load

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const CLONE = fileURLToPath(new URL('../..', import.meta.url));
/** Development packages that tests import. */
const TESTING = ['vitest', 'fast-check'];

const [what, folder] = process.argv.slice(2);
const paths =
  what === 'clone' ? clonePackages() : what === 'backend' && folder ? loadedFiles(folder) : null;
if (!paths) throw new Error('Expected "clone", or "backend" and a folder.');
console.log(paths.join('\n'));

/** Folders of packages, relative to the clone. */
function clonePackages() {
  /** @type {{ packages: Record<string, { dependencies?: object, optionalDependencies?: object }> }} */
  const { packages } = JSON.parse(readFileSync(join(CLONE, 'package-lock.json'), 'utf8'));
  /** @type {Set<string>} */
  const found = new Set();
  /** @type {(name: string, from: string) => void} */
  const add = (name, from) => {
    const at = resolvePackage(packages, name, from);
    if (at === null || found.has(at) || !installed(at)) return;
    found.add(at);
    const { dependencies, optionalDependencies } = packages[at];
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies })) add(next, at);
  };
  for (const name of [...Object.keys(packages[''].dependencies ?? {}), ...TESTING]) add(name, '');
  return [...found].filter((at) => ![...found].some((other) => at.startsWith(`${other}/`)));
}

/**
 * As Node looks for it: beside the package that asks, then a folder up, and so on.
 *
 * @param {Readonly<Record<string, unknown>>} packages
 * @param {string} name
 * @param {string} from
 */
function resolvePackage(packages, name, from) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const path = `${at && `${at}/`}node_modules/${name}`;
    if (packages[path]) return path;
    if (at === '') return null;
  }
}

/** @param {string} path */
function installed(path) {
  try {
    readFileSync(join(CLONE, path, 'package.json'));
    return true;
  } catch {
    return false; // of another platform
  }
}

/**
 * Each file that is required, and the package.json above it, relative to `folder`.
 *
 * @param {string} folder
 */
function loadedFiles(folder) {
  const require = createRequire(join(folder, 'package.json'));
  // tfjs-node 4.22 calls what Node 23 took out of `util`.
  Object.assign(require('node:util'), {
    isNullOrUndefined: (/** @type {unknown} */ value) => value == null,
    isArray: Array.isArray,
  });
  require(join(folder, 'node_modules', '@tensorflow', 'tfjs-node'));
  const files = Object.keys(require.cache);
  const manifests = files.flatMap((file) => {
    const parts = relative(folder, dirname(file)).split('/');
    return parts.map((_, i) => join(...parts.slice(0, i + 1), 'package.json'));
  });
  const there = manifests.filter((path) => {
    try {
      return readFileSync(join(folder, path)).length > 0;
    } catch {
      return false;
    }
  });
  return [...new Set([...files.map((file) => relative(folder, file)), ...there])];
}
