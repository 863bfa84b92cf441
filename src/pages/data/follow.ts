import { effect } from '@preact/signals';
import { problemText } from './get.js';
import { changesOf } from './live/known.js';
import { begun, renewals } from './live/live.js';

/** What came of asking; both null: nothing yet. Data that is there stays while more is asked for. */
export interface Answer<T> {
  readonly data: T | null;
  readonly problem: string | null;
}

/** It rests so many times as long as an answer took: what is dear to make is asked for less often. */
const REST = 4;
const SHORTEST_REST_MS = 300;

/**
 * Asks now, and again whenever the sweep changes (null: whenever all is asked for anew), one question
 * at a time. Returns what ends it.
 */
export function follow<T>(
  sweep: number | null,
  ask: (signal: AbortSignal) => Promise<T>,
  tell: (answer: { readonly data: T } | { readonly problem: string }) => void,
): () => void {
  const leaving = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isBusy = false;
  let isLate = false;
  let restsUntil = 0;

  const go = async () => {
    timer = undefined;
    isBusy = true;
    isLate = false;
    await begun;
    const start = performance.now();
    try {
      const data = await ask(leaving.signal);
      if (!leaving.signal.aborted) tell({ data });
    } catch (error) {
      if (!leaving.signal.aborted) tell({ problem: problemText(error) });
    }
    const end = performance.now();
    restsUntil = end + Math.max(SHORTEST_REST_MS, REST * (end - start));
    isBusy = false;
    if (isLate) later();
  };
  const later = () => {
    if (leaving.signal.aborted) return;
    if (isBusy) isLate = true;
    else timer ??= setTimeout(go, Math.max(0, restsUntil - performance.now()));
  };

  const stop = effect(() => {
    renewals.value;
    if (sweep !== null) changesOf(sweep).value;
    later();
  });
  return () => {
    stop();
    clearTimeout(timer);
    leaving.abort();
  };
}
