import { decode } from '../../../store/gateway/wire.js';
import type { Taken } from '../../protocol/api.js';
import type { VerdictsAnswer } from '../../protocol/messages.js';
import type { GatewayParts } from '../parts.js';

/** Tells agents that wait what became of their epochs, once that is known. */
export interface Answers {
  /**
   * The verdicts on a message, or that the lease is over; `waits` after `waitMs`, when the signal aborts
   * or the gateway ends.
   */
  to(lease: string, seq: number, waitMs: number, signal: AbortSignal): Promise<Taken>;
  close(): void;
}

interface Waiter {
  readonly lease: string;
  readonly seq: number;
  done(taken: Taken): void;
}

/**
 * Woken by a notice, each lease asks for its own answer; and all are looked for together at
 * intervals, however many wait.
 */
export function createAnswers({
  connections,
  ear,
}: Pick<GatewayParts, 'connections' | 'ear'>): Answers {
  const waiting = new Set<Waiter>();
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;

  async function look(at: readonly Waiter[]): Promise<void> {
    if (at.length === 0) return;
    const rows = await connections.all<{
      readonly lease: string;
      readonly seq: number;
      readonly state: string;
      readonly answer: string | null;
    }>(
      `select asked.lease, asked.seq, leases.state, messages.answer
       from unnest($1::text[], $2::integer[]) as asked (lease, seq)
       join leases on leases.id = asked.lease
       left join messages on messages.lease_id = asked.lease and messages.seq = asked.seq
       where messages.answer is not null or leases.state <> 'running'`,
      [at.map(({ lease }) => lease), at.map(({ seq }) => seq)],
    );
    for (const { lease, seq, state, answer } of rows) {
      for (const waiter of at.filter((each) => each.lease === lease && each.seq === seq)) {
        if (state !== 'running' || answer === null) waiter.done({ is: 'lost' });
        else waiter.done({ is: 'taken', verdicts: decode(answer) as VerdictsAnswer });
      }
    }
  }

  function lookAgain(): void {
    // What fails here is asked for again soon.
    look([...waiting])
      .catch(() => undefined)
      .finally(schedule);
  }

  function schedule(): void {
    clearTimeout(timer);
    timer = waiting.size > 0 && !isClosed ? setTimeout(lookAgain, LOOK_MS) : undefined;
  }

  const deaf = ear.on('answered', (about) => {
    const meant = [...waiting].filter(({ lease }) => about === null || lease === about);
    look(meant).catch(() => undefined);
  });

  return {
    async to(lease, seq, waitMs, signal) {
      return await new Promise<Taken>((resolve) => {
        const waiter: Waiter = {
          lease,
          seq,
          done(taken) {
            waiting.delete(waiter);
            clearTimeout(deadline);
            signal.removeEventListener('abort', giveUp);
            resolve(taken);
          },
        };
        const giveUp = () => waiter.done({ is: 'waits' });
        const deadline = setTimeout(giveUp, waitMs);
        signal.addEventListener('abort', giveUp, { once: true });
        waiting.add(waiter);
        if (isClosed || signal.aborted) return giveUp();
        if (!timer) schedule();
        // It may have been there before anybody waited for it.
        look([waiter]).catch(() => undefined);
      });
    },
    close() {
      isClosed = true;
      deaf();
      clearTimeout(timer);
      for (const { done } of [...waiting]) done({ is: 'waits' });
    },
  };
}

const LOOK_MS = 2000;
