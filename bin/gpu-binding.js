import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Lets tfjs-node-gpu fetch its CUDA library where an NVIDIA GPU is. npm leaves its install script
 * out (package.json, `allowScripts`), since one that fails would be tried again by every install;
 * here it is tried once for each copy of the package. Failing is no error: the backend `tensorflow`
 * can be built instead, and says how.
 */
export function fetchGpuBinding(root, log) {
  const folder = join(root, 'node_modules', '@tensorflow', 'tfjs-node-gpu');
  const tried = join(folder, '.thaw-tried');
  if (!hasNvidiaGpu() || !existsSync(folder) || existsSync(tried)) return;
  if (existsSync(join(folder, 'lib', 'napi-v8', 'tfjs_binding.node'))) return;

  log('Fetching the CUDA library of tfjs-node-gpu ...');
  const start = performance.now();
  const { status } = spawnSync(process.execPath, ['scripts/install.js', 'gpu', 'download'], {
    cwd: folder,
    stdio: 'ignore',
    env: {
      ...process.env,
      PATH: [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
    },
  });
  writeFileSync(tried, '');
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  log(
    status === 0
      ? `Fetched in ${seconds} s`
      : `Could not be fetched (${seconds} s); run "npx thaw backends install tensorflow --gpu" to build it`,
  );
}

/** As src/device/tensorflow/nvidia.ts, which is not built yet when this runs. */
function hasNvidiaGpu() {
  const { SystemRoot } = process.env;
  return SystemRoot
    ? existsSync(join(SystemRoot, 'System32', 'nvidia-smi.exe'))
    : existsSync('/dev/nvidiactl') || existsSync('/dev/dxg');
}
