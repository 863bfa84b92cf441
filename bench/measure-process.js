import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const INTERVAL = 500;
const PAGE = 4096;

/**
 * Runs a command to its end. `onLine(line, {seconds, peakBytes})` gets each line of its output, with
 * the seconds since it was started.
 *
 * Resolves to `{stderr, peakBytes}`: the largest sum of the resident memory of the process and all
 * below it (pages they share count for each), null where there is no /proc. Rejects if it fails.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{
 *   env?: Readonly<Record<string, string>>,
 *   onLine: (line: string, at: { seconds: number, peakBytes: number | null }) => void,
 * }} options
 * @returns {Promise<{ stderr: string, peakBytes: number | null }>}
 */
export async function measureProcess(command, args, { env = {}, onLine }) {
  const started = performance.now();
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  /** @type {number | null} */
  let peakBytes = null;
  const look = () => {
    const now = child.pid === undefined ? null : treeBytes(child.pid);
    if (now !== null) peakBytes = Math.max(peakBytes ?? 0, now);
  };
  const timer = setInterval(look, INTERVAL);
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    look();
    onLine(line, { seconds: (performance.now() - started) / 1000, peakBytes });
  });
  try {
    const code = await new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => resolve(signal ?? code));
    });
    if (code === 0) return { stderr, peakBytes };
    throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${stderr.slice(-3000)}`);
  } finally {
    clearInterval(timer);
  }
}

/** @param {number} root */
function treeBytes(root) {
  try {
    /** @type {Map<number, number>} */
    const parents = new Map();
    for (const name of readdirSync('/proc')) {
      if (/^\d+$/.test(name)) parents.set(Number(name), parentOf(name));
    }
    /** @type {(pid: number | undefined) => boolean} */
    const isBelow = (pid) => pid !== undefined && (pid === root || isBelow(parents.get(pid)));
    return [...parents.keys()].filter(isBelow).reduce((sum, pid) => sum + residentBytes(pid), 0);
  } catch {
    return null;
  }
}

/**
 * A process may end between two looks: it then counts for nothing.
 *
 * @param {string} pid
 */
function parentOf(pid) {
  const stat = read(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
}

/** @param {number} pid */
function residentBytes(pid) {
  return PAGE * Number(read(`/proc/${pid}/statm`).split(' ')[1] ?? 0);
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
