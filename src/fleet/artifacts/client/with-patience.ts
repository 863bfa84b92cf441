import { setTimeout as sleep } from 'node:timers/promises';
import { FetchError, messageOf } from '../../../core/errors.js';
import { diskAdvice } from '../../../machine/files/disk-error.js';
import { ArtifactError } from '../artifact-error.js';

/** How long a transfer is tried for. */
export interface Patience {
  readonly tries: number;
  /** Milliseconds before the second; each further one is waited for twice as long, `mostMs` at most. */
  readonly waitMs: number;
  readonly mostMs: number;
}

/** About two minutes. */
export const PATIENCE: Patience = { tries: 8, waitMs: 500, mostMs: 60_000 };

/**
 * Tries something over a network again where that may help: nobody answered, or the gateway said that
 * it cannot now. `what` begins the message: `The artifact abc... could not be sent`.
 *
 * @throws {ArtifactError} what no further try would change; likewise the system's errors of its disk.
 * @throws {FetchError} no try went well.
 */
export async function withPatience<T>(
  what: string,
  patience: Patience,
  signal: AbortSignal | undefined,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let tried = 1, wait = patience.waitMs; ; tried += 1, wait *= 2) {
    try {
      return await attempt();
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof ArtifactError && error.fault !== 'busy') throw error;
      // This machine's own disk does not get better by asking.
      if (diskAdvice(error) !== null) throw error;
      if (tried >= patience.tries) {
        throw new FetchError(`${what}: ${causeOf(error)}. It was tried ${tried} times.`, {
          cause: error,
        });
      }
    }
    await sleep(Math.min(wait, patience.mostMs), undefined, { signal });
  }
}

/** `fetch failed` says nothing; its cause does. */
function causeOf(error: unknown): string {
  const { cause } = error instanceof Error ? error : {};
  return messageOf(cause instanceof Error && cause.message !== '' ? cause : error).replace(
    /\.$/,
    '',
  );
}
