#!/usr/bin/env node
// Brings a clone into working order: installs packages and builds, each only when something is
// missing or changed. Plain JavaScript on Node alone, since nothing is installed yet when it runs.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fetchGpuBinding } from './gpu-binding.js';
import { withSetupLock } from './setup-lock.js';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const INSTALL_STAMP = join('node_modules', '.thaw-installed.json');
const BUILD_STAMP = join('dist', '.thaw-built.json');

/**
 * Installs and builds what is missing or out of date. Says what it does through `log`, one line
 * each, with times; silent when there is nothing to do.
 *
 * @param {{ root?: string, log?: (line: string) => void }} [options]
 * @throws {SetupError} installing or building failed.
 */
export async function setUp({ root = ROOT, log = logToStderr } = {}) {
  if (isReady(root)) return;
  await withSetupLock(root, log, () => {
    const install = installNeeded(root);
    if (install) {
      timed(log, 'Installing packages', 'Installed', () => installPackages(root, install));
      fetchGpuBinding(root, log);
    }
    if (buildNeeded(root)) timed(log, 'Building', 'Built', () => build(root));
  });
}

/** A failure of the machine or the network, told in a sentence. */
export class SetupError extends Error {}

/** Whether packages and build are those of the files here. Reads some hundred small files. */
export function isReady(root = ROOT) {
  return installNeeded(root) === null && !buildNeeded(root);
}

/** `install`: packages are missing or not those of the lockfile; `rebuild`: another Node's. */
function installNeeded(root) {
  const stamp = readStamp(join(root, INSTALL_STAMP));
  if (stamp?.lock !== hashOf([join(root, 'package-lock.json')])) return 'install';
  return stamp.abi === abi() ? null : 'rebuild';
}

function buildNeeded(root) {
  return readStamp(join(root, BUILD_STAMP))?.sources !== sourcesHash(root);
}

function installPackages(root, what) {
  // --no-save: another npm than the one that wrote the lockfile must not rewrite it.
  const install = ['install', '--no-save', '--include=dev', '--loglevel=error'];
  npm(root, what === 'install' ? install : ['rebuild', '--loglevel=error']);
  writeStamp(join(root, INSTALL_STAMP), {
    lock: hashOf([join(root, 'package-lock.json')]),
    abi: abi(),
  });
}

function build(root) {
  // Taken before compiling: a file saved meanwhile makes the next run build again.
  const sources = sourcesHash(root);
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.json'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new SetupError('The build failed; the compiler says why above.');
  buildPages(root);
  writeStamp(join(root, BUILD_STAMP), { sources });
}

/** In a process of its own: the bundler was not there yet when this one began. */
function buildPages(root) {
  const script = join(root, 'bin', 'build-pages.js');
  const { status } = spawnSync(process.execPath, [script, root], { stdio: ['ignore', 2, 2] });
  if (status !== 0)
    throw new SetupError('The pages could not be built; the bundler says why above.');
}

/** As src/machine/children/npm-command.ts, which is not built yet when this runs. */
function npm(root, args) {
  const script = process.env.npm_execpath?.replace(/npx-cli(\.[cm]?js)$/, 'npm-cli$1');
  const options = { cwd: root, stdio: ['ignore', 2, 2], env: { ...process.env, ...headersHere() } };
  const { status, error } = /[\\/]npm-cli\.[cm]?js$/.test(script ?? '')
    ? spawnSync(process.execPath, [script, ...args], options)
    : process.platform === 'win32'
      ? // A .cmd file, which only a shell can start; no argument holds anything a shell would read.
        spawnSync(['npm', ...args].join(' '), { ...options, shell: true })
      : spawnSync('npm', args, options);
  if (error) throw new SetupError(`Could not start npm: ${error.message}`);
  if (status !== 0) {
    throw new SetupError(
      [
        `npm ${args[0]} failed; its own messages are above.`,
        'It needs to reach the npm registry and, where no prebuilt SQLite can be fetched,',
        'Python and a C++ compiler (Debian: build-essential, python3).',
      ].join('\n'),
    );
  }
}

/**
 * Where Node's own headers lie beside it, native packages build with these instead of fetching
 * them. npm 11 took over from 10 another name for the setting, and warns at the old one.
 */
function headersHere() {
  const prefix = dirname(dirname(realpathSync(process.execPath)));
  const header = join(prefix, 'include', 'node', 'node_version.h');
  if (!existsSync(header)) return {};
  const [major, minor] = process.versions.node.split('.');
  const text = readFileSync(header, 'utf8');
  const same =
    new RegExp(`NODE_MAJOR_VERSION ${major}\\b`).test(text) &&
    new RegExp(`NODE_MINOR_VERSION ${minor}\\b`).test(text);
  if (!same) return {};
  const npmMajor = Number(/npm\/(\d+)/.exec(process.env.npm_config_user_agent ?? '')?.[1] ?? 0);
  return {
    npm_package_config_node_gyp_nodedir: prefix,
    ...(npmMajor >= 11 ? {} : { npm_config_nodedir: prefix }),
  };
}

function sourcesHash(root) {
  const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
  return hashOf([join(root, 'tsconfig.json'), ...sources]);
}

/** Of names and contents: a checkout touches every file's time without changing it. */
function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(`${file}\0`);
    hash.update(readFileSync(file));
  }
  return hash.digest('hex');
}

function abi() {
  return `${process.platform}-${process.arch}-${process.versions.modules}`;
}

function readStamp(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

function writeStamp(file, stamp) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(stamp)}\n`);
}

function timed(log, doing, done, work) {
  log(`${doing} ...`);
  const start = performance.now();
  work();
  log(`${done} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

function logToStderr(line) {
  process.stderr.write(`${line}\n`);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    await setUp();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    logToStderr(error.message);
    process.exitCode = 3;
  }
}
