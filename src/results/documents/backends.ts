import type { BackendInfo } from '../../core/backend-info.js';
import type { Precision } from '../../core/recipe.js';

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

/** `thaw backends --format json`. What is not known is null. */
export interface BackendsDocument {
  /** In the order in which `auto` prefers them. */
  readonly backends: readonly BackendEntry[];
}

export interface BackendEntry {
  readonly backend: string;
  readonly usable: boolean;
  /** Why it is not usable, and what to do. */
  readonly why: string | null;
  readonly device: string | null;
  readonly kind: 'gpu' | 'cpu' | null;
  readonly memory_bytes: number | null;
  readonly version: string | null;
  /** What frozen layers can compute with here. */
  readonly precisions: readonly Precision[] | null;
  /** A forward pass at 64 px on one worker. */
  readonly images_per_second: number | null;
  readonly summary: string;
}

export function backendsDocument(looks: readonly BackendLook[]): BackendsDocument {
  return {
    backends: looks.map(({ backend, usable, why, info, summary }) => ({
      backend,
      usable,
      why,
      device: info?.device ?? null,
      kind: info?.kind ?? null,
      memory_bytes: info?.memoryBytes ?? null,
      version: info?.version ?? null,
      precisions: info?.precisions ?? null,
      images_per_second: info?.imagesPerSecond ?? null,
      summary,
    })),
  };
}
