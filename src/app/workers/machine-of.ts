import type { Device } from '../../core/devices/device.js';
import { availableBytes } from '../../machine/available-bytes.js';
import type { World } from '../world.js';

/** What workers share. */
export interface Machine {
  readonly cores: number;
  readonly freeBytes: number;
  /** GPUs, each for one worker in a process of its own; 0: none are told apart. */
  readonly devices: number;
  /** Bytes free on the fullest of them; null: not known, or none. */
  readonly deviceBytes: number | null;
}

export function machineOf({ cores }: Pick<World, 'cores'>, devices: readonly Device[]): Machine {
  const free = devices.flatMap(({ freeBytes, memoryBytes }) => freeBytes ?? memoryBytes ?? []);
  return {
    ...{ cores, freeBytes: availableBytes(), devices: devices.length },
    deviceBytes: free.length > 0 ? Math.min(...free) : null,
  };
}
