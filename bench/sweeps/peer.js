/**
 * @import { SweepSpec } from '#dist/core/sweep.js'
 * @import { Part, PieceResult } from './types.js'
 */

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measureProcess } from '../measure-process.js';
import { torchPython } from '../torch-venv.js';
import { costs, firstRecipe } from './files.js';
import { inputsFor } from './inputs.js';

/**
 * One run of a Python contender, from its start to the leaderboard; goes on where an earlier run of
 * the same `id` was cut off. `earlier` holds what that one told, `onPart` takes what is to be kept.
 *
 * @param {string} script
 * @param {{
 *   id: string,
 *   spec: SweepSpec,
 *   threads: number,
 *   lanes: number,
 *   earlier: readonly Part[],
 *   onPart: (part: Part) => void,
 * }} options
 * @returns {Promise<PieceResult & { sessions: number }>}
 */
export async function runPeer(script, { id, spec, threads, lanes, earlier, onPart }) {
  const storage = fileURLToPath(new URL(`../.work/peers/${id}`, import.meta.url));
  if (earlier.length === 0) rmSync(storage, { recursive: true, force: true });
  mkdirSync(storage, { recursive: true });
  const job = join(storage, 'job.json');
  writeFileSync(job, JSON.stringify(await jobOf(spec, { storage, threads, lanes })));

  const session = (earlier.at(-1)?.session ?? -1) + 1;
  const parts = [...earlier];
  /** @type {Leaderboard | undefined} */
  let leaderboard;
  const { peakBytes } = await measureProcess(torchPython(), [pathOf(script), job], {
    onLine(line, at) {
      if (!line.startsWith('{"event"')) return;
      const { event, ...said } = JSON.parse(line);
      if (event === 'leaderboard') {
        leaderboard = { ...said, seconds: at.seconds };
        return;
      }
      const part = { session, elapsed: at.seconds, peakBytes: at.peakBytes, trial: said };
      parts.push(part);
      onPart(part);
    },
  });
  rmSync(storage, { recursive: true, force: true });
  if (!leaderboard) throw new Error(`${id}: ${script} told no leaderboard`);
  const result = summary(leaderboard, parts, session, peakBytes);
  const expected = costs(spec).reduce((sum, { trials }) => sum + trials, 0);
  if (result.trials.length === expected) return result;
  throw new Error(
    `${id}: ${result.trials.length} of ${expected} trials ran; start it afresh with --again`,
  );
}

/**
 * What a contender tells at its end.
 *
 * @typedef {{ version: string, seconds: number, rows: readonly { value: number }[] }} Leaderboard
 */

/**
 * What a contender is told: `read` in job.py.
 *
 * @param {SweepSpec} spec
 * @param {{ storage: string, threads: number, lanes: number }} options
 */
export async function jobOf(spec, { storage, threads, lanes }) {
  const { space, method, runCap, defaults, seed } = spec;
  return {
    inputs: await inputsFor(firstRecipe(spec)),
    storage,
    space,
    method: method.type,
    trials: method.type === 'grid' ? null : runCap,
    epochs: defaults.epochs,
    threads,
    seed,
    lanes,
  };
}

/**
 * A trial that was told but not stored when a session was cut off ran twice: it counts once.
 *
 * @param {Leaderboard} leaderboard
 * @param {readonly Part[]} parts
 * @param {number} lastSession
 * @param {number | null} peakBytes
 */
function summary({ version, seconds, rows }, parts, lastSession, peakBytes) {
  /** @type {Map<string, Part['trial']>} */
  const trials = new Map();
  let twice = 0;
  for (const { trial } of parts) {
    const key = JSON.stringify(trial.params);
    twice += trials.get(key)?.seconds ?? 0;
    trials.set(key, trial);
  }
  const cutOff = Array.from({ length: lastSession }, (_, session) =>
    Math.max(0, ...parts.filter((part) => part.session === session).map((part) => part.elapsed)),
  );
  return {
    version,
    seconds: seconds + cutOff.reduce((sum, elapsed) => sum + elapsed, 0) - twice,
    sessions: lastSession + 1,
    peakBytes: Math.max(peakBytes ?? 0, ...parts.map((part) => part.peakBytes ?? 0)) || null,
    bestAccuracy: rows[0]?.value ?? Number.NaN,
    trials: [...trials.values()].map(({ val_accuracy, ...rest }) => ({
      ...rest,
      accuracy: val_accuracy,
    })),
  };
}

/** @param {string} script */
function pathOf(script) {
  return fileURLToPath(new URL(`../peers/${script}`, import.meta.url));
}
