import type { Claimed } from '../../protocol/api.js';
import type { GatewayParts } from '../parts.js';
import { type Taker, takeLease } from './take-lease.js';

/** Where idle agents wait for cohorts, in memory: they cost the database nothing. */
export interface IdleAgents {
  /**
   * A cohort of one of these queues, the first ones rather; without one after `waitMs`, or when the
   * signal aborts. An agent waits once: if it asks again, who waited before goes without.
   */
  wait(
    agent: Omit<Taker, 'isThere'> & { readonly queues: readonly string[] },
    waitMs: number,
    signal: AbortSignal,
  ): Promise<Claimed>;
  /** Answers all who wait, and takes no more. */
  close(): void;
}

interface Waiter extends Taker {
  readonly queues: readonly string[];
  /** Leases that it has no time for. */
  readonly unfit: string[];
  /** A lease is being taken for it. */
  isServed: boolean;
  done(claimed: Claimed): void;
}

const NOTHING: Claimed = { lease: null };

/**
 * Woken by a notice of a new job, and at intervals by one look for all; each queue serves one agent
 * at a time, in the order in which they came.
 */
export function idleAgents(parts: GatewayParts): IdleAgents {
  const { connections, ear } = parts;
  const waiting = new Map<string, Waiter>();
  const serving = new Map<string, Promise<void>>();
  /** Queues of which it was heard that they have more, while they were being served. */
  const more = new Set<string>();
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;

  function serve(queue: string): Promise<void> {
    more.add(queue);
    const served =
      serving.get(queue) ??
      serveAll(queue)
        // The next look finds what this one left.
        .catch(() => undefined)
        .finally(() => {
          serving.delete(queue);
          if (more.has(queue)) serve(queue);
        });
    serving.set(queue, served);
    return served;
  }

  async function serveAll(queue: string): Promise<void> {
    while (more.delete(queue)) {
      const passed = new Set<Waiter>();
      for (;;) {
        const waiter = [...waiting.values()].find(
          (each) => each.queues.includes(queue) && !each.isServed && !passed.has(each),
        );
        if (!waiter) break;
        waiter.isServed = true;
        const take = await takeLease(parts, waiter, queue, waiter.unfit).finally(() => {
          waiter.isServed = false;
        });
        if (take.is === 'had') waiter.done(take.claimed);
        else if (take.is === 'busy') waiter.done(NOTHING);
        else if (take.is === 'unfit' && waiter.unfit.length < MOST_UNFIT) {
          waiter.unfit.push(take.lease);
        } else if (take.is === 'none' && waiter.unfit.length === 0) break;
        else if (take.is !== 'again') passed.add(waiter);
      }
    }
  }

  /** Of these queues, those that have something. */
  async function filled(queues: readonly string[]): Promise<readonly string[]> {
    const rows = await connections.all<{ readonly queue: string }>(
      `select distinct queue from leases where state = 'queued' and queue = any($1)`,
      [queues],
    );
    const found = new Set(rows.map(({ queue }) => queue));
    return queues.filter((queue) => found.has(queue));
  }

  async function lookFor(waiters: readonly Waiter[]): Promise<void> {
    const queues = new Set(waiters.flatMap((waiter) => waiter.queues));
    for (const queue of await filled([...queues])) await serve(queue);
  }

  function lookAgain(): void {
    lookFor([...waiting.values()])
      .catch(() => undefined)
      .finally(schedule);
  }

  function schedule(): void {
    clearTimeout(timer);
    timer = waiting.size > 0 && !isClosed ? setTimeout(lookAgain, LOOK_MS) : undefined;
  }

  const deaf = ear.on('jobs', (queue) => {
    if (queue === null) lookAgain();
    else if ([...waiting.values()].some(({ queues }) => queues.includes(queue))) serve(queue);
  });

  return {
    async wait(agent, waitMs, signal) {
      if (isClosed) return NOTHING;
      const until = performance.now() + waitMs;
      let isThere = true;
      let deadline: NodeJS.Timeout | undefined;
      return await new Promise<Claimed>((resolve) => {
        const waiter: Waiter = {
          ...agent,
          unfit: [],
          isServed: false,
          isThere: () => isThere,
          done(claimed) {
            isThere = false;
            if (waiting.get(agent.agent) === waiter) waiting.delete(agent.agent);
            signal.removeEventListener('abort', leave);
            clearTimeout(deadline);
            resolve(claimed);
          },
        };
        const leave = () => waiter.done(NOTHING);
        signal.addEventListener('abort', leave, { once: true });
        if (signal.aborted) return leave();
        waiting.get(agent.agent)?.done(NOTHING);
        waiting.set(agent.agent, waiter);
        if (!timer) schedule();
        lookFor([waiter])
          .catch(() => undefined)
          .finally(() => {
            const left = until - performance.now();
            if (left <= 0) leave();
            else if (isThere) deadline = setTimeout(leave, left);
          });
      });
    },
    close() {
      isClosed = true;
      deaf();
      clearTimeout(timer);
      for (const { done } of [...waiting.values()]) done(NOTHING);
    },
  };
}

/** Milliseconds between two looks, in case a notice was missed. */
const LOOK_MS = 2000;

/** Leases that an agent is shown and has no time for, before it waits for others. */
const MOST_UNFIT = 10;
