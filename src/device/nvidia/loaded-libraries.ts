import { readdirSync, readFileSync } from 'node:fs';
import type { GpuLibraries } from '../../core/backend-info.js';
import { libraryVersions } from './library-versions.js';

/** What this process has loaded of NVIDIA's libraries by now; not known but on Linux. */
export function loadedLibraries(): GpuLibraries {
  try {
    return libraryVersions(readFileSync('/proc/self/maps', 'utf8'), namesIn);
  } catch {
    return { cuda: null, cudnn: null };
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
