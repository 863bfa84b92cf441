/** @import { Task } from './tasks.js' */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { tensorflow } from '#dist/device/backends/tensorflow.js';
import { cacheDir } from '#dist/machine/cache-dir.js';
import { torchPython } from '../torch-venv.js';

/** @param {string} name */
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
/** @typedef {[command: string, args: string[]]} Command */
/** @type {(...args: string[]) => Command} */
const thaw = (...args) => [process.execPath, [here('thaw-child.js'), ...args]];
/** @type {(...args: string[]) => Command} */
const torch = (...args) => [torchPython(), [here('torch-child.py'), ...args]];

/**
 * How each contender is started: one process, or several that work at once.
 *
 * @type {Readonly<Record<string, () => readonly Command[]>>}
 */
const COMMANDS = {
  wasm: () => [thaw('wasm')],
  'wasm-2': () => [thaw('wasm'), thaw('wasm')],
  tensorflow: () => [thaw('tensorflow')],
  torch: () => [torch()],
  // Frozen layers in half the bits: with `full` there are none.
  'tensorflow-bf16': () => [thaw('tensorflow', 'bf16')],
  'torch-bf16': () => [torch('bf16')],
};

/**
 * Starts the named contenders; each stays alive between its turns, idle. `measure` resolves to
 * images a second, summed over the contender's processes.
 *
 * @param {readonly string[]} names
 */
export async function openContenders(names) {
  const contenders = [];
  for (const name of names) {
    const commands = COMMANDS[name]?.();
    if (!commands) throw new Error(`No contender ${name}. Expected ${Object.keys(COMMANDS)}.`);
    const children = await Promise.all(commands.map(([cmd, args]) => openChild(cmd, args)));
    contenders.push({
      name,
      version: children[0]?.version ?? '',
      /** @param {Job} job */
      async measure(job) {
        const rates = await Promise.all(children.map((child) => child.ask(job)));
        return rates.reduce((sum, rate) => sum + rate);
      },
      close: () => {
        for (const child of children) child.close();
      },
    });
  }
  return contenders;
}

/**
 * What a child is asked for: the rate of a task at a side in pixels, measured for some seconds.
 *
 * @typedef {{ task: Task, size: number, seconds: number }} Job
 */

/**
 * A child that says its version on its first line, then answers each JSON line with one.
 *
 * @param {string} command
 * @param {readonly string[]} args
 */
async function openChild(command, args) {
  const env = { ...tensorflow.environment(cacheDir(process.env)), ...process.env };
  const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exited = once(child, 'exit').then(([code]) => {
    throw new Error(`${command} ${args.join(' ')} exited with ${code}`);
  });
  exited.catch(() => {}); // expected at the end; only a pending answer minds
  const answer = async () => {
    const { done, value } = await lines.next();
    return done ? exited : JSON.parse(value);
  };
  /** @type {{ version: string }} */
  const { version } = await answer();
  return {
    version,
    /**
     * @param {Job} job
     * @returns {Promise<number>}
     */
    async ask(job) {
      child.stdin.write(`${JSON.stringify(job)}\n`);
      return (await answer()).imagesPerSecond;
    },
    close: () => child.stdin.end(),
  };
}
