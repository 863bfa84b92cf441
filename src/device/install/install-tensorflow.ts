import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { formatDuration } from '../../core/words/format-duration.js';
import { withWorkFolder } from '../../machine/files/work-folder.js';
import { withLock } from '../../machine/lock.js';
import {
  BINDING_REVISION,
  BUILD,
  type BuildManifest,
  buildFolder,
  type CudaSource,
  TENSORFLOW_VERSION,
  TFJS_VERSION,
  type Variant,
} from '../tensorflow/layout.js';
import { checkRoom, sizeText } from './build-size.js';
import { compileBinding } from './compile-binding.js';
import { compileLog } from './compile-log.js';
import { type Cuda, planCuda } from './cuda/plan-cuda.js';
import { replaceCuda } from './cuda/replace-cuda.js';
import { findTools, type Tools } from './find-tools.js';
import { installPackages } from './install-packages.js';
import { isCutOff, otherInstalls, wheelFolder } from './other-installs.js';
import { unpackWheels } from './unpack-wheels.js';
import { type Pinned, tensorflowWheel } from './wheels.js';

export interface InstallOptions {
  readonly cacheDir: string;
  /** With CUDA, for NVIDIA GPUs on Linux. */
  readonly gpu: boolean;
  /** Where its libraries come from. Absent: as they did before, else from NVIDIA. */
  readonly cuda?: CudaSource | undefined;
  /** A line for a person, one per step. */
  readonly log: (line: string) => void;
  /** Ends what was started; wheels that are whole are kept for the next time. */
  readonly signal?: AbortSignal;
}

/**
 * Builds the backend `tensorflow` into the cache folder: TensorFlow's C library from its PyPI wheel,
 * tfjs-node from npm, and the binding between them compiled here. Needs Python's pip, npm and a C++
 * compiler. Instant when it is there already; a build cut off leaves nothing that counts, and the
 * next one goes on from the wheels that were fetched.
 *
 * @returns the folder of the build.
 * @throws {BackendError} a tool is missing or a step failed, and what to do.
 */
export async function installTensorflow(options: InstallOptions): Promise<string> {
  const { cacheDir, gpu, cuda: source = 'wheels', log } = options;
  const variant = gpu ? 'gpu' : 'cpu';
  const folder = buildFolder(cacheDir, variant);
  if (existsSync(join(folder, BUILD.manifest))) {
    await bringUpToDate(folder, variant, options);
    log(`TensorFlow ${TENSORFLOW_VERSION} (${variant}) is already installed: ${folder}`);
    return folder;
  }

  const started = performance.now();
  const tools = await findTools(variant);
  const cuda = gpu ? await planCuda(source, tools, log) : null;
  const wanted = [
    tensorflowWheel(variant, process.platform, process.arch),
    ...(cuda?.wheels ?? []),
  ];
  const wheels = wheelFolder(cacheDir);
  checkRoom(folder, wheels, wanted);
  log(sizeText(wheels, wanted));
  for (const { path } of otherInstalls(cacheDir).filter(isCutOff)) {
    if (path !== wheels) await rm(path, { recursive: true, force: true });
  }
  await withLock(`${folder}.lock`, () =>
    withWorkFolder(hiddenBeside(folder), async (work) => {
      if (existsSync(join(folder, BUILD.manifest))) return;
      await build(work, { tools, wheels, wanted, cuda }, options);
      await writeManifest(work, variant, source);
      // A folder there without its manifest is what an older, cut-off program left.
      await rm(folder, { recursive: true, force: true });
      await rename(work, folder);
      await rm(wheels, { recursive: true, force: true });
    }),
  );
  log(`Installed in ${rounded(performance.now() - started)}: ${folder}`);
  return folder;
}

interface BuildParts {
  readonly tools: Tools;
  readonly wheels: string;
  readonly wanted: readonly Pinned[];
  readonly cuda: Cuda | null;
}

async function build(
  work: string,
  { tools, wheels, wanted, cuda }: BuildParts,
  { log, signal }: InstallOptions,
): Promise<void> {
  const step = timed(log);
  await step(`Fetching TensorFlow ${TENSORFLOW_VERSION} from PyPI`, async () => {
    await unpackWheels(tools, wanted, { work, wheels, log, signal });
    await cuda?.provide(work);
  });
  await step(`Fetching tfjs-node ${TFJS_VERSION} from npm`, () => installPackages(work, signal));
  await step('Compiling the binding between them', () => compile(tools, work, signal));
}

async function compile(tools: Tools, at: string, signal: AbortSignal | undefined): Promise<void> {
  await compileLog(tools, at, signal);
  await compileBinding(tools, at, signal);
}

/** Compiles what an older version of this program did, and links CUDA anew where it is asked to. */
async function bringUpToDate(
  folder: string,
  variant: Variant,
  { cacheDir, cuda, log, signal }: InstallOptions,
): Promise<void> {
  const manifest = JSON.parse(
    await readFile(join(folder, BUILD.manifest), 'utf8'),
  ) as BuildManifest;
  const { binding = 1, cuda: source = 'wheels' } = manifest;
  const isOld = binding < BINDING_REVISION;
  // Those of this machine may have moved, or been renewed.
  const isOther = variant === 'gpu' && cuda !== undefined && (cuda !== source || cuda === 'system');
  if (!isOld && !isOther) return;

  const tools = await findTools(variant);
  const step = timed(log);
  if (isOld) await step('Compiling the binding again', () => compile(tools, folder, signal));
  if (isOther) {
    await step('Exchanging the libraries of CUDA', () =>
      withLock(`${folder}.lock`, () =>
        withWorkFolder(hiddenBeside(folder), (work) =>
          replaceCuda(folder, cuda, tools, {
            work,
            wheels: wheelFolder(cacheDir),
            log,
            signal,
          }),
        ),
      ),
    );
  }
  await writeManifest(folder, variant, isOther ? cuda : source);
}

async function writeManifest(at: string, variant: Variant, cuda: CudaSource): Promise<void> {
  const manifest: BuildManifest = {
    tfjs: TFJS_VERSION,
    tensorflow: TENSORFLOW_VERSION,
    variant,
    binding: BINDING_REVISION,
    ...(variant === 'gpu' ? { cuda } : {}),
  };
  await writeFile(join(at, BUILD.manifest), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** So that a build under way is not taken for one of other versions. */
function hiddenBeside(folder: string): string {
  return join(dirname(folder), `.${basename(folder)}`);
}

function timed(log: InstallOptions['log']) {
  return async (label: string, work: () => Promise<void>): Promise<void> => {
    log(`${label} ...`);
    const start = performance.now();
    await work();
    log(`  done in ${rounded(performance.now() - start)}`);
  };
}

function rounded(ms: number): string {
  return formatDuration(Math.ceil(ms / 1000) * 1000);
}
