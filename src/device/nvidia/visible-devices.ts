import type { Device } from '../../core/devices/device.js';
import type { Gpu, GpuPart } from './parse-list.js';

/**
 * The devices that CUDA lets a process see, as `visible` (CUDA_VISIBLE_DEVICES) says: places or ids,
 * which may be cut short, up to the first that there is not. Places count as nvidia-smi does. Of a
 * divided GPU its parts are there in its stead.
 */
export function visibleDevices(
  gpus: readonly Gpu[],
  parts: readonly GpuPart[],
  visible: string | undefined,
): readonly Device[] {
  const all = gpus.map((gpu) => devicesOf(gpu, parts));
  if (visible === undefined) return numbered(all.flat());
  const chosen = new Map<string, Unnumbered>();
  for (const token of visible.split(',').map((each) => each.trim())) {
    const device = deviceCalled(token, all);
    if (!device) break;
    chosen.set(device.id, device);
  }
  return numbered([...chosen.values()]);
}

/** Whether CUDA_VISIBLE_DEVICES hides every GPU. */
export function hidesAll(visible: string | undefined): boolean {
  return visible !== undefined && /^\s*(-\d+.*)?$/.test(visible);
}

type Unnumbered = Omit<Device, 'index'>;

function devicesOf(gpu: Gpu, parts: readonly GpuPart[]): readonly Unnumbered[] {
  const { uuid, name, memoryBytes, freeBytes, driver, computeCapability } = gpu;
  if (!gpu.divided) return [{ id: uuid, name, memoryBytes, freeBytes, driver, computeCapability }];
  return parts
    .filter(({ of }) => of === uuid)
    .map((part) => ({
      id: part.uuid,
      name: `${name} MIG ${part.profile}`,
      memoryBytes: profileBytes(part.profile),
      freeBytes: null,
      driver,
      computeCapability,
    }));
}

/** A place names a divided GPU's first part, as CUDA takes it. */
function deviceCalled(
  token: string,
  all: readonly (readonly Unnumbered[])[],
): Unnumbered | undefined {
  if (/^\d+$/.test(token)) return all[Number(token)]?.[0];
  if (!/^(GPU|MIG)-/.test(token)) return undefined;
  return all.flat().find(({ id }) => id.startsWith(token));
}

function numbered(devices: readonly Unnumbered[]): readonly Device[] {
  return devices.map((device, index) => ({ index, ...device }));
}

/** `3g.20gb`: nvidia-smi says no more of a part in a list. */
function profileBytes(profile: string): number | null {
  const gigabytes = /\.(\d+)gb/.exec(profile)?.[1];
  return gigabytes === undefined ? null : Number(gigabytes) * 1e9;
}
