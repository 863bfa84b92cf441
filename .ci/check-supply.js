#!/usr/bin/env node
// What comes with `npm ci`, from package-lock.json: licenses that this program may be passed on with,
// no package without a hash, no install script that nobody allowed; then `npm audit`, where the
// registry answers it.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const CLONE = fileURLToPath(new URL('..', import.meta.url));

/** Ask for a notice at most. */
const ALLOWED = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
]);

/**
 * Licenses that ask for more, and why they are all right here.
 *
 * @type {readonly { license: string, name: RegExp, why: string, devOnly?: boolean }[]}
 */
const EXCEPTIONS = [
  {
    license: 'LGPL-3.0-or-later',
    name: /^@img\/sharp-/,
    why: 'libvips, as sharp ships it: a shared library of its own, loaded as it is, which anyone may replace',
  },
  {
    license: 'MPL-2.0',
    name: /^(?:lightningcss|axe-core)/,
    devOnly: true,
    why: 'tools of the tests: not part of what is installed, nor changed',
  },
];

/**
 * Packages that only this one brings, and whose code never runs: advisories about them are told, and
 * fail nothing.
 */
const UNUSED = {
  name: '@tensorflow/tfjs-node-gpu',
  why: 'its installer, which `allowScripts` keeps from running; of the package itself only a binding that a user built is loaded',
};

/** @type {{ packages: Record<string, Package> }} */
const lock = JSON.parse(readFileSync(`${CLONE}package-lock.json`, 'utf8'));
/** @type {{ allowScripts: Record<string, boolean> }} */
const { allowScripts } = JSON.parse(readFileSync(`${CLONE}package.json`, 'utf8'));

/**
 * @typedef {{
 *   license?: string, integrity?: string, link?: boolean, dev?: boolean, hasInstallScript?: boolean,
 *   dependencies?: Record<string, string>, optionalDependencies?: Record<string, string>,
 * }} Package
 */

const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
const mistakes = packages.flatMap(([path, entry]) => [
  ...licenseMistakes(nameOf(path), entry),
  ...(entry.integrity || entry.link ? [] : [`${path} has no hash in package-lock.json`]),
  ...(entry.hasInstallScript && !(nameOf(path) in allowScripts)
    ? [`${path} has an install script: decide on it under allowScripts in package.json`]
    : []),
]);
const audited = audit();
for (const line of [...mistakes, ...audited.mistakes]) console.error(`supply: ${line}`);
const licenses = new Set(packages.map(([, { license }]) => license)).size;
console.log(
  `supply: ${packages.length} packages, ${licenses} licenses or sums of them, all with hashes; npm audit: ${audited.said}`,
);
process.exitCode = mistakes.length + audited.mistakes.length > 0 ? 1 : 0;

/**
 * @param {string} name
 * @param {Package} entry
 */
function licenseMistakes(name, { license, dev }) {
  if (license === undefined) return [`${name} names no license`];
  // SPDX: `(A OR B) AND C`. One of each OR must do.
  const parts = license.replace(/[()]/g, '').split(' AND ');
  return parts
    .filter(
      (part) =>
        !part.split(' OR ').some((each) => ALLOWED.has(each) || isExcepted(each, name, dev)),
    )
    .map(
      (part) =>
        `${name} is under ${part}, which is neither allowed nor excepted in .ci/check-supply.js`,
    );
}

/**
 * @param {string} license
 * @param {string} name
 * @param {boolean | undefined} dev
 */
function isExcepted(license, name, dev) {
  return EXCEPTIONS.some((each) => {
    const isFit = each.devOnly !== true || dev === true;
    return each.license === license && each.name.test(name) && isFit;
  });
}

/** @returns {{ said: string, mistakes: readonly string[] }} */
function audit() {
  const args = ['audit', '--json', '--fetch-retries=0', '--fetch-timeout=20000'];
  const { stdout } = spawnSync('npm', args, {
    cwd: CLONE,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  /** @type {Record<string, { severity: string }> | undefined} */
  let found;
  try {
    found = JSON.parse(stdout).vulnerabilities;
  } catch {}
  if (found === undefined)
    return { said: 'NOT ANSWERED by this registry: nothing is known', mistakes: [] };
  const used = reachable();
  const grave = Object.entries(found).filter(([, { severity }]) => /high|critical/.test(severity));
  const mistakes = grave
    .filter(([name]) => used.has(name))
    .map(
      ([name, { severity }]) =>
        `npm audit: ${name} has an advisory (${severity}): \`npm audit\` says more`,
    );
  const told = Object.keys(found).length;
  const excused = grave.length - mistakes.length;
  return {
    said: `${told} with advisories, ${excused} of them grave but unused (${UNUSED.why})`,
    mistakes,
  };
}

/** Names of all packages that are reached without the unused one. */
function reachable() {
  /** @type {Set<string>} */
  const names = new Set();
  /** @type {(name: string) => void} */
  const visit = (name) => {
    if (names.has(name) || name === UNUSED.name) return;
    names.add(name);
    // Every copy of a package, wherever it lies: a little too many rather than too few.
    for (const [path, { dependencies, optionalDependencies }] of packages) {
      if (nameOf(path) !== name) continue;
      for (const each of Object.keys({ ...dependencies, ...optionalDependencies })) visit(each);
    }
  };
  const { dependencies, optionalDependencies, devDependencies } = /** @type {any} */ (
    lock.packages['']
  );
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...devDependencies }))
    visit(name);
  return names;
}

/** @param {string} path `node_modules/a/node_modules/@b/c` */
function nameOf(path) {
  return path.split('node_modules/').at(-1) ?? path;
}
