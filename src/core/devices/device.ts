/** A GPU, or a part of one, that a process can have to itself. */
export interface Device {
  /** Its place among those that are visible, from 0: how sweep files name it. */
  readonly index: number;
  /** `GPU-…` or `MIG-…`: what it is called whatever else is visible. */
  readonly id: string;
  readonly name: string;
  /** Bytes of its memory, and how many of them are free now; null: not known. */
  readonly memoryBytes: number | null;
  readonly freeBytes: number | null;
  /** The driver's version. */
  readonly driver: string | null;
  /** `9.0`. Absent, null: not known. */
  readonly computeCapability?: string | null;
}

export interface DeviceList {
  readonly devices: readonly Device[];
  /** Why there are none; null: there are, or none is found to be there. */
  readonly why: string | null;
}

/** All that are visible, none, or those of these places or ids. */
export type DevicesWanted = 'auto' | 'none' | readonly (number | string)[];

/** `GPU 1 (NVIDIA H200)`. */
export function deviceText({ index, name }: Device): string {
  return `GPU ${index} (${name})`;
}
