import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';

/**
 * @typedef {ReturnType<typeof keepRunning>} Kept
 */

/**
 * A process that is started again whenever it ends, as systemd or Kubernetes would, until it is to
 * stay away.
 *
 * @param {{ args: readonly string[], log: string, env?: Record<string, string | undefined>, cwd: string }} options
 */
export function keepRunning({ args, log, env = {}, cwd }) {
  const out = createWriteStream(log, { flags: 'a' });
  /** @type {import('node:child_process').ChildProcess | null} */
  let child = null;
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  let isOver = false;
  let isHalted = false;
  let restartMs = 500;
  /** @type {() => void} */
  let gone = () => undefined;

  function start() {
    if (isOver) return;
    out.write(`--- started ${new Date().toISOString()}\n`);
    child = spawn(process.execPath, [...args], {
      cwd,
      env: { ...process.env, THAW_SETUP: 'off', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout?.pipe(out, { end: false });
    child.stderr?.pipe(out, { end: false });
    child.on('close', (code, signal) => {
      out.write(`--- ended ${new Date().toISOString()}: ${signal ?? code}\n`);
      child = null;
      gone();
      if (!isOver) timer = setTimeout(start, restartMs);
    });
  }

  /** @param {NodeJS.Signals} signal */
  function send(signal) {
    if (child?.pid === undefined) return;
    try {
      process.kill(child.pid, signal);
    } catch {
      // It ended meanwhile.
    }
  }

  start();
  return {
    get pid() {
      return child?.pid ?? null;
    },
    get isUp() {
      return child !== null && !isHalted;
    },
    /**
     * @param {'SIGKILL' | 'SIGTERM'} signal
     * @param {number} awayMs until it is started again
     */
    kill(signal, awayMs) {
      restartMs = awayMs;
      send(signal);
      if (isHalted) send('SIGCONT');
      isHalted = false;
    },
    halt() {
      isHalted = true;
      send('SIGSTOP');
    },
    goOn() {
      isHalted = false;
      send('SIGCONT');
    },
    /** Ends it for good; resolves once it is gone. */
    async end(/** @type {'SIGKILL' | 'SIGTERM'} */ signal = 'SIGKILL') {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      if (child) {
        const ended = new Promise((resolve) => {
          gone = () => resolve(null);
        });
        send('SIGCONT');
        send(signal);
        const late = setTimeout(() => send('SIGKILL'), 5000);
        await ended;
        clearTimeout(late);
      }
      await new Promise((resolve) => out.end(() => resolve(null)));
    },
  };
}
