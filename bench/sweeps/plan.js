/** @import { Piece, Settings, Size, UnnamedPiece } from './types.js' */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { costs, openSweep, sized } from './files.js';

/** Contenders by sweep. `torch-cached` has only heads to offer. */
export const CONTENDERS = ['thaw', 'thaw-alone', 'optuna', 'ray', 'torch-cached'];

/** Enough for a rate; the first epoch warms up and is left out. */
const QUICK_SAMPLE = { train: 160, val: 100, epochs: 2 };
/** Sweep C has nothing to share and little to extrapolate: all its trials, on fewer images. */
const QUICK_WHOLE = { train: 224, val: 100, epochs: 1 };

/**
 * The pieces of a benchmark in the order in which they run. A piece is one process: a contender on
 * a whole sweep, or on a sample of it (one trial of each augmentation and depth). Contenders take
 * turns within each round, so that whatever else the machine does hits all alike.
 *
 * @param {Omit<Settings, 'mode' | 'workers' | 'threads'> & {
 *   quick: boolean,
 *   sweeps: readonly string[],
 *   contenders: readonly string[],
 * }} asked
 * @returns {Piece[]}
 */
export function plan({ quick, sweeps, contenders, backend, lanes, rounds, size, trials }) {
  const pieces = sweeps.flatMap((sweep) => {
    const make = quick ? quickPieces : fullPieces;
    return make(sweep, { rounds, size, trials });
  });
  return pieces
    .filter(({ contender }) => contenders.includes(contender))
    .map((piece) => ({ ...piece, id: idOf(piece, { backend, lanes }) }));
}

/**
 * Thaw and the cached features once a round; each slow peer once in all, in a round of its own.
 *
 * @param {string} sweep
 * @param {Pick<Settings, 'rounds' | 'size' | 'trials'>} asked
 */
function fullPieces(sweep, { rounds, size, trials }) {
  const { spec } = openSweep(sweep, { set: size ? sized(size) : [], trials });
  /** @type {(contender: string, round: number) => UnnamedPiece} */
  const whole = (contender, round) => ({ contender, sweep, kind: 'whole', round, size, trials });
  const slow = ['optuna', 'ray'];
  /** @type {UnnamedPiece[]} */
  const pieces = [];
  for (let round = 0; round < Math.max(rounds, slow.length); round += 1) {
    if (round < rounds) {
      pieces.push(whole('thaw', round));
      if (sweep === 'B') pieces.push(whole('torch-cached', round));
      for (const { point } of costs(spec)) {
        for (const contender of inTurn(['optuna', 'thaw-alone', 'ray'], round)) {
          pieces.push({ contender, sweep, kind: 'sample', round, size, trials: null, point });
        }
      }
    }
    const peer = slow[round];
    if (peer) pieces.push(whole(peer, 0));
  }
  return pieces;
}

/**
 * @param {string} sweep
 * @param {Pick<Settings, 'rounds' | 'size' | 'trials'>} asked
 * @returns {UnnamedPiece[]}
 */
function quickPieces(sweep, { rounds, size, trials }) {
  if (sweep === 'C') {
    const reduced = smaller(QUICK_WHOLE, size);
    return ['optuna', 'thaw', 'ray'].map((contender) => {
      return { contender, sweep, kind: 'whole', round: 0, size: reduced, trials };
    });
  }
  /** @type {UnnamedPiece[]} */
  const pieces = [];
  for (let round = 0; round < rounds; round += 1) {
    const own = ['thaw', ...(sweep === 'B' ? ['torch-cached'] : [])];
    if (round === Math.min(1, rounds - 1)) {
      for (const contender of own) {
        pieces.push({ contender, sweep, kind: 'whole', round: 0, size, trials });
      }
    }
    for (const contender of inTurn(['optuna', 'ray'], round)) {
      const reduced = smaller(QUICK_SAMPLE, size);
      pieces.push({
        contender,
        sweep,
        kind: 'sample',
        round,
        size: reduced,
        trials: null,
        point: {},
      });
    }
  }
  return pieces;
}

/**
 * The list, begun one further on each round.
 *
 * @param {readonly string[]} names
 * @param {number} round
 */
function inTurn(names, round) {
  return names.map((_, i) => names[(i + round) % names.length]);
}

/**
 * @param {Size} own
 * @param {Size | null} asked
 * @returns {Size}
 */
function smaller(own, asked) {
  if (!asked) return own;
  return {
    train: Math.min(own.train, asked.train),
    val: Math.min(own.val, asked.val),
    epochs: Math.min(own.epochs, asked.epochs),
  };
}

/**
 * Names all that a result depends on, so that what was measured otherwise is not taken for it.
 *
 * @param {UnnamedPiece} piece
 * @param {Pick<Settings, 'backend' | 'lanes'>} settings
 */
function idOf({ contender, sweep, kind, round, size, trials, point }, { backend, lanes }) {
  const parts = [
    contender,
    ...(contender.startsWith('thaw') ? [backend] : []),
    ...(contender === 'ray' && lanes > 1 ? [`${lanes}-lanes`] : []),
    sweep,
    fingerprint(sweep),
    kind,
    round + 1,
    ...Object.values(point ?? {}),
    ...(size ? [`${size.train}-${size.val}-${size.epochs}`] : []),
    ...(trials === null ? [] : [`first-${trials}`]),
  ];
  return parts.join('_');
}

/** @param {string} sweep */
function fingerprint(sweep) {
  const text = readFileSync(openSweep(sweep).file);
  return createHash('sha256').update(text).digest('hex').slice(0, 6);
}
