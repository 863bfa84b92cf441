/**
 * A signal that aborts with the first of several, for its reason, until it is let go.
 * `AbortSignal.any` would hold on to it for as long as any of them lives.
 */
export function linkSignals(signals: readonly AbortSignal[]): {
  readonly signal: AbortSignal;
  letGo(): void;
} {
  const controller = new AbortController();
  const acts = signals.map((signal) => {
    const abort = () => controller.abort(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    return () => signal.removeEventListener('abort', abort);
  });
  return {
    signal: controller.signal,
    letGo() {
      for (const act of acts) act();
    },
  };
}
