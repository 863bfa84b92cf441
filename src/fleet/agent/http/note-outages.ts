import type { AgentEvent } from '../agent-event.js';
import type { Clock } from '../clock.js';
import type { PersistParts } from './persist.js';

/** Milliseconds that nobody may answer before it is told. */
const UNNOTICED = 2000;

/** Tells once that a gateway does not answer, and once that it does again, whoever asks it. */
export function noteOutages(
  clock: Clock,
  observe: (event: AgentEvent) => void,
): PersistParts['tried'] {
  let since: number | null = null;
  let isTold = false;
  return (trouble) => {
    if (trouble) {
      since ??= clock.now();
      if (isTold || clock.now() - since < UNNOTICED) return;
      isTold = true;
      observe({ type: 'unreachable', why: trouble.message });
    } else {
      if (isTold && since !== null) observe({ type: 'reachable', ms: clock.now() - since });
      since = null;
      isTold = false;
    }
  };
}
