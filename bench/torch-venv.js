import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const REQUIREMENTS = [
  'torch==2.15.0',
  'torchvision==0.29.2',
  'safetensors==0.8.0',
  'optuna==5.0.0',
  'ray[tune]==2.60.0',
];

/**
 * A Python with PyTorch and the peers, from a virtual environment that is made on first use (several
 * GB). What was installed is kept in its file `ready`: a changed list is installed anew.
 */
export function torchPython() {
  const venv = fileURLToPath(new URL('.venv', import.meta.url));
  const python = join(venv, 'bin', 'python');
  const ready = join(venv, 'ready');
  const wanted = `${REQUIREMENTS.join('\n')}\n`;
  if (!existsSync(ready) || readFileSync(ready, 'utf8') !== wanted) {
    console.error(`Installing ${REQUIREMENTS.join(', ')} into ${venv} ...`);
    /** @type {(command: string, args: readonly string[]) => unknown} */
    const run = (command, args) => execFileSync(command, args, { stdio: ['ignore', 2, 2] });
    if (!existsSync(python)) run('python3', ['-m', 'venv', venv]);
    run(python, ['-m', 'pip', 'install', '--quiet', '--no-cache-dir', ...REQUIREMENTS]);
    run(python, ['-c', 'import torchvision, safetensors, optuna, ray.tune']);
    writeFileSync(ready, wanted);
  }
  return python;
}
