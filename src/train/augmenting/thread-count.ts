import type { BackendInfo } from '../../core/backend-info.js';

/**
 * How many threads are to augment images beside one that trains: none on a processor, which is busy
 * with training as it is. `cores`: processor threads of the machine.
 */
export function augmentThreadCount(kind: BackendInfo['kind'], cores: number): number {
  return kind === 'gpu' ? Math.min(cores - 1, MOST) : 0;
}

const MOST = 8;
