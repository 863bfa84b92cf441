import type { BackendInfo } from '../../core/backend-info.js';
import { type Device, deviceText } from '../../core/devices/device.js';
import type { Backend } from '../../device/backend.js';
import { cacheDir } from '../../machine/cache-dir.js';
import type { ProcessPlace } from '../../sweep/runners/hosts/process-host.js';
import type { Pool } from '../../sweep/runners/pool.js';
import type { ProbeTask, Setting } from '../../worker/protocol/tasks.js';
import type { World } from '../world.js';

/**
 * A process for each device, which sees that one alone; `env`, what the user has set, stays. `exact`:
 * see `EnvironmentOptions`.
 */
export function placesOf(
  backend: Pick<Backend, 'gpus' | 'environment'>,
  devices: readonly Device[],
  env: World['env'],
  exact = true,
): readonly ProcessPlace[] {
  return devices.map((device) => {
    const needed = Object.entries(backend.environment(cacheDir(env), { device, exact }));
    const unset = needed.filter(([name]) => env[name] === undefined);
    const own = { ...Object.fromEntries(unset), ...backend.gpus?.only([device.id]) };
    return { name: deviceText(device), env: own };
  });
}

/**
 * Loads the backend in every worker of the pool at once, or in the first where they are threads, which
 * are alike; what each runs on, by its place.
 */
export async function probeAll(
  pool: Pool,
  setting: Setting,
  devices: readonly Device[],
): Promise<readonly BackendInfo[]> {
  const task = { ...setting, measure: false };
  if (devices.length <= 1) {
    const info = await pool.call('probe', task);
    return Array.from({ length: pool.size }, () => info);
  }
  const probed = await probeEach(pool, task);
  return probed.map((each, place) => {
    if (each.status === 'rejected') throw each.reason;
    return { ...each.value, deviceId: each.value.deviceId ?? devices[place]!.id };
  });
}

/** Probes every worker of the pool at once; how that ended, by its place. */
export async function probeEach(
  pool: Pool,
  task: ProbeTask,
): Promise<readonly PromiseSettledResult<BackendInfo>[]> {
  const ends: PromiseSettledResult<BackendInfo>[] = [];
  await Promise.all(
    Array.from({ length: pool.size }, async () => {
      let worker = 0;
      const begins = (place: number) => {
        worker = place;
      };
      const [end] = await Promise.allSettled([pool.call('probe', task, { begins })]);
      ends[worker] = end;
    }),
  );
  return ends;
}

/** What several workers run on, as one: `2 x NVIDIA H200`, and the memory of the least of them. */
export function togetherAs(infos: readonly BackendInfo[]): BackendInfo {
  const first = infos[0]!;
  if (new Set(infos.map(({ deviceId }) => deviceId)).size <= 1) return first;
  const counts = new Map<string, number>();
  for (const { device } of infos) counts.set(device, (counts.get(device) ?? 0) + 1);
  const memory = infos.flatMap(({ memoryBytes }) => memoryBytes ?? []);
  const { deviceId: _, ...rest } = first;
  return {
    ...rest,
    device: Array.from(counts, ([device, n]) => (n === 1 ? device : `${n} x ${device}`)).join(', '),
    memoryBytes: memory.length === 0 ? null : Math.min(...memory),
  };
}

/** What there is to say where the workers' devices differ; null: nothing. */
export function mixedText(infos: readonly BackendInfo[]): string | null {
  const kinds = [...new Set(infos.map(({ processor }) => processor))];
  if (kinds.length <= 1) return null;
  return `trials run on ${kinds.join(' and ')}: they compare, but not to the last digits; \`devices\` in the sweep file chooses GPUs of one kind`;
}
