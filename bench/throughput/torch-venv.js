import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const REQUIREMENTS = ['torch==2.15.0', 'torchvision==0.29.2'];

/** A Python with PyTorch, from a virtual environment that is made on first use (several GB). */
export function torchPython() {
  const venv = fileURLToPath(new URL('../.venv', import.meta.url));
  const python = join(venv, 'bin', 'python');
  if (!existsSync(join(venv, 'ready'))) {
    console.error(`Installing ${REQUIREMENTS.join(' and ')} into ${venv} ...`);
    const run = (command, args) => execFileSync(command, args, { stdio: ['ignore', 2, 2] });
    run('python3', ['-m', 'venv', venv]);
    run(python, ['-m', 'pip', 'install', '--quiet', '--no-cache-dir', ...REQUIREMENTS]);
    run(python, ['-c', `import torchvision; open(${JSON.stringify(join(venv, 'ready'))}, "w")`]);
  }
  return python;
}
