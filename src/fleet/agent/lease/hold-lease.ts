import { messageOf } from '../../../core/errors.js';
import type { StepProgress } from '../../../core/progress.js';
import { durationText } from '../../../core/words/duration-text.js';
import { Unreachable } from '../../../store/gateway/http/unreachable.js';
import type { Clock } from '../clock.js';
import type { FleetClient } from '../ports.js';
import { LostLease } from './lost-lease.js';

/** Share of a lease after which two beats follow each other. */
const BEAT = 1 / 3;

/** Share of a lease without an answered beat after which it is taken for lost. */
const SILENCE = 0.8;

export interface HeldParts {
  readonly client: Pick<FleetClient, 'beat'>;
  readonly clock: Clock;
  readonly lease: string;
  readonly leaseMs: number;
  /** When the gateway cannot yet have counted any of the lease's time, by the clock. */
  readonly since: number;
  /** How far training is. */
  progress(): StepProgress | null;
}

/** A lease that an agent keeps up, by beats, until it is closed. */
export interface HeldLease {
  /** Aborts, with a `LostLease` as its reason, when nothing counts any more. */
  readonly lost: AbortSignal;
  /** Aborts when the gateway wants its trials to stop. */
  readonly stop: AbortSignal;
  /**
   * To be called before anything is sent that counts: this process may have been halted for longer
   * than the lease lasts, and its timers not have noticed yet.
   *
   * @throws {LostLease}
   */
  check(): void;
  close(): void;
}

/**
 * Beats three times a lease, more often while nobody answers. A beat counts from when it was sent:
 * the gateway counts from when it arrives, which is later.
 */
export function holdLease(parts: HeldParts): HeldLease {
  const { client, clock, lease, leaseMs, progress } = parts;
  const lost = new AbortController();
  const stop = new AbortController();
  const over = new AbortController();
  let alive = parts.since;

  const left = () => alive + SILENCE * leaseMs - clock.now();

  function lose(error: LostLease): void {
    lost.abort(error);
    over.abort();
  }

  function loseIfSilent(): boolean {
    if (left() > 0) return false;
    lose(new LostLease(`no beat was answered for ${durationText((clock.now() - alive) / 1000)}`));
    return true;
  }

  async function beat(): Promise<void> {
    const sent = clock.now();
    const timeoutMs = Math.min(leaseMs * BEAT, left());
    const { is } = await client.beat(lease, { progress: progress() }, timeoutMs, over.signal);
    if (is === 'lost') return lose(new LostLease('the gateway has given it up'));
    alive = sent;
    if (is === 'stop') stop.abort();
  }

  async function keepUp(): Promise<void> {
    let pause = alive + BEAT * leaseMs - clock.now();
    for (;;) {
      await clock.sleep(pause, over.signal);
      if (over.signal.aborted || loseIfSilent()) return;
      try {
        await beat();
        pause = alive + BEAT * leaseMs - clock.now();
      } catch (error) {
        if (over.signal.aborted) return;
        if (!(error instanceof Unreachable)) {
          return lose(new LostLease(messageOf(error), { cause: error }));
        }
        pause = Math.min(left(), (leaseMs / 20) * (0.5 + clock.random()));
      }
    }
  }

  void keepUp();
  return {
    lost: lost.signal,
    stop: stop.signal,
    check() {
      lost.signal.throwIfAborted();
      if (loseIfSilent()) lost.signal.throwIfAborted();
    },
    close: () => over.abort(),
  };
}
