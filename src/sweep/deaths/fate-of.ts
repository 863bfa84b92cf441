import type { Death, Fate } from '../../core/snapshots/death.js';

/**
 * What becomes of a trial under which a process died. Who ended the process cannot be known, and most
 * often somebody outside did (a kill, a preemption, the power, too little memory): the trial runs
 * again. Only one that died twice at the very same place, with nothing else running and no progress
 * between, is taken to have ended the process by itself.
 *
 * `place`: how far it was, to the kernel; null: not known.
 */
export function fateOf({ alone, before }: Death, place: string | null): Fate {
  const known = place === null || alone ? place : `~${place}`;
  const died = 'the whole process ended while this trial ran';
  if (alone && known !== null && before.includes(known)) {
    const message = `${died}, a second time at the same place (${placeText(known)}), alone and without progress between: it is not tried again`;
    return { state: 'failed', place: known, error: { code: CODE, message } };
  }
  const deaths = before.length + 1;
  const often = deaths === 1 ? '' : `, ${deaths} times without progress`;
  const message = `${died}${often}: it runs again`;
  return { state: 'queued', place: known, error: { code: CODE, message } };
}

const CODE = 'E_CRASHED';

function placeText(place: string): string {
  const [, epoch, step] = /^(\d+)\.(\d+)/.exec(place) ?? [];
  return epoch === undefined ? 'before its first step' : `epoch ${epoch}, after step ${step}`;
}
