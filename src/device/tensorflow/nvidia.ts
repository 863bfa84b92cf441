import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export interface Gpu {
  readonly name: string;
  readonly memoryBytes: number;
}

/** Whether the driver of an NVIDIA GPU is here (under WSL 2 the GPU is a DirectX device). */
export function hasNvidiaGpu(): boolean {
  const { SystemRoot } = process.env;
  return SystemRoot
    ? existsSync(join(SystemRoot, 'System32', 'nvidia-smi.exe'))
    : existsSync('/dev/nvidiactl') || existsSync('/dev/dxg');
}

/** The GPU that tfjs-node computes on: the last of those visible. Null where none can be named. */
export function visibleGpu(): Gpu | null {
  try {
    const text = execFileSync(
      'nvidia-smi',
      ['--query-gpu=name,memory.total', '--format=csv,noheader,nounits'],
      { encoding: 'utf8', timeout: 10_000, stdio: ['ignore', 'pipe', 'ignore'] },
    );
    return pickGpu(text, process.env.CUDA_VISIBLE_DEVICES);
  } catch {
    return null;
  }
}

/**
 * The last visible GPU of nvidia-smi's list (one `name, MiB` a line, in index order). `visible` is
 * CUDA_VISIBLE_DEVICES; where it names devices by id, not index, the last listed is taken.
 */
export function pickGpu(list: string, visible: string | undefined): Gpu | null {
  const gpus = list
    .split('\n')
    .map((line) => /^(.*), *(\d+)\s*$/.exec(line))
    .filter((match) => match !== null)
    .map(([, name, mebibytes]) => ({
      name: name!.trim(),
      memoryBytes: Number(mebibytes) * 2 ** 20,
    }));
  const last = visible?.split(',').at(-1)?.trim();
  return (last && /^\d+$/.test(last) ? gpus[Number(last)] : undefined) ?? gpus.at(-1) ?? null;
}
