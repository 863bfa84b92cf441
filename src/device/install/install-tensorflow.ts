import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { BackendError } from '../../core/errors.js';
import { freeDisk } from '../../machine/files/free-disk.js';
import { withWorkFolder } from '../../machine/files/work-folder.js';
import { withLock } from '../../machine/lock.js';
import {
  BINDING_REVISION,
  BUILD,
  type BuildManifest,
  buildFolder,
  TENSORFLOW_VERSION,
  TFJS_VERSION,
  type Variant,
} from '../tensorflow/layout.js';
import { compileBinding } from './compile-binding.js';
import { compileLog } from './compile-log.js';
import { findTools, type Tools } from './find-tools.js';
import { installPackages } from './install-packages.js';
import { isCutOff, otherInstalls } from './other-installs.js';
import { unpackWheels } from './unpack-wheels.js';
import { ROOM_BYTES } from './wheels.js';

export interface InstallOptions {
  readonly cacheDir: string;
  /** With CUDA 12 libraries (several gigabytes), for NVIDIA GPUs on Linux. */
  readonly gpu: boolean;
  /** A line for a person, one per step. */
  readonly log: (line: string) => void;
  /** Ends what was started, and leaves nothing behind. */
  readonly signal?: AbortSignal;
}

/**
 * Builds the backend `tensorflow` into the cache folder: TensorFlow's C library from its PyPI wheel,
 * tfjs-node from npm, and the binding between them compiled here. Needs Python's pip, npm and a C++
 * compiler. Instant when it is there already; a build cut off leaves nothing that counts.
 *
 * @returns the folder of the build.
 * @throws {BackendError} a tool is missing or a step failed, and what to do.
 */
export async function installTensorflow(options: InstallOptions): Promise<string> {
  const { cacheDir, gpu, log, signal } = options;
  const variant = gpu ? 'gpu' : 'cpu';
  const folder = buildFolder(cacheDir, variant);
  const step = timed(log);
  const manifest: BuildManifest = {
    tfjs: TFJS_VERSION,
    tensorflow: TENSORFLOW_VERSION,
    variant,
    binding: BINDING_REVISION,
  };
  const compile = async (tools: Tools, at: string) => {
    await compileLog(tools, at, signal);
    await compileBinding(tools, at, signal);
  };
  const says = (at: string) =>
    writeFile(join(at, BUILD.manifest), `${JSON.stringify(manifest, null, 2)}\n`);

  if (existsSync(join(folder, BUILD.manifest))) {
    const { binding = 1 } = await readManifest(folder);
    if (binding < BINDING_REVISION) {
      const tools = await findTools(variant);
      await step('Compiling the binding again', () => compile(tools, folder));
      await says(folder);
    }
    log(`TensorFlow ${TENSORFLOW_VERSION} (${variant}) is already installed: ${folder}`);
    return folder;
  }

  const tools = await findTools(variant);
  checkRoom(folder, variant);
  for (const { path } of otherInstalls(cacheDir).filter(isCutOff)) {
    await rm(path, { recursive: true, force: true });
  }
  // Hidden, so that a build under way is not taken for one of other versions.
  const hidden = join(dirname(folder), `.${basename(folder)}`);
  await withLock(`${folder}.lock`, () =>
    withWorkFolder(hidden, async (work) => {
      if (existsSync(join(folder, BUILD.manifest))) return;
      await step(`Fetching TensorFlow ${TENSORFLOW_VERSION} (${variant}) from PyPI`, () =>
        unpackWheels(tools, variant, { work, log, signal }),
      );
      await step(`Fetching tfjs-node ${TFJS_VERSION} from npm`, () =>
        installPackages(work, signal),
      );
      await step('Compiling the binding between them', () => compile(tools, work));
      await says(work);
      // A folder there without its manifest is what an older, cut-off program left.
      await rm(folder, { recursive: true, force: true });
      await rename(work, folder);
    }),
  );
  log(`Installed: ${folder}`);
  return folder;
}

/** @throws {BackendError} the disk has too little room, before anything is fetched. */
function checkRoom(folder: string, variant: Variant): void {
  const free = freeDisk(folder);
  const needed = ROOM_BYTES[variant];
  if (free === null || free >= needed) return;
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  throw new BackendError(
    `backend tensorflow: expected at least ${gigabytes(needed)} of free disk in ${dirname(folder)}, which has ${gigabytes(free)}. Free some space, or set THAW_CACHE to a folder that has more.`,
  );
}

async function readManifest(folder: string): Promise<BuildManifest> {
  return JSON.parse(await readFile(join(folder, BUILD.manifest), 'utf8')) as BuildManifest;
}

function timed(log: InstallOptions['log']) {
  return async (label: string, work: () => Promise<void>): Promise<void> => {
    log(`${label} ...`);
    const start = performance.now();
    await work();
    log(`  done in ${((performance.now() - start) / 1000).toFixed(0)} s`);
  };
}
