import type { Device, DevicesWanted } from '../../core/devices/device.js';
import { BackendError } from '../../core/errors.js';
import type { Backend } from '../../device/backend.js';
import { backends } from '../../device/backends/index.js';
import { cacheDir } from '../../machine/cache-dir.js';
import type { World } from '../world.js';

/**
 * The GPUs that a backend is to compute on here, each for a worker of its own; none: it is left to
 * the backend what it computes on.
 *
 * @throws {BackendError} one that was named is not here; which there are.
 */
export function devicesFor(
  backend: Pick<Backend, 'name' | 'gpus'>,
  wanted: DevicesWanted,
  { env }: Pick<World, 'env'>,
): readonly Device[] {
  if (wanted === 'none') return [];
  const list = backend.gpus?.list(cacheDir(env));
  const devices = pretendedDevices(env.THAW_CHILDREN, list?.devices[0]) ?? list?.devices ?? [];
  if (wanted === 'auto') return devices;
  const chosen = wanted.map((name) => deviceCalled(name, devices));
  const missing = wanted.filter((_, place) => chosen[place] === undefined);
  if (missing.length > 0) {
    const why = list?.why ?? (backend.gpus ? null : 'it computes on the processor alone');
    throw new BackendError(missingText(backend.name, missing, devices, why));
  }
  return [...new Set(chosen.filter((device) => device !== undefined))];
}

/** Hides every GPU from this process, where none is wanted, before anything looks for one. */
export function hideGpus(wanted: DevicesWanted, { env }: Pick<World, 'env'>): void {
  if (wanted !== 'none') return;
  for (const { gpus } of backends) Object.assign(env, gpus?.only([]));
}

/** Ids may be cut short, as CUDA takes them. */
function deviceCalled(name: number | string, devices: readonly Device[]): Device | undefined {
  return typeof name === 'number'
    ? devices[name]
    : devices.find(({ id }) => id.toLowerCase().startsWith(name.toLowerCase()));
}

function missingText(
  backend: string,
  missing: readonly (number | string)[],
  devices: readonly Device[],
  why: string | null,
): readonly string[] {
  const none = `Devices ${missing.join(', ')}: there is no such GPU here for the backend ${backend}`;
  if (devices.length === 0) return [why === null ? `${none}.` : `${none}: ${why}.`];
  return [
    `${none}. There are:`,
    ...devices.map(({ index, id, name }) => `  ${index}  ${name}  ${id}`),
  ];
}

/**
 * For tests on machines without several GPUs: so many processes that stand for some. Each computes on
 * the one that there is, or on the processor.
 */
function pretendedDevices(
  count: string | undefined,
  real: Device | undefined,
): readonly Device[] | undefined {
  if (!count) return undefined;
  return Array.from({ length: Number(count) }, (_, index) => {
    const unknown = { memoryBytes: null, freeBytes: null, driver: null };
    const pretended = { id: `GPU-${index}-pretended`, name: 'pretended', ...unknown };
    return { ...(real ?? pretended), index };
  });
}
