import type { Taken } from '../../protocol/api.js';
import type { LeaseMessage, VerdictsAnswer } from '../../protocol/messages.js';
import type { FleetClient } from '../ports.js';
import type { HeldLease } from './hold-lease.js';
import { LostLease } from './lost-lease.js';

/** Messages that are sent together at most. */
const BATCH = 100;

/** Milliseconds that a message waits for others to come with it. */
const GATHER = 50;

type Epoch = Extract<LeaseMessage, { type: 'epoch' }>;

export interface OutboxParts {
  readonly client: Pick<FleetClient, 'report' | 'finish'>;
  readonly lease: string;
  readonly held: Pick<HeldLease, 'lost' | 'check'>;
  /** Nothing can be told any more; also thrown by whatever is called next. */
  broke(error: unknown): void;
}

/** Tells a gateway of a lease, each message once and in order, however often it has to be sent. */
export interface Outbox {
  /** It is sent soon. @throws {LostLease | Refused} an earlier one did not arrive. */
  tell(message: Exclude<LeaseMessage, { type: 'done' } | Epoch>): void;
  /** Resolves once there are verdicts on it. @throws {LostLease | Refused} */
  ask(message: Epoch): Promise<VerdictsAnswer>;
  /** Resolves once all has arrived, and the lease is over. @throws {LostLease | Refused} */
  finish(last: Extract<LeaseMessage, { type: 'done' }>): Promise<void>;
}

export function createOutbox({ client, lease, held, broke }: OutboxParts): Outbox {
  const waiting: LeaseMessage[] = [];
  /** Messages that have arrived. */
  let told = 0;
  let sending: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let failure: { readonly error: unknown } | undefined;

  function check(): void {
    if (failure) throw failure.error;
    held.check();
  }

  /** One after another; nothing is sent after one that failed. */
  function inTurn<Result>(send: () => Promise<Result>): Promise<Result> {
    clearTimeout(timer);
    timer = undefined;
    const sent = sending.then(async () => {
      if (failure) throw failure.error;
      try {
        return await send();
      } catch (error) {
        failure = { error };
        broke(error);
        throw error;
      }
    });
    sending = sent.then(
      () => undefined,
      () => undefined,
    );
    return sent;
  }

  /** Sends so many of those that wait, until they have taken effect. */
  async function deliver(how: 'report' | 'finish', count: number): Promise<VerdictsAnswer | null> {
    let first = told + 1;
    let messages = waiting.slice(0, count);
    for (;;) {
      held.check();
      const taken: Taken = await client[how](lease, { first, messages }, held.lost);
      if (taken.is === 'lost') throw new LostLease('the gateway has given it up');
      if (taken.is === 'taken') {
        waiting.splice(0, count);
        told += count;
        return taken.verdicts;
      }
      // All are kept; the last is the one whose answer is waited for.
      first = told + count;
      messages = messages.slice(-1);
    }
  }

  async function flush(): Promise<void> {
    while (waiting.length > 0) await deliver('report', Math.min(BATCH, waiting.length));
  }

  return {
    tell(message) {
      check();
      waiting.push(message);
      timer ??= setTimeout(() => void inTurn(flush).catch(() => undefined), GATHER);
    },
    async ask(message) {
      check();
      return await inTurn(async () => {
        while (waiting.length >= BATCH) await deliver('report', BATCH);
        waiting.push(message);
        const verdicts = await deliver('report', waiting.length);
        if (!verdicts) throw new Error('The gateway answered an epoch without verdicts.');
        return verdicts;
      });
    },
    async finish(last) {
      check();
      await inTurn(async () => {
        while (waiting.length >= BATCH) await deliver('report', BATCH);
        waiting.push(last);
        await deliver('finish', waiting.length);
      });
    },
  };
}
