/**
 * @import { Params } from '#dist/core/space.js'
 * @import { OpenedSweep, PieceResult } from './types.js'
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measureProcess } from '../measure-process.js';

const BIN = fileURLToPath(new URL('../../bin/thaw.js', import.meta.url));
// The packages are there and built: no look at them within the measured time.
const ENV = { THAW_SETUP: 'off' };

/**
 * One run of `thaw run`, from its start to the leaderboard. A trial's seconds are those that it
 * reports itself.
 *
 * @param {OpenedSweep} sweep
 * @param {{ backend: string, workers: string, sharing: boolean }} options
 * @returns {Promise<PieceResult & { notes: string[] }>}
 */
export async function runThaw(sweep, { backend, workers, sharing }) {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-bench-'));
  const args = [BIN, 'run', sweep.file, '--db', join(folder, 'thaw.sqlite'), '--format', 'json'];
  args.push('--backend', backend, '--workers', workers, ...sweep.args);
  if (!sharing && knowsSharing()) args.push('--no-sharing');
  let seconds = 0;
  /** @type {string[]} */
  const lines = [];
  try {
    const { stderr, peakBytes } = await measureProcess(process.execPath, args, {
      env: ENV,
      onLine(line, at) {
        if (lines.length === 0) seconds = at.seconds;
        lines.push(line);
      },
    });
    /** @type {{ rows: readonly Row[] }} */
    const { rows } = JSON.parse(lines.join('\n'));
    return {
      version: /^Backend: (.*)$/m.exec(stderr)?.[1] ?? backend,
      seconds,
      peakBytes,
      bestAccuracy: rows[0]?.value ?? Number.NaN,
      trials: rows.map(({ params, value, seconds, state }) => ({
        params,
        state,
        accuracy: value,
        seconds,
      })),
      notes: stderr
        .split('\n')
        .filter((line) => /^(Times|Sharing|Shared|Saved|Note|Compiled|Programs)\b/i.test(line)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * What is read here of a row of `thaw run --format json`.
 *
 * @typedef {{ params: Params, value: number, seconds: number, state: string }} Row
 */

/** @type {boolean | undefined} */
let known;

/** Whether this build can be told to train each trial alone. */
function knowsSharing() {
  known ??= /--(no-)?sharing\b/.test(
    execFileSync(process.execPath, [BIN, 'run', '--help'], {
      encoding: 'utf8',
      env: { ...process.env, ...ENV },
    }),
  );
  return known;
}
