import type { BackendInfo } from './backend-info.js';

/** What a trial was run by and on. */
export interface Provenance {
  /** This program's. */
  readonly version: string;
  readonly backend: string;
  readonly backendVersion: string;
  /** `NVIDIA H200 (GPU-…)`. */
  readonly device: string;
  /** Processor threads that one worker computes with. */
  readonly threads: number;
  /** False: it need not be repeated to the bit. Absent: it is. */
  readonly exact?: boolean;
  /** Trials of equal recipes and equal exactness have equal bits. */
  readonly exactness: string;
}

/** How a sweep goes on otherwise than it ran before, as a sentence; null: to the same bits. */
export function otherwiseText(was: Provenance, now: Provenance): string | null {
  if (was.exactness === now.exactness) return null;
  return `trials so far ran on ${ranOnText(was)}; from here on they run on ${ranOnText(now)}: numbers may differ in their last digits`;
}

/** The class of machines whose bits are equal, in words; null: the attempt is older than classes. */
export function ranOnText({ exactness }: Pick<Provenance, 'exactness'>): string | null {
  if (!exactness) return null;
  const [backend, version, processor, threads, ...rest] = exactness.split(' | ');
  if (threads === undefined) return exactness;
  return `${backend} ${version} (${[processor, `threads: ${threads}`, ...rest].join(', ')})`;
}

export function provenanceOf(info: BackendInfo, version: string): Provenance {
  const { backend, deviceId, threads, processor, exact = true } = info;
  const device = deviceId === undefined ? info.device : `${info.device} (${deviceId})`;
  return {
    version,
    backend,
    backendVersion: info.version,
    device,
    threads,
    ...(exact ? {} : { exact }),
    exactness: [backend, info.version, processor, threads, ...(exact ? [] : [NOT_EXACT])].join(
      ' | ',
    ),
  };
}

const NOT_EXACT = 'not exact';
