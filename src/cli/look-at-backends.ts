import { rememberRate } from '../assets/known-rates.js';
import type { BackendInfo } from '../core/backend-info.js';
import { serializeError, ThawError } from '../core/errors.js';
import type { Backend } from '../device/backend.js';
import { backends } from '../device/backends/index.js';
import { createPool } from '../sweep/runners/pool.js';
import type { CliContext } from './context.js';
import { unlessInterrupted } from './interrupts.js';
import { NOTHING_BEGAN, setEnvironment } from './open-workers.js';

/** A backend as it fares on this machine. */
export interface BackendLook {
  readonly backend: string;
  readonly summary: string;
  /** It was loaded just now, and ran. */
  readonly usable: boolean;
  /** Why not, and what to do. */
  readonly why: string | null;
  readonly info: BackendInfo | null;
}

export interface LookOptions {
  readonly cacheDir: string;
  /** Also time a forward pass: some seconds each. */
  readonly measure: boolean;
  readonly signal: AbortSignal;
}

/** Loads each backend in a thread of its own, one after another, and measures it: plans use that. */
export async function lookAtBackends(
  context: Pick<CliContext, 'worker' | 'env'>,
  options: LookOptions,
): Promise<readonly BackendLook[]> {
  const looks: BackendLook[] = [];
  for (const backend of backends) looks.push(await lookAt(backend, context, options));
  return looks;
}

async function lookAt(
  backend: Backend,
  context: Pick<CliContext, 'worker' | 'env'>,
  { cacheDir, measure, signal }: LookOptions,
): Promise<BackendLook> {
  const { name, summary } = backend;
  const absent = (why: string) => ({ backend: name, summary, usable: false, why, info: null });
  const check = backend.check(cacheDir);
  if (!check.usable) return absent(check.why ?? 'not usable here');

  setEnvironment(backend, context.env);
  const pool = createPool({ worker: context.worker, threads: 1 });
  try {
    const probe = pool.call('probe', { cacheDir, backend: name, measure });
    const info = await unlessInterrupted(probe, signal, NOTHING_BEGAN);
    if (info.imagesPerSecond) rememberRate(cacheDir, name, info.imagesPerSecond);
    return { backend: name, summary, usable: true, why: null, info };
  } catch (error) {
    if (signal.aborted || !(error instanceof Error)) throw error;
    return absent(error instanceof ThawError ? error.message : serializeError(error).message);
  } finally {
    await pool.close();
  }
}
