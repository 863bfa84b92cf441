import { setTimeout as sleep } from 'node:timers/promises';
import { NO_WORK } from '../../../src/core/cohort-work.js';
import type { SerializedError } from '../../../src/core/trial.js';
import type { Verdict } from '../../../src/core/verdict.js';
import type { Handlers } from '../../../src/fleet/gateway/handlers.js';
import type { Registration, Taken, Told } from '../../../src/fleet/protocol/api.js';
import type { LeaseMessage } from '../../../src/fleet/protocol/messages.js';
import type { Order } from '../../../src/fleet/protocol/order.js';
import type { Caller } from '../../../src/fleet/tokens/token-gate.js';
import type { Sql } from '../../../src/store/postgres/sql.js';
import { REGISTRATION } from '../protocol/examples.js';
import { type Blobs, trainSums } from './sums.js';

export interface FakeAgentParts {
  /** Those of a gateway, or of another once that is gone. */
  readonly handlers: () => Handlers;
  readonly sql: Sql;
  readonly caller: Caller;
  readonly blobs: Blobs;
  readonly name: string;
  readonly exactness?: string;
  readonly cohortBytes?: number;
  readonly backend?: string;
  /** At the end of each epoch, once there are verdicts: what it does then, instead of going on. */
  readonly atEpoch?: (order: Order, epoch: number) => 'die' | 'drain' | 'wait' | undefined;
  /** Why it cannot begin. */
  readonly refuses?: (order: Order) => SerializedError | undefined;
}

export interface FakeAgent {
  readonly id: string;
  /** Orders that it had, in their order. */
  readonly orders: readonly Order[];
  /** Ends what it does, without a word. */
  kill(): Promise<void>;
  /** It takes no more, and leaves. */
  leave(): Promise<void>;
  /** It has died of itself. */
  isDead(): boolean;
}

class Died extends Error {}

/** An agent that trains by sums, and plays the protocol as real ones do, without HTTP. */
export async function startAgent(parts: FakeAgentParts): Promise<FakeAgent> {
  const { handlers, caller, blobs, name } = parts;
  const { exactness = REGISTRATION.provenance.exactness } = parts;
  const { cohortBytes = REGISTRATION.machine.cohortBytes, backend = 'wasm' } = parts;
  // Of another version than the conductor: what trains is not for it to start over.
  const provenance = { ...REGISTRATION.provenance, backend, exactness };
  const registration: Registration = {
    name,
    provenance,
    machine: {
      ...REGISTRATION.machine,
      cohortBytes,
      info: { ...REGISTRATION.machine.info, backend },
    },
  };
  const { agent: id } = await handlers().register(caller, registration);
  const over = new AbortController();
  const orders: Order[] = [];
  let isDead = false;
  let isLeaving = false;

  async function work(lease: string, order: Order): Promise<void> {
    orders.push(order);
    const why = parts.refuses?.(order);
    if (why) {
      await handlers().fail(caller, lease, { error: why });
      return;
    }
    let wanted = 'continue';
    let told = 0;
    const waiting: LeaseMessage[] = [];
    const beats = setInterval(() => {
      handlers()
        .beat(caller, lease, { progress: null })
        .then(({ is }) => {
          wanted = is;
        })
        .catch(() => undefined);
    }, 25);

    async function send(how: 'report' | 'finish', message: LeaseMessage): Promise<Taken> {
      waiting.push(message);
      const body: Told = { first: told + 1, messages: [...waiting] };
      for (;;) {
        if (over.signal.aborted) throw new Died();
        const taken = await handlers()
          [how](caller, lease, body, AbortSignal.timeout(200))
          .catch(() => ({ is: 'waits' }) as const);
        if (taken.is === 'lost') throw new Died();
        if (taken.is === 'waits') continue;
        told += waiting.length;
        waiting.length = 0;
        return taken;
      }
    }

    try {
      let epochs = 0;
      let hint: string | undefined;
      await trainSums({ ...order, name: order.cohort }, blobs, {
        begin: async () => void (await send('report', { type: 'begin', provenance })),
        async epoch(reports) {
          const { epoch } = reports[0]!.report;
          const taken = await send('report', { type: 'epoch', epoch, reports });
          epochs += 1;
          hint = parts.atEpoch?.(order, epoch);
          if (hint === 'die') {
            isDead = true;
            throw new Died();
          }
          while (hint === 'wait' && wanted === 'continue') {
            if (over.signal.aborted) throw new Died();
            await sleep(10);
          }
          if (wanted === 'lost') throw new Died();
          const verdicts = taken.is === 'taken' ? taken.verdicts! : {};
          return new Map(
            Object.entries(verdicts).map(([id, verdict]) => [Number(id), verdict as Verdict]),
          );
        },
        // The last of them goes with `done`.
        end: async (end) => void waiting.push({ type: 'end', end }),
        async snapshot(made, trialIds) {
          await parts.sql.run(
            `insert into artifacts (team, digest, bytes, created_at) values ($1, $2, $3, 0)
             on conflict do nothing`,
            [caller.team, made.sha256, made.bytes],
          );
          waiting.push({ type: 'snapshot', made, trialIds });
        },
        noSnapshot: async (whyNot, startOver) =>
          void waiting.push({ type: 'no-snapshot', why: whyNot, startOver }),
        stops: () => wanted === 'stop' || hint === 'drain',
      });
      await send('finish', { type: 'done', work: { ...NO_WORK, trained: epochs } });
    } finally {
      clearInterval(beats);
    }
  }

  async function live(): Promise<void> {
    while (!over.signal.aborted && !isDead && !isLeaving) {
      const claimed = await handlers()
        .claim(caller, id, { waitMs: 100, lifeMs: null }, over.signal)
        .catch(async () => {
          await sleep(10);
          return { lease: null };
        });
      if (!('order' in claimed) || isLeaving) continue;
      try {
        await work(claimed.lease, claimed.order);
      } catch (error) {
        if (!(error instanceof Died)) throw error;
      }
    }
  }

  const life = live();
  return {
    ...{ id, orders, isDead: () => isDead },
    async kill() {
      over.abort();
      await life;
    },
    async leave() {
      isLeaving = true;
      await life;
      await handlers().leave(caller, id);
    },
  };
}
