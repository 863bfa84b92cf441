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

/** Thaw and the cached features once a round; each slow peer once in all, in a round of its own. */
function fullPieces(sweep, { rounds, size, trials }) {
  const { spec } = openSweep(sweep, { set: size ? sized(size) : [], trials });
  const whole = (contender, round) => ({ contender, sweep, kind: 'whole', round, size, trials });
  const slow = ['optuna', 'ray'];
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
    if (slow[round]) pieces.push(whole(slow[round], 0));
  }
  return pieces;
}

function quickPieces(sweep, { rounds, size, trials }) {
  if (sweep === 'C') {
    const reduced = smaller(QUICK_WHOLE, size);
    return ['optuna', 'thaw', 'ray'].map((contender) => {
      return { contender, sweep, kind: 'whole', round: 0, size: reduced, trials };
    });
  }
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

/** The list, begun one further on each round. */
function inTurn(names, round) {
  return names.map((_, i) => names[(i + round) % names.length]);
}

function smaller(own, asked) {
  if (!asked) return own;
  return Object.fromEntries(
    Object.entries(own).map(([key, value]) => [key, Math.min(value, asked[key])]),
  );
}

/** Names all that a result depends on, so that what was measured otherwise is not taken for it. */
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

function fingerprint(sweep) {
  const text = readFileSync(openSweep(sweep).file);
  return createHash('sha256').update(text).digest('hex').slice(0, 6);
}
