import type { BackendInfo } from './backend-info.js';

/** What a trial was run by and on. */
export interface Provenance {
  /** This program's. */
  readonly version: string;
  readonly backend: string;
  readonly backendVersion: string;
  readonly device: string;
  /** Processor threads that one worker computes with. */
  readonly threads: number;
  /** Trials of equal recipes and equal exactness have equal bits. */
  readonly exactness: string;
}

export function provenanceOf(info: BackendInfo, version: string): Provenance {
  const { backend, device, threads, processor } = info;
  return {
    version,
    backend,
    backendVersion: info.version,
    device,
    threads,
    exactness: [backend, info.version, processor, threads].join(' | '),
  };
}
