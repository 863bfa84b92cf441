import { type Prepared, prepare } from '../http/respond.js';
import type { Reader } from './open-reader.js';
import type { Query } from './query.js';

/** Documents that are the same as long as their sweep is. */
const KEPT: ReadonlySet<Query['document']> = new Set([
  ...([
    'trials',
    'curves',
    'leaderboard',
    'importance',
    'pareto',
    'advise',
    'sharing',
    'plot',
  ] as const),
]);

/** Documents that can take seconds. */
const SLOW: ReadonlySet<Query['document']> = new Set([
  ...(['leaderboard', 'importance', 'pareto', 'advise', 'compare', 'sharing', 'plot'] as const),
]);

/** At most so many answers are kept, and so many bytes. */
const MOST = { answers: 200, bytes: 2 ** 26 };

/** Milliseconds; what takes longer is made anew seldom enough to leave a machine most of its time. */
const WORTH_SPARING = 200;
const SPARING = 9;

interface Kept {
  readonly version: string;
  readonly answer: Promise<Prepared>;
  /** Until then it serves though its sweep changed. */
  goodUntil: number;
  bytes: number;
}

/**
 * Reads each document once for as long as its sweep stays as it is, whoever asks meanwhile. `slow`: for
 * what takes its time, so that all else need not wait.
 */
export function keepAnswers(
  quick: Pick<Reader, 'read' | 'version'>,
  slow: Pick<Reader, 'read'>,
): (query: Query) => Promise<Prepared> {
  const kept = new Map<string, Kept>();

  function make(query: Query): Promise<Prepared> {
    const reader = SLOW.has(query.document) ? slow : quick;
    const type = query.document === 'plot' ? 'image/svg+xml' : 'application/json';
    return reader.read(query).then((body) => prepare({ type, body }));
  }

  function forgetOldest(): void {
    let bytes = [...kept.values()].reduce((sum, each) => sum + each.bytes, 0);
    for (const [key, each] of kept) {
      if (kept.size <= MOST.answers && bytes <= MOST.bytes) return;
      kept.delete(key);
      bytes -= each.bytes;
    }
  }

  return async (query) => {
    if (!('sweep' in query) || query.sweep === null || !KEPT.has(query.document))
      return make(query);
    const key = JSON.stringify(query);
    const version = await quick.version(query.sweep);
    const known = kept.get(key);
    if (known && (known.version === version || performance.now() < known.goodUntil)) {
      const answer = await known.answer;
      return known.version === version ? answer : toAskAgain(answer, known.goodUntil);
    }
    const since = performance.now();
    const made: Kept = {
      ...{ version, answer: make(query), goodUntil: Number.POSITIVE_INFINITY, bytes: 0 },
    };
    kept.delete(key);
    kept.set(key, made);
    try {
      const answer = await made.answer;
      const taken = performance.now() - since;
      made.goodUntil = taken < WORTH_SPARING ? 0 : performance.now() + SPARING * taken;
      made.bytes = answer.whole.length;
      forgetOldest();
      return answer;
    } catch (error) {
      if (kept.get(key) === made) kept.delete(key);
      throw error;
    }
  };
}

/** An answer of how the sweep was before: it says when there will be another. */
function toAskAgain(answer: Prepared, goodUntil: number): Prepared {
  const seconds = Math.max(1, Math.ceil((goodUntil - performance.now()) / 1000));
  return { ...answer, headers: { ...answer.headers, 'Retry-After': String(seconds) } };
}
