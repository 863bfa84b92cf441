import type { BackendInfo } from '../../core/backend-info.js';
import type { Device } from '../../core/devices/device.js';
import type { Precision } from '../../core/recipe.js';

/** All backends, on each device that they have here. */
export interface BackendsLook {
  readonly looks: readonly BackendLook[];
  /** What it took to time them; null: they were not. */
  readonly seconds: number | null;
}

/** A backend as it fares on this machine, or on one of its GPUs. */
export interface BackendLook {
  readonly backend: string;
  readonly summary: string;
  /** It was loaded just now, and ran. */
  readonly usable: boolean;
  /** Why not, and what to do. */
  readonly why: string | null;
  readonly info: BackendInfo | null;
  /** Null: none that can be told apart. */
  readonly gpu: Device | null;
}

/** `thaw backends --format json`. What is not known is null. */
export interface BackendsDocument {
  /** In the order in which `auto` prefers them; one for each GPU of a backend. */
  readonly backends: readonly BackendEntry[];
}

export interface BackendEntry {
  readonly backend: string;
  readonly usable: boolean;
  /** Why it is not usable, and what to do. */
  readonly why: string | null;
  readonly device: string | null;
  /** The GPU as `devices` of a sweep file may name it: its place, and its id. */
  readonly device_index: number | null;
  readonly device_id: string | null;
  readonly kind: 'gpu' | 'cpu' | null;
  readonly memory_bytes: number | null;
  readonly free_memory_bytes: number | null;
  readonly version: string | null;
  /** Of a GPU: its driver's version, and those of the libraries that were loaded for it. */
  readonly driver: string | null;
  readonly cuda: string | null;
  readonly cudnn: string | null;
  /** What frozen layers can compute with here. */
  readonly precisions: readonly Precision[] | null;
  /** A forward pass of ResNet50 at 64 px on one worker. */
  readonly images_per_second: number | null;
  /** The same at 224 px, and training with all layers. */
  readonly images_per_second_224: number | null;
  readonly training_images_per_second: number | null;
  readonly training_images_per_second_224: number | null;
  readonly summary: string;
}

export function backendsDocument({ looks }: BackendsLook): BackendsDocument {
  return { backends: looks.map(entryOf) };
}

function entryOf({ backend, usable, why, info, gpu, summary }: BackendLook): BackendEntry {
  const at = (size: number) => info?.rates?.find((rate) => rate.size === size);
  return {
    backend,
    usable,
    why,
    device: info?.device ?? gpu?.name ?? null,
    device_index: gpu?.index ?? null,
    device_id: gpu?.id ?? null,
    kind: info?.kind ?? null,
    memory_bytes: gpu?.memoryBytes ?? info?.memoryBytes ?? null,
    free_memory_bytes: gpu?.freeBytes ?? null,
    version: info?.version ?? null,
    driver: gpu?.driver ?? null,
    cuda: info?.libraries?.cuda ?? null,
    cudnn: info?.libraries?.cudnn ?? null,
    precisions: info?.precisions ?? null,
    images_per_second: info?.imagesPerSecond ?? null,
    images_per_second_224: at(224)?.forward ?? null,
    training_images_per_second: at(64)?.training ?? null,
    training_images_per_second_224: at(224)?.training ?? null,
    summary,
  };
}
