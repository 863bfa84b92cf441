import { spawn } from 'node:child_process';
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../bin/thaw.js', import.meta.url));

/**
 * Starts the program in a process group of its own.
 *
 * @param {readonly string[]} args
 * @param {{ cwd: string, log: string }} options
 */
export function start(args, { cwd, log }) {
  const env = { ...process.env, THAW_SETUP: 'off', NO_COLOR: '1' };
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.on('data', (chunk) => appendFileSync(log, chunk));
  child.stderr.on('data', (chunk) => appendFileSync(log, chunk));
  /** @type {Promise<number | NodeJS.Signals | null>} */
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? signal));
  });
  return { pid: child.pid ?? 0, ended };
}

/**
 * Kills the whole group, as a machine that loses power does.
 *
 * @param {number} pid
 */
export function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}

/**
 * Processes whose command line holds a text: what a killed one left behind.
 *
 * @param {string} text
 */
export function processesNaming(text) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(text);
      } catch {
        return false;
      }
    });
}
