import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { DeviceList } from '../../core/devices/device.js';
import { FIELDS, type Gpu, type GpuPart, parseGpus, parseParts } from './parse-list.js';
import { visibleDevices } from './visible-devices.js';

/**
 * The NVIDIA GPUs that this process may see, by the driver's own tool. It takes up to some seconds and
 * is asked once; what it said of free memory is of that moment.
 */
export function askNvidiaSmi(): DeviceList {
  listed ??= list();
  const { gpus, parts, why } = listed;
  return { devices: visibleDevices(gpus, parts, process.env.CUDA_VISIBLE_DEVICES), why };
}

interface Listed {
  readonly gpus: readonly Gpu[];
  readonly parts: readonly GpuPart[];
  readonly why: string | null;
}

let listed: Listed | undefined;

function list(): Listed {
  const answer = query(FIELDS);
  const gpus = parseGpus(answer.text);
  const parts = gpus.some(({ divided }) => divided) ? parseParts(run(['-L']).text) : [];
  return { gpus, parts, why: gpus.length === 0 ? answer.failed : null };
}

/** Asks for less where the driver is too old to know the last fields. */
function query(fields: readonly string[]): Answer {
  const answer = run([`--query-gpu=${fields.join(',')}`, '--format=csv,noheader,nounits']);
  const isTooNew = answer.failed?.includes('not a valid field') && fields.length > 1;
  return isTooNew ? query(fields.slice(0, -1)) : answer;
}

interface Answer {
  readonly text: string;
  readonly failed: string | null;
}

/** Under WSL 2 the tool lies beside the driver, which is not always on the path. */
const WSL = '/usr/lib/wsl/lib/nvidia-smi';

function run(args: readonly string[]): Answer {
  const command = existsSync(WSL) ? WSL : 'nvidia-smi';
  const { stdout, status, error } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: 10_000,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (error) return { text: '', failed: `nvidia-smi does not run: ${error.message}` };
  // It says its errors on standard output.
  const said = stdout.trim().split('\n')[0] || `exit code ${status}`;
  return { text: stdout, failed: status === 0 ? null : `nvidia-smi says: ${said}` };
}
