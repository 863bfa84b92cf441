/**
 * @import { openState } from './state.js'
 * @import { Piece, PieceResult, Settings } from './types.js'
 */

import { cpus } from 'node:os';
import { openSweep, sampled, sized } from './files.js';
import { runPeer } from './peer.js';
import { runThaw } from './thaw.js';

/** @type {Readonly<Record<string, string>>} */
const SCRIPTS = {
  optuna: 'optuna_sweep.py',
  ray: 'ray_sweep.py',
  'torch-cached': 'cached_features.py',
};

/**
 * Runs one piece of the plan; resolves to what is kept of it.
 *
 * @param {Piece} piece
 * @param {Settings & { state: ReturnType<typeof openState> }} options
 * @returns {Promise<PieceResult & { at: string }>}
 */
export async function runPiece(piece, { state, backend, workers, lanes }) {
  const { id, contender, sweep: name } = piece;
  const sweep = openPiece(piece);
  const at = new Date().toISOString();
  const result = contender.startsWith('thaw')
    ? await runThaw(sweep, { backend, workers, sharing: contender === 'thaw' })
    : await runPeer(scriptOf(contender), {
        id,
        spec: sweep.spec,
        threads: cpus().length,
        lanes,
        earlier: state.parts(id),
        onPart(part) {
          state.addPart(id, part);
          const { val_accuracy, seconds } = part.trial;
          console.error(
            `  ${contender}, ${name}: ${seconds.toFixed(1)} s, ${val_accuracy.toFixed(4)}`,
          );
        },
      });
  return { at, ...result };
}

/** @param {string} contender */
function scriptOf(contender) {
  const script = SCRIPTS[contender];
  if (script) return script;
  throw new Error(
    `No contender ${contender}. Expected thaw, thaw-alone or ${Object.keys(SCRIPTS)}.`,
  );
}

/**
 * The sweep that a piece is about, with what the piece changes in it.
 *
 * @param {Piece} piece
 */
export function openPiece({ sweep, kind, size, trials, point }) {
  const set = size ? sized(size) : [];
  if (kind === 'whole') return openSweep(sweep, { set, trials });
  const { spec } = openSweep(sweep, { set });
  return openSweep(sweep, { set: [...set, ...sampled(spec, point)] });
}
